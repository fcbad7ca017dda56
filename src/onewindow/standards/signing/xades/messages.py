"""What the timestamps of a signature are about (EN 319 132-1 §5.3, §5.5.2)."""

from collections.abc import Sequence
from typing import Any

from onewindow.standards.signing.xades.names import Canonical, ds
from onewindow.standards.signing.xades.structure import Structure
from onewindow.standards.signing.xades.tree import canonical


def signature_message(structure: Structure, how: Canonical) -> bytes:
    """Of a signature timestamp: the signature's value."""
    return canonical(structure.element.find(ds("SignatureValue")), how)


def archive_message(
    structure: Structure, contents: Sequence[bytes], before: Sequence[Any], how: Canonical
) -> bytes:
    """Of an archive timestamp: all that is signed, the signature, and what was added before the timestamp.

    :param contents: of every reference, in their order.
    :param before: the unsigned properties before it.
    """
    parts = [*contents]
    names = (ds("SignedInfo"), ds("SignatureValue"), ds("KeyInfo"))
    parts += [canonical(child, how) for child in structure.element if child.tag in names]
    parts += [canonical(one, how) for one in before]
    covered = {f"#{one.get('Id')}" for one in structure.element if one.get("Id")}
    named = {one.uri for one in structure.references}
    for child in structure.element.iterchildren(ds("Object")):
        own = structure.properties is not None and structure.properties.getparent() is child
        if not own and f"#{child.get('Id')}" not in named & covered:
            parts.append(canonical(child, how))
    return b"".join(parts)
