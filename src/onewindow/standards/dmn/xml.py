"""Finding one's way in DMN XML: only elements of DMN's own namespaces count."""

from __future__ import annotations

from collections.abc import Iterator

from onewindow.standards.safexml import Element, local_name

NAMESPACES = frozenset(
    {
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    }
)


def children(element: Element, name: str | None = None) -> Iterator[Element]:
    """The children of DMN, of one name where it is given."""
    for part in element:
        namespace = part.tag.rpartition("}")[0].removeprefix("{")
        if namespace in NAMESPACES and (name is None or local_name(part) == name):
            yield part


def child(element: Element, name: str) -> Element | None:
    """The first child of that name."""
    return next(children(element, name), None)


def text_of(element: Element | None) -> str:
    """The element's own text, trimmed."""
    return (element.text or "").strip() if element is not None else ""


def label_of(element: Element | None) -> str | None:
    """The text of its ``text`` child; None where the element itself is not there or has no text."""
    if element is None:
        return None
    return text_of(child(element, "text")) or None


def name_of(element: Element) -> str:
    """Its name with runs of space made one, as FEEL reads names."""
    return " ".join((element.get("name") or "").split())
