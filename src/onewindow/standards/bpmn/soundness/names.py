"""How elements are called in a sentence."""

from collections.abc import Sequence

from onewindow.standards.bpmn.model import Element


def label(element: Element) -> str:
    """Its name and its id; the id alone where it has no name."""
    return f"{element.name} ({element.id})" if element.name else element.id


def listed(names: Sequence[str]) -> str:
    """Several names, in quotation marks."""
    return ", ".join(f"“{one}”" for one in names) or "–"
