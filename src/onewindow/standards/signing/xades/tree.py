"""The one tree that is checked and used: bytes become it by the safe reader, it becomes bytes canonically."""

import base64
import binascii
import re
from collections.abc import Sequence
from copy import deepcopy
from typing import Any, cast

from lxml import etree  # pyright: ignore

from onewindow.kernel.errors import N_
from onewindow.standards import safexml
from onewindow.standards.signing.xades.names import XML_NAMESPACE, Canonical, ds

_lxml: Any = cast(Any, etree)
_BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_WHITE = re.compile(r"[ \t\r\n]+")
_IDS = ("Id", "ID", "id", f"{{{XML_NAMESPACE}}}id")
LIMITS = safexml.Limits(octets=20_000_000)


class FormRefused(Exception):
    """The form is one that we refuse; ``reason`` is a msgid."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read(data: bytes) -> Any:
    """The root of a document of a stranger's.

    :raises XmlRefused: see safexml.
    """
    return safexml.parse(data, limits=LIMITS)


def write(root: Any) -> bytes:
    """A document, UTF-8."""
    return cast(bytes, _lxml.tostring(root, xml_declaration=True, encoding="UTF-8"))


def new(name: str, *, prefixes: dict[str, str] | None = None, **attributes: str) -> Any:
    """A new element."""
    return _lxml.Element(name, attributes, nsmap=prefixes)


def add(parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:
    """A new last child."""
    child = _lxml.SubElement(parent, name, attributes)
    child.text = text
    return child


def canonical(element: Any, how: Canonical, prefixes: Sequence[str] = ()) -> bytes:
    """An element where it stands, as bytes (Canonical XML 1.0 §2.4, Exclusive XML Canonicalization §3).

    :param prefixes: those that exclusive canonicalisation treats inclusively.
    :raises FormRefused: there is no canonical form.
    """
    if how.inherits and element.getparent() is not None:
        element = _with_inherited(element, how)
    try:
        written = _lxml.tostring(
            element,
            method="c14n",
            exclusive=how.exclusive,
            with_comments=False,
            inclusive_ns_prefixes=list(prefixes) or None if how.exclusive else None,
        )
    except _lxml.C14NError as problem:  # a namespace that is a relative reference (C14N 1.0 §1.3)
        raise FormRefused(N_("its names cannot be written in one way")) from problem
    return cast(bytes, written)


def _with_inherited(element: Any, how: Canonical) -> Any:
    wanted = {f"{{{XML_NAMESPACE}}}{name}" for name in how.inherits}
    found: dict[str, str] = {}
    for above in element.iterancestors():
        found = {name: value for name, value in above.attrib.items() if name in wanted} | found
    missing = {name: value for name, value in found.items() if name not in element.attrib}
    if not missing:
        return element
    twin = twin_of(element)
    for name, value in missing.items():
        twin.set(name, value)
    return twin


def twin_of(element: Any) -> Any:
    """The same element in a copy of its whole document, so that names keep their meaning there."""
    steps: list[int] = []
    here = element
    while here.getparent() is not None:
        steps.append(here.getparent().index(here))
        here = here.getparent()
    twin = deepcopy(here)
    for step in reversed(steps):
        twin = twin[step]
    return twin


def take_out(element: Any) -> None:
    """Remove an element from its tree; the text behind it stays."""
    parent, tail = element.getparent(), element.tail
    if tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)


def by_id(root: Any, name: str) -> Any:
    """The one element with an identifier.

    :raises FormRefused: there is none, or more than one.
    """
    found = [one for one in root.iter() if any(one.get(attribute) == name for attribute in _IDS)]
    if len(found) != 1:
        raise FormRefused(N_("it points to nothing, or to several things at once"))
    return found[0]


def signatures_in(root: Any) -> list[Any]:
    """Every ``ds:Signature``, wherever it stands.

    :raises FormRefused: too many.
    """
    found = list(root.iter(ds("Signature")))
    if len(found) > 20:
        raise FormRefused(N_("it has more than 20 signatures"))
    return found


def octets(element: Any) -> bytes:
    """The base64 in an element.

    :raises FormRefused: something else is in it.
    """
    text = _WHITE.sub("", element.text or "")
    if len(element) or not _BASE64.fullmatch(text):
        raise FormRefused(N_("a part of it is not base64"))
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as problem:
        raise FormRefused(N_("a part of it is not base64")) from problem


def base64_of(data: bytes) -> str:
    """base64 in one line."""
    return base64.b64encode(data).decode("ascii")
