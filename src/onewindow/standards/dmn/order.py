"""The order in which the elements of a model can be evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from .errors import ModelNotValid
from .model import Decision

if TYPE_CHECKING:
    from .definitions import Element


def in_order(elements: Mapping[str, Element]) -> tuple[str, ...]:
    """Ids with each after what it requires. Raises ModelNotValid where decisions need each other in a circle.

    Knowledge models may call each other in a circle: that is recursion, which the budget bounds.
    """
    done: dict[str, bool] = {}
    order: list[str] = []
    for start in elements:
        waiting = [(start, False)]
        while waiting:
            element, finished = waiting.pop()
            if finished:
                done[element] = True
                order.append(element)
            elif element not in done:
                done[element] = False
                waiting.append((element, True))
                waiting += [
                    (target, False) for target in reversed(_before(elements[element], elements, done))
                ]
    return tuple(order)


def _before(element: Element, elements: Mapping[str, Element], done: Mapping[str, bool]) -> list[str]:
    if not isinstance(element, Decision):
        return []
    for target in element.requires:
        if done.get(target) is False:
            raise ModelNotValid(
                element=element.name, rule=f"it and {elements[target].name} require each other"
            )
    return [*element.requires, *element.knowledge]
