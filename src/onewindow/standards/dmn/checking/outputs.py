"""The outputs of rules beside each other: whether they say the same, and which comes first."""

from __future__ import annotations

from onewindow.standards.feel import nodes as n
from onewindow.standards.feel.errors import FeelSyntaxError
from onewindow.standards.feel.parser import Parser

from ..model import DecisionTable


def same_outputs(one: tuple[str, ...], other: tuple[str, ...]) -> bool | None:
    """Whether two rules say the same; None where that depends on other values."""
    answer: bool | None = True
    for left, right in zip(one, other, strict=True):
        same = _same(left, right)
        if same is False:
            return False
        answer = None if same is None else answer
    return answer


def _same(left: str, right: str) -> bool | None:
    if " ".join(left.split()) == " ".join(right.split()):
        return True
    one, other = _literal(left), _literal(right)
    if one is None or other is None:
        return None
    return type(one.value) is type(other.value) and one.value == other.value


def _literal(text: str) -> n.Literal | None:
    try:
        node = Parser(text or "null", names=()).whole()
    except FeelSyntaxError:
        return None
    return node if isinstance(node, n.Literal) else None


def priorities(table: DecisionTable) -> list[int] | None:
    """The rank of each rule by its outputs, 0 first; None where that cannot be told."""
    ranks = [0] * len(table.rules)
    for column, clause in enumerate(table.outputs):
        listed = _listed(clause.allowed)
        if listed is None:
            return None
        for number, rule in enumerate(table.rules):
            found = _literal(rule.outputs[column])
            if found is None or found.value not in listed:
                return None
            ranks[number] = ranks[number] * (len(listed) + 1) + listed.index(found.value)
    return ranks


def _listed(allowed: str | None) -> list[object] | None:
    if allowed is None:
        return None
    try:
        node = Parser(f"[{allowed}]", names=()).whole()
    except FeelSyntaxError:
        return None
    if not isinstance(node, n.ListNode):
        return None
    values = [item.value for item in node.items if isinstance(item, n.Literal)]
    return values if len(values) == len(node.items) else None
