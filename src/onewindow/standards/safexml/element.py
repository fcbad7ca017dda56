"""What other code sees of a parsed element: the part of lxml that we rely on, typed."""

from collections.abc import Iterator, Mapping
from typing import Protocol


class Element(Protocol):
    """An lxml element. Comments and processing instructions never occur in a tree of ours."""

    tag: str
    text: str | None
    tail: str | None
    sourceline: int | None

    @property
    def attrib(self) -> Mapping[str, str]: ...
    @property
    def nsmap(self) -> Mapping[str | None, str]: ...
    def get(self, key: str, default: str | None = None) -> str | None: ...
    def find(self, path: str, namespaces: Mapping[str, str] | None = None) -> "Element | None": ...
    def findall(self, path: str, namespaces: Mapping[str, str] | None = None) -> "list[Element]": ...
    def findtext(self, path: str, default: str | None = None) -> str | None: ...
    def getparent(self) -> "Element | None": ...
    def iter(self, *tags: str) -> "Iterator[Element]": ...
    def iterchildren(self, *tags: str) -> "Iterator[Element]": ...
    def itertext(self) -> Iterator[str]: ...
    def __iter__(self) -> "Iterator[Element]": ...
    def __len__(self) -> int: ...


def local_name(element: Element) -> str:
    """The name without its namespace."""
    return element.tag.rpartition("}")[2]


def path_of(element: Element) -> str:
    """Where an element stands, without prefixes: ``/Invoice/InvoiceLine[2]/Price``.

    The position is given only where there are several of that name.
    """
    parts: list[str] = []
    here: Element | None = element
    while here is not None:
        above = here.getparent()
        parts.append(local_name(here) + _position(here, above))
        here = above
    return "/" + "/".join(reversed(parts))


def _position(element: Element, above: Element | None) -> str:
    if above is None:
        return ""
    twins = list(above.iterchildren(element.tag))
    return f"[{twins.index(element) + 1}]" if len(twins) > 1 else ""
