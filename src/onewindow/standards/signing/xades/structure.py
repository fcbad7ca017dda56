"""A ``ds:Signature`` taken apart, strictly: what we do not expect we refuse, we never pass over it."""

import re
from dataclasses import dataclass, field
from typing import Any

from onewindow.kernel.errors import N_
from onewindow.standards.signing.xades.names import (
    CANONICAL,
    DIGESTS,
    ENVELOPED,
    EXCLUSIVE,
    METHODS,
    XPATH,
    Canonical,
    ds,
    xades,
)
from onewindow.standards.signing.xades.tree import FormRefused, octets

MAX_REFERENCES = 200
_MAX_INSIDE = 16  # of these, to the document or a part of it: each is a walk through all of it
_MAX_TRANSFORMS = 5
# The one XPath that may be: leave out elements of a name. It cannot choose anything else.
_LEAVE_OUT = re.compile(
    r"not\(\s*ancestor-or-self::((?:([A-Za-z_][\w.\-]{0,60}):)?([A-Za-z_][\w.\-]{0,60}))\s*\)"
)
_KEY_INFO = frozenset({ds("X509Data"), ds("KeyValue"), ds("KeyName")})


@dataclass(frozen=True, slots=True)
class Reference:
    """What is said about one thing that is signed.

    :param uri: "" for the document, ``#id``, or the name of a file.
    :param enveloped: without the signature itself.
    :param left_out: names of elements that do not belong to what is signed, in Clark's notation.
    :param canonical: how it becomes bytes; None: as it is (a file).
    """

    uri: str
    type: str
    enveloped: bool
    left_out: tuple[str, ...]
    canonical: Canonical | None
    prefixes: tuple[str, ...]
    digest: str
    value: bytes


@dataclass(frozen=True, slots=True)
class Structure:
    """:param element: the signature; :param signed_info: its part that is signed."""

    element: Any
    signed_info: Any
    canonical: Canonical
    prefixes: tuple[str, ...]
    method: str
    references: tuple[Reference, ...]
    value: bytes = field(repr=False)
    key_info: Any
    certificates: tuple[bytes, ...] = field(repr=False)
    properties: Any

    @property
    def id(self) -> str:
        return str(self.element.get("Id", ""))


def take_apart(signature: Any) -> Structure:
    """:raises FormRefused: anything is not as it has to be."""
    for above in signature.iterancestors():
        if above.tag.startswith(ds("")):
            raise FormRefused(N_("one signature stands inside another"))
    children = list(signature)
    names = [child.tag for child in children]
    if names[:2] != [ds("SignedInfo"), ds("SignatureValue")]:
        raise FormRefused(N_("its parts are not in their order"))
    rest = children[2:]
    key_info = rest.pop(0) if rest and rest[0].tag == ds("KeyInfo") else None
    if any(child.tag != ds("Object") for child in rest):
        raise FormRefused(N_("its parts are not in their order"))
    signed_info = children[0]
    canonical, prefixes, method, references = _signed_info(signed_info)
    return Structure(
        element=signature,
        signed_info=signed_info,
        canonical=canonical,
        prefixes=prefixes,
        method=method,
        references=references,
        value=octets(children[1]),
        key_info=key_info,
        certificates=_certificates(key_info),
        properties=_properties(signature, rest),
    )


def _signed_info(element: Any) -> tuple[Canonical, tuple[str, ...], str, tuple[Reference, ...]]:
    children = list(element)
    if [one.tag for one in children[:2]] != [ds("CanonicalizationMethod"), ds("SignatureMethod")]:
        raise FormRefused(N_("its parts are not in their order"))
    canonical, prefixes = _canonical(children[0])
    method = children[1].get("Algorithm", "")
    # A child would be a length of an HMAC, or parameters that change what is checked.
    if method not in METHODS or len(children[1]):
        raise FormRefused(N_("its algorithm is not one that we accept"))
    named = children[2:]
    if not 0 < len(named) <= MAX_REFERENCES or any(one.tag != ds("Reference") for one in named):
        raise FormRefused(N_("it covers nothing, or too many things"))
    references = tuple(_reference(one) for one in named)
    if sum(one.uri[:1] in ("", "#") for one in references) > _MAX_INSIDE:
        raise FormRefused(N_("it covers nothing, or too many things"))
    return canonical, prefixes, method, references


def _reference(element: Any) -> Reference:
    children = {child.tag: child for child in element}
    allowed = [
        [ds("Transforms"), ds("DigestMethod"), ds("DigestValue")],
        [ds("DigestMethod"), ds("DigestValue")],
    ]
    if [child.tag for child in element] not in allowed or "URI" not in element.attrib:
        raise FormRefused(N_("it does not say clearly what it covers"))
    digest = DIGESTS.get(children[ds("DigestMethod")].get("Algorithm", ""))
    if digest is None or len(children[ds("DigestMethod")]):
        raise FormRefused(N_("its algorithm is not one that we accept"))
    return Reference(
        element.get("URI"),
        element.get("Type", ""),
        *_transforms(children.get(ds("Transforms"))),
        digest,
        octets(children[ds("DigestValue")]),
    )


def _transforms(element: Any) -> tuple[bool, tuple[str, ...], Canonical | None, tuple[str, ...]]:
    enveloped, left_out = False, list[str]()
    canonical: Canonical | None = None
    prefixes: tuple[str, ...] = ()
    steps = [] if element is None else list(element)
    if len(steps) > _MAX_TRANSFORMS or any(one.tag != ds("Transform") for one in steps):
        raise FormRefused(N_("it changes what it covers in a way that we do not follow"))
    for one in steps:
        if canonical is not None:  # after that there are bytes, no tree
            raise FormRefused(N_("it changes what it covers in a way that we do not follow"))
        name = one.get("Algorithm", "")
        if name == ENVELOPED and not len(one):
            enveloped = True
        elif name == XPATH:
            left_out.append(_left_out(one))
        else:
            canonical, prefixes = _canonical(one)
    return enveloped, tuple(left_out), canonical, prefixes


def _left_out(transform: Any) -> str:
    steps = list(transform)
    if len(steps) == 1 and steps[0].tag == ds("XPath") and not len(steps[0]):
        found = _LEAVE_OUT.fullmatch((steps[0].text or "").strip())
        if found is not None and (found[2] is None or found[2] in steps[0].nsmap):
            # XPath 1.0 §2.3: a name without prefix is in no namespace, whatever the default one is.
            return f"{{{steps[0].nsmap[found[2]]}}}{found[3]}" if found[2] else found[3]
    raise FormRefused(N_("it changes what it covers in a way that we do not follow"))


def _canonical(element: Any) -> tuple[Canonical, tuple[str, ...]]:
    how = CANONICAL.get(element.get("Algorithm", ""))
    if how is None:
        raise FormRefused(N_("it changes what it covers in a way that we do not follow"))
    inside = list(element)
    if not inside:
        return how, ()
    if not how.exclusive or len(inside) > 1 or inside[0].tag != f"{{{EXCLUSIVE}}}InclusiveNamespaces":
        raise FormRefused(N_("it changes what it covers in a way that we do not follow"))
    return how, tuple(inside[0].get("PrefixList", "").split())


def _certificates(key_info: Any) -> tuple[bytes, ...]:
    if key_info is None:
        return ()
    # RetrievalMethod and the like would fetch a key from somewhere.
    if any(child.tag not in _KEY_INFO for child in key_info):
        raise FormRefused(N_("it names its key in a way that we do not follow"))
    found = list(key_info.iterfind(f"{ds('X509Data')}/{ds('X509Certificate')}"))
    if len(found) > 20:
        raise FormRefused(N_("it has too many certificates"))
    return tuple(octets(one) for one in found)


def _properties(signature: Any, objects: list[Any]) -> Any:
    found = [one for each in objects for one in each if one.tag == xades("QualifyingProperties")]
    if not found:
        return None
    if len(found) > 1 or found[0].get("Target") != f"#{signature.get('Id')}":
        raise FormRefused(N_("what it says about itself belongs to another signature"))
    return found[0]
