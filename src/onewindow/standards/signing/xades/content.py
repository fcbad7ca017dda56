"""What a reference stands for, as exactly the bytes whose digest is compared."""

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from onewindow.kernel.errors import N_
from onewindow.standards.signing.xades.names import DEFAULT_CANONICAL
from onewindow.standards.signing.xades.structure import Reference, Structure
from onewindow.standards.signing.xades.tree import FormRefused, by_id, canonical, take_out, twin_of


def target_of(reference: Reference, root: Any) -> Any:
    """The element that is meant; None: a file.

    :raises FormRefused: nothing, or several.
    """
    if reference.uri == "":
        return root
    return by_id(root, reference.uri[1:]) if reference.uri.startswith("#") else None


def content_of(reference: Reference, structure: Structure, root: Any, files: Mapping[str, bytes]) -> bytes:
    """The bytes that a reference stands for.

    :raises FormRefused: it stands for nothing that is there.
    """
    target = target_of(reference, root)
    if target is None:
        return _file(reference, files)
    if reference.enveloped or reference.left_out:
        target = _without(target, reference, structure.element)
    return canonical(target, reference.canonical or DEFAULT_CANONICAL, reference.prefixes)


def is_unchanged(reference: Reference, content: bytes) -> bool:
    """Whether these bytes are those that were signed."""
    found = hashlib.new(reference.digest, content).digest()
    return secrets.compare_digest(found, reference.value)


def _file(reference: Reference, files: Mapping[str, bytes]) -> bytes:
    name = unquote(reference.uri)
    if name not in files:
        raise FormRefused(N_("it covers a file that is not there"))
    if reference.enveloped or reference.left_out or reference.canonical is not None:
        raise FormRefused(N_("it changes what it covers in a way that we do not follow"))
    return files[name]


def _without(target: Any, reference: Reference, signature: Any) -> Any:
    """A twin of the element without what does not belong to it."""
    marked = list(target.iter(*reference.left_out)) if reference.left_out else []
    if reference.enveloped:
        if all(above is not target for above in signature.iterancestors()):
            raise FormRefused(N_("it does not stand in what it covers"))
        marked.append(signature)
    if any(one is target for one in marked):
        raise FormRefused(N_("it covers nothing, or too many things"))
    twin = twin_of(target)
    inside, copies = list(target.iter()), list(twin.iter())
    place = {id(one): index for index, one in enumerate(inside)}
    for one in {id(one): one for one in marked}.values():
        copy = copies[place[id(one)]]
        if copy.getparent() is not None:
            take_out(copy)
    return twin
