"""Which situations need not be looked at in every order.

Where nothing can end a scope from outside, what happens at one node neither hinders nor helps what happens at
another: they meet at joins alone, and those wait. Then it is enough to let the oldest node go first, in each
of the ways it can (a persistent set; Godefroid, LNCS 1032, §4): the same deadlocks and elements are reached
in far fewer situations. What is lost is who is where *at the same time*: a token has left a place before
another one comes. So two tokens at one place are looked for apart, place by place, with a token that may stay
there (``explore.Space.held_at``): until the other one comes, nobody needs the one that stays.
"""

from onewindow.standards.bpmn.model import Definition, Element
from onewindow.standards.bpmn.soundness.happenings import Happening

_ENDS_OTHERS = frozenset({"terminate", "error", "cancel", "escalation", "signal", "compensate"})


def is_calm(definition: Definition) -> bool:
    """Whether nodes of this process meet at joins alone."""
    return not any(_disturbs(element) for element in definition.elements.values())


def _disturbs(element: Element) -> bool:
    if element.kind == "complexGateway" or element.completion is not None:
        return True
    if element.loop is not None and element.loop.condition is not None and element.loop.kind != "loop":
        return True
    if element.kind in ("endEvent", "intermediateThrowEvent"):
        return any(one.kind in _ENDS_OTHERS for one in element.triggers)
    return any(
        one.how == "start" or one.trigger.kind in ("signal", "conditional") for one in element.listeners
    ) or (bool(element.boundaries) and not element.work)


def oldest(found: list[Happening]) -> list[Happening]:
    """What can happen at the oldest node."""
    first = min(one.node for one in found)
    return [one for one in found if one.node == first]


def breaths_first(found: list[Happening]) -> list[Happening]:
    """Where signals are about, tokens go on to where they wait before anything else happens."""
    breaths = [one for one in found if one.kind == "breath"]
    return breaths[:1] or found
