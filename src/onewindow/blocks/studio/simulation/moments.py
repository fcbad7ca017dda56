"""Which steps of a process may depend on the moment, told from its expressions before it runs.

Two cases that did the same have the same state, whenever they did it, unless an expression that steers the
process looks at time: ``today``, a working-day function, or a value that holds a date of this very case. Such
words are gathered here, through scripts that pass them on; whatever mentions one counts as dependent. Saying
so too often only costs speed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import cast

from onewindow.standards import bpmn, dmn, feel
from onewindow.standards.feel import nodes

_WORD = re.compile(r"[^\W\d]\w*")
CLOCK = frozenset({"now", "today", "working"})
"""Words by which an expression asks for the time; ``working`` stands for ``working days after`` and such."""
STAMPS = frozenset({"on", "filed_on", "paid_on", "issued_on"})
"""Names under which the house keeps dates of a case."""
_PROSE = frozenset({"annotations", "label", "description", "question", "name", "id", "allowed_answers"})
"""Fields of a decision model that hold words for people."""


def words_of(text: str) -> set[str]:
    """Every word of an expression, names in texts too."""
    return set(_WORD.findall(text))


def dated_names(definition: bpmn.Definition, *, dates: Iterable[str] = ()) -> frozenset[str]:
    """Names in a case's data that may hold a date of the case.

    :param dates: names of questions whose answer is a date.
    """
    dated = {*STAMPS, *dates}
    scripts = [one.script for one in definition.elements.values() if one.script is not None]
    links = [link for one in definition.elements.values() for link in (*one.inputs, *one.outputs)]
    grown = True
    while grown:
        known = dated | CLOCK
        found = {name for script in scripts for name in _dated_entries(script.node, known)}
        for link in links:
            told = words_of(link.expression.text) if link.expression else {link.source}
            if told & known:
                found.add(link.target)
        grown = not found <= dated
        dated |= found
    return frozenset(dated)


def _dated_entries(node: object, known: set[str]) -> Iterator[str]:
    """Names of the innermost entries of a context whose expression looks at time."""
    if not isinstance(node, nodes.ContextNode):
        return
    for name, entry in node.entries:
        if isinstance(entry, nodes.ContextNode):
            yield from _dated_entries(entry, known)
        elif _names_in(entry) & known:
            yield name


def _names_in(tree: object, *, skip: frozenset[str] = frozenset()) -> set[str]:
    """All words of a tree of dataclasses, but for those in fields that are to be skipped."""
    found: set[str] = set()
    waiting: list[object] = [tree]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            found |= words_of(one)
        elif isinstance(one, tuple | list):
            waiting.extend(cast("Sequence[object]", one))
        elif isinstance(one, Mapping):
            waiting.extend(cast("Mapping[object, object]", one).values())
        elif is_dataclass(one):
            waiting.extend(getattr(one, part.name) for part in fields(one) if part.name not in skip)
    return found


def decision_words(decisions: dmn.Definitions) -> set[str]:
    """All words of a decision model's expressions."""
    return _names_in(decisions.model, skip=_PROSE)


def sensitive_elements(
    definition: bpmn.Definition, *, dated: frozenset[str], formulas: Mapping[str, Iterable[str]]
) -> tuple[frozenset[str], bool]:
    """Elements whose behaviour may depend on the moment, and whether that holds for the process as a whole.

    :param formulas: element to the texts of expressions that the house evaluates there.
    """
    known = dated | CLOCK
    found = {element for element, texts in formulas.items() if any(words_of(text) & known for text in texts)}
    whole = False
    for element in definition.elements.values():
        if any(words_of(text) & known for text in _steering(element)):
            found.add(element.id)
        if any(words_of(text) & known for text in _watching(element)):
            whole = True
    if any(decision_words(decisions) & known for decisions in definition.decisions.values()):
        found |= {one.id for one in definition.elements.values() if one.decision}
    return frozenset(found), whole


def _steering(element: bpmn.Element) -> Iterator[str]:
    """Texts of what steers a token at an element."""
    for flow in element.outgoing:
        if flow.condition is not None:
            yield flow.condition.text
    for trigger in element.triggers:
        if trigger.timer is not None:
            if trigger.timer.kind == "timeDate":
                yield "now"
            if trigger.timer.expression is not None:
                yield trigger.timer.expression.text
        if trigger.correlation is not None:
            yield trigger.correlation.text


def _watching(element: bpmn.Element) -> Iterator[str]:
    """Texts of what is looked at again and again, at no element in particular."""
    conditions = [trigger.condition for trigger in element.triggers]
    watched: list[object] = [element.activation, element.completion, *conditions]
    if element.loop is not None:
        watched += [getattr(element.loop, part.name) for part in fields(element.loop)]
    for one in watched:
        for expression in cast("Sequence[object]", one) if isinstance(one, tuple | list) else (one,):
            if isinstance(expression, feel.Expression):
                yield expression.text
