"""Names that expressions take from their scope, held against everything that can stand there.

FEEL answers null for a name that is not there; a misspelt one would pass silently.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.types import Filling, Finding, Formula, ServicePackage, ServiceStep
from onewindow.standards import bpmn, feel

_ALWAYS = frozenset(
    [
        "now",
        "today",
        "applicant",
        "filed_by",
        "case",
        "facts",
        "documents",
        "officer",
        "row",
        "item",
        "n",
        "loopCounter",
        "error",
        "payment",
        "activationCount",
        "waitingForStart",
        "numberOfInstances",
        "numberOfActiveInstances",
        "numberOfCompletedInstances",
        "numberOfTerminatedInstances",
        "parent",
        "caller",
    ]
) | {"working days after", "working days between"}
_KEY = re.compile(r"[{,]\s*\"?([A-Za-z_]\w*)\"?\s*:")
_NAMED = re.compile(
    r"<(?:\w+:)?(?:dataObject|property|dataInput|dataOutput|inputDataItem|outputDataItem)\b[^>]*>"
)
_DECIDED = re.compile(r"<(?:\w+:)?(?:output|variable|decision)\b[^>]*>")
_NAME = re.compile(r"\b(?:name|id)=\"([^\"]+)\"")


def unknown_names(package: ServicePackage) -> Iterator[Finding]:
    """Expressions that take a name which nothing in the package gives."""
    known = names_in(package)
    for expression in expressions_of(package):
        yield from _unknown(expression, known)
    for element, step in package.steps.items():
        callee = package.called.get(step.service) if isinstance(step, ServiceStep) else None
        if isinstance(step, ServiceStep) and callee is not None:
            given = names_in(callee)  # what a part leaves is named in the part's own data
            for expression in _formulas("service.yaml", f"{element}/out", step.takes):
                yield from _unknown(expression, given)


def _unknown(expression: tuple[str, str, str, frozenset[str]], known: frozenset[str]) -> Iterator[Finding]:
    file, key, text, names = expression
    for name in sorted(names - known - feel.BUILT_IN_NAMES):
        near = next(iter(get_close_matches(name, known, n=1)), "")
        yield Finding(
            file,
            None,
            key,
            _("“{text}” takes “{name}”, which nothing in the package gives.").format(
                text=text[:160], name=name
            ),
            _("Did you mean “{near}”?").format(near=near) if near else _("Correct the name."),
        )


def names_in(package: ServicePackage) -> frozenset[str]:
    """Every name that an expression of the package may take from its scope."""
    known = set(_ALWAYS) | {name for form in package.forms.values() for name in (form.name, *form.also)}
    for part in (*package.steps.values(), *package.after.values()):
        known |= {value for value in _intos(part) if value}
    for form in package.forms.values():
        if form.fills is not None:
            known.add(form.fills.name)
    for file, tags in (("process.bpmn", _NAMED), ("decisions.dmn", _DECIDED)):
        for tag in tags.findall(package.files.get(file, b"").decode()):
            known |= set(_NAME.findall(tag))
    for element in package.process.elements.values():
        known |= _given_by(element)
    return frozenset(known)


def _intos(part: object) -> Iterator[str]:
    """Every ``into`` and other name that a step puts into the data."""
    if not is_dataclass(part) or isinstance(part, type):
        return
    for field in fields(part):
        value = getattr(part, field.name)
        if field.name == "into" and isinstance(value, str):
            yield value
        elif isinstance(value, Mapping) and field.name in ("outputs", "out", "gives"):
            yield from (str(name) for name in value)
        elif is_dataclass(value) and not isinstance(value, Formula):
            yield from _intos(value)


def _given_by(element: bpmn.Element) -> set[str]:
    given = {element.id, *element.local_data, *(one.target for one in element.outputs)}
    given |= {one.target for one in element.inputs}
    if element.loop is not None:
        given |= {element.loop.item, element.loop.output, element.loop.output_item}
    if element.script is not None:
        given |= set(_KEY.findall(element.script.text))
    return given


def expressions_of(package: ServicePackage) -> Iterator[tuple[str, str, str, frozenset[str]]]:
    """File, key, text and names of every expression."""
    for form in package.forms.values():
        yield from _formulas(f"forms/{form.form}.yaml", "", form)
    for document in package.documents.values():
        yield from _formulas(f"documents/{document.document}.yaml", "", document)
    for part in (package.steps, package.fees, package.after, package.facts):
        yield from _formulas("service.yaml", "", part)
    for notice in package.notices.values():
        yield from _formulas("texts/", f"notices/{notice.notice}", notice)
    for flow in package.process.flows.values():
        if flow.condition is not None:
            yield "process.bpmn", flow.id, flow.condition.text, flow.condition.names
    for element in package.process.elements.values():
        if element.script is not None:
            yield "process.bpmn", element.id, element.script.text, element.script.names


def _formulas(file: str, key: str, part: object) -> Iterator[tuple[str, str, str, frozenset[str]]]:
    if isinstance(part, Formula):
        if part.expression is not None:
            yield file, key, part.expression.text, part.names
    elif isinstance(part, Filling):
        for one in part.parts:
            yield from _formulas(file, key, one)
    elif isinstance(part, Mapping):
        for name, inner in part.items():
            yield from _formulas(file, f"{key}/{name}".lstrip("/"), inner)
    elif isinstance(part, tuple):
        for inner in part:
            name = getattr(inner, "field", None) or getattr(inner, "page", None)
            yield from _formulas(file, f"{key}/{name}".lstrip("/") if name else key, inner)
    elif is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            if not (isinstance(part, ServiceStep) and field.name == "takes"):
                yield from _formulas(file, key, getattr(part, field.name))
