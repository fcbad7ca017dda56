"""Which answers of a package are used by anything: a rule, a document, a letter, a fee, another form.

Names are compared as words, wherever they stand. A name that stands for two things counts as used: what is
reported as unused is unused.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import cast

from onewindow.blocks.catalogue.types import Field, Form, ServicePackage, WorkStep
from onewindow.blocks.studio.simulation.moments import decision_words, words_of
from onewindow.blocks.studio.simulation.package_plan import formula_texts
from onewindow.standards import bpmn, feel

_READ = frozenset({"file", "long_text", "statement", "list", "group"})
"""What is there to be read by people, or holds other questions."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a form.

    :param path: of the field in the form, such as ``lines/description``.
    :param side: who is asked: ``applicant`` or ``officer``.
    :param element: the step at which it is asked; empty for the form that is filed.
    """

    form: str
    path: str
    side: str
    element: str
    field: Field


def questions_of(package: ServicePackage) -> tuple[Question, ...]:
    """All that somebody is asked, by the forms that are filed and worked with."""
    found = list(_asked(package.starting_form, "applicant", ""))
    for element, step in package.steps.items():
        if isinstance(step, WorkStep):
            side = "officer" if step.party == "officer" else "applicant"
            found += _asked(package.forms[step.form], side, element)
    return tuple(found)


def unused_questions(package: ServicePackage) -> tuple[Question, ...]:
    """Questions whose answer nothing in the package uses. What people read is left out."""
    every = Counter(word for text in _texts(package) for word in words_of(text))
    every.update(
        word for decisions in package.process.decisions.values() for word in decision_words(decisions)
    )
    return tuple(
        one for one in questions_of(package) if one.field.type not in _READ and not _used(one.field, every)
    )


def _used(field: Field, every: Counter[str]) -> bool:
    own = sum(1 for text in _own(field) if field.field in words_of(text))
    return every[field.field] > own


def _own(field: Field) -> Iterator[str]:
    for part in fields(field):
        if part.name != "fields":
            yield from formula_texts(getattr(field, part.name))


def _asked(form: Form, side: str, element: str) -> Iterator[Question]:
    for path, field in _leaves(form.fields, ""):
        if field.computed is None and field.known is None:
            yield Question(form.form, path, side, element, field)


def _leaves(found: Iterable[Field], before: str) -> Iterator[tuple[str, Field]]:
    for field in found:
        path = f"{before}{field.field}"
        if field.fields:
            yield from _leaves(field.fields, f"{path}/")
        else:
            yield path, field


def _texts(package: ServicePackage) -> Iterator[str]:
    """Every expression of the package, each once; words within one count once."""
    parts = (
        package.forms, package.steps, package.fees, package.facts, package.after, package.documents,
        package.notices,
    )  # fmt: skip
    for part in parts:
        yield from formula_texts(part)
    for flow in package.process.flows.values():
        if flow.condition is not None:
            yield flow.condition.text
    for element in package.process.elements.values():
        yield from _of_element(element)


def _of_element(element: bpmn.Element) -> Iterator[str]:
    """Scripts, timers, conditions, loops and data associations."""
    waiting: list[object] = [element.script, element.activation, element.completion, element.loop]
    waiting += [*element.triggers, *element.inputs, *element.outputs]
    while waiting:
        one = waiting.pop()
        if isinstance(one, feel.Expression):
            yield one.text
        elif isinstance(one, tuple | list):
            waiting.extend(cast("list[object]", one))
        elif hasattr(one, "__dataclass_fields__") and not isinstance(one, bpmn.Element):
            waiting.extend(getattr(one, part.name) for part in fields(cast("bpmn.Element", one)))
