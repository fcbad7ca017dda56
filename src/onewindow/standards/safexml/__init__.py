"""The one XML reader: bytes from strangers become a tree, or a clear refusal (docs/standards/safexml.md)."""

from onewindow.standards.safexml.element import Element, local_name, path_of
from onewindow.standards.safexml.errors import (
    DoctypeRefused,
    NotXml,
    TooDeep,
    TooLarge,
    TooMany,
    WrongEncoding,
    XmlRefused,
)
from onewindow.standards.safexml.limits import DEFAULT, Limits
from onewindow.standards.safexml.reader import parse

__all__ = [
    "DEFAULT",
    "DoctypeRefused",
    "Element",
    "Limits",
    "NotXml",
    "TooDeep",
    "TooLarge",
    "TooMany",
    "WrongEncoding",
    "XmlRefused",
    "local_name",
    "parse",
    "path_of",
]
