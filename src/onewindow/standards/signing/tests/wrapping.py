"""Signature wrapping, XSW1 to XSW8: each a document whose signature is whole and whose first reading is evil.

The variants are the known eight (for a signed message, and for a signed part of one), made here from any
honest document by moving the signed element to where only the signature finds it.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from lxml import etree

DS = "{http://www.w3.org/2000/09/xmldsig#}"
Evil = Callable[[Any], None]


def variants(honest: bytes, evil: Evil) -> Iterator[tuple[str, bytes]]:
    """Every variant of a document with one enveloped signature over an element with an ``Id``.

    :param evil: changes a copy of the signed element into what the attacker wants to be read.
    """
    for number, make in enumerate(_MAKERS, start=1):
        for keep_id in (True, False):
            root = etree.fromstring(honest)
            signed = next(root.iter(f"{DS}Signature")).getparent()
            made = make(root, signed, evil, keep_id)
            yield f"XSW{number}{'-same-id' if keep_id else ''}", etree.tostring(made)


def _split(signed: Any, evil: Evil, keep_id: bool) -> tuple[Any, Any, Any]:
    """The evil twin with the signature in it, the signature, and the original without it."""
    twin, original = deepcopy(signed), deepcopy(signed)
    original.remove(original.find(f"{DS}Signature"))
    twin.tail = original.tail = None
    evil(twin)
    if not keep_id:
        twin.set("Id", "evil")
    return twin, twin.find(f"{DS}Signature"), original


def _put(root: Any, signed: Any, twin: Any) -> Any:
    if signed is root:
        return twin
    signed.getparent().replace(signed, twin)
    return root


def _xsw1(root: Any, signed: Any, evil: Evil, keep_id: bool) -> Any:
    """The original inside the signature of the evil one."""
    twin, signature, original = _split(signed, evil, keep_id)
    signature.append(original)
    return _put(root, signed, twin)


def _xsw2(root: Any, signed: Any, evil: Evil, keep_id: bool) -> Any:
    """The original beside its signature, in the evil one."""
    twin, signature, original = _split(signed, evil, keep_id)
    signature.addprevious(original)
    return _put(root, signed, twin)


def _xsw3(root: Any, signed: Any, evil: Evil, keep_id: bool) -> Any:
    """The evil one before the original, each whole."""
    twin, signature, _ = _split(signed, evil, keep_id)
    twin.remove(signature)
    if signed is root:
        outer = etree.Element("outer")
        outer.extend([twin, root])
        return outer
    signed.addprevious(twin)
    return root


def _xsw4(root: Any, signed: Any, evil: Evil, keep_id: bool) -> Any:
    """The original, with its signature, inside the evil one."""
    twin, signature, _ = _split(signed, evil, keep_id)
    twin.remove(signature)
    placed = _put(root, signed, twin)
    twin.append(deepcopy(signed))
    return placed


def _xsw5(root: Any, signed: Any, evil: Evil, keep_id: bool) -> Any:
    """The evil one keeps the signature, the original goes to the end of the document."""
    twin, _, original = _split(signed, evil, keep_id)
    placed = _put(root, signed, twin)
    placed.append(original)
    return placed


def _xsw6(root: Any, signed: Any, evil: Evil, keep_id: bool) -> Any:
    """The original in the key information of the signature that the evil one keeps."""
    twin, signature, original = _split(signed, evil, keep_id)
    signature.find(f"{DS}KeyInfo").append(original)
    return _put(root, signed, twin)


def _xsw7(root: Any, signed: Any, evil: Evil, keep_id: bool) -> Any:
    """The evil one in an element for extensions, before the original."""
    twin, signature, _ = _split(signed, evil, keep_id)
    twin.remove(signature)
    extensions = etree.Element("Extensions")
    extensions.append(twin)
    root.insert(0, extensions)
    return root


def _xsw8(root: Any, signed: Any, evil: Evil, keep_id: bool) -> Any:
    """The original in an object of the signature that the evil one keeps."""
    twin, signature, original = _split(signed, evil, keep_id)
    etree.SubElement(signature, f"{DS}Object").append(original)
    return _put(root, signed, twin)


_MAKERS = (_xsw1, _xsw2, _xsw3, _xsw4, _xsw5, _xsw6, _xsw7, _xsw8)
