"""FEEL types: expressions of the package that are certain to go wrong, by the types of the questions."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.types import Field, Finding, ServicePackage, WorkStep
from onewindow.blocks.studio.inspecting.names import expressions_of, names_in
from onewindow.standards import feel

_TYPES: Mapping[str, str] = {
    "text": "string",
    "long_text": "string",
    "choice": "string",
    "code": "string",
    "person": "string",
    "integer": "number",
    "decimal": "number",
    "money": "number",
    "unit_price": "number",
    "date": "date",
    "date_time": "date and time",
    "slot": "date and time",
    "yes_no": "boolean",
    "choices": "list<string>",
}


def wrong_types(package: ServicePackage) -> Iterator[Finding]:
    """Expressions that mix types which do not go together, such as a number with a text."""
    names: dict[str, Any] = dict.fromkeys(names_in(package))
    names |= {"today": feel.type_named("date"), "now": feel.type_named("date and time")}
    for form in package.forms.values():
        names[form.name] = feel.type_named(_context(form.fields))
    for step in package.steps.values():
        if isinstance(step, WorkStep) and step.form in package.forms:
            names[step.into] = feel.type_named(_context(package.forms[step.form].fields, done=True))
    for file, key, text, _names in expressions_of(package):
        for remark in feel.check_expression(text, names=names):
            if remark.code == "wrong-type":
                rule = _("“{text}”: {problem}").format(
                    text=text[:160], problem=_(remark.message).format(**remark.values)
                )
                yield Finding(file, None, key, rule, _("Compare and compute values of one type only."))


def _context(fields: Iterable[Field], *, done: bool = False) -> str:
    entries = [f"{field.field}: {_type(field)}" for field in fields if field.type != "statement"]
    if done:
        entries += ["by: Any", "on: date"]
    return f"context<{', '.join(entries)}>" if entries else "Any"


def _type(field: Field) -> str:
    if field.type == "list":
        return f"list<{_context(field.fields)}>"
    if field.type == "group":
        return _context(field.fields)
    return _TYPES.get(field.type, "Any")
