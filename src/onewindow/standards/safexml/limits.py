"""How large an XML document from outside may be."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on one document. A document may be exactly at a cap, not above it.

    :param octets: size of the file in bytes.
    :param depth: elements inside each other; libxml2 itself stops at 256.
    :param elements: elements in all.
    :param attributes: attributes and namespace declarations of one element.
    :param text: characters of one text or one attribute value.
    """

    octets: int = 10_000_000
    depth: int = 100
    elements: int = 500_000
    attributes: int = 200
    text: int = 8_000_000


DEFAULT = Limits()
