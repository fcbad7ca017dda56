"""Elements of imported models, under ids of their own: ``namespace#id`` (DMN 1.5 §6.3.3)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .model import Decision, DecisionService, KnowledgeModel
from .work import Work

if TYPE_CHECKING:
    from .definitions import Element


def global_id(namespace: str, element: str) -> str:
    """The id as seen from other models; one that is of another model already stays."""
    return element if "#" in element else f"{namespace}#{element}"


def rebased(namespace: str, element: Element) -> Element:
    """The element with all ids in it as seen from other models."""

    def ids(those: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(global_id(namespace, one) for one in those)

    element = replace(element, id=global_id(namespace, element.id))
    if isinstance(element, Decision):
        return replace(element, requires=ids(element.requires), knowledge=ids(element.knowledge))
    if isinstance(element, KnowledgeModel):
        return replace(element, knowledge=ids(element.knowledge))
    if isinstance(element, DecisionService):
        return replace(
            element,
            outputs=ids(element.outputs),
            encapsulated=ids(element.encapsulated),
            input_decisions=ids(element.input_decisions),
            inputs=ids(element.inputs),
        )
    return element


def rebased_work(namespace: str, work: Work) -> Work:
    """Compiled work that finds what it requires under the ids seen from other models."""
    return replace(
        work,
        places=tuple((global_id(namespace, one), place) for one, place in work.places),
        bundles=tuple(
            (place, tuple((name, global_id(namespace, one)) for name, one in bundle))
            for place, bundle in work.bundles
        ),
    )
