"""Names that the expressions of a package mention, held against what the package has.

FEEL gives null for a name that is not there, so a misspelt ``request.curency`` would pass silently.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.form_types import Field, Form
from onewindow.blocks.catalogue.formula import Formula
from onewindow.blocks.catalogue.texts import Filling
from onewindow.blocks.catalogue.types import Finding, ServicePackage, ServiceStep, WorkStep

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_PATH = re.compile(r"(?<![\w.])([a-z_][a-z0-9_]*)\.([a-z_][a-z0-9_]*)(?:\.([a-z_][a-z0-9_]*))?")
_DONE = frozenset({"by", "on"})
_FIXED: Mapping[str, frozenset[str]] = {
    "applicant": frozenset({"kind", "id", "name"}),
    "case": frozenset({"number", "filed_on", "channel", "language"}),
    "officer": frozenset({"name", "account", "agency", "agency_code", "role", "office", "office_code"}),
}
_Known = Mapping[str, Mapping[str, frozenset[str] | None]]
"""Root to the names below it, and these to the names below them; None where anything may stand."""


def unknown_mentions(package: ServicePackage) -> Iterator[Finding]:
    """Every mention of a question, a fact or a document that the package does not have."""
    known = _known(package)
    for file, key, text in _expressions(package):
        for match in _PATH.finditer(_STRING.sub('""', text)):
            wrong, near = _wrong(match, known)
            if wrong:
                yield Finding(
                    file,
                    None,
                    key,
                    _("“{text}” mentions {wrong}, which is not there.").format(text=text[:160], wrong=wrong),
                    _("Did you mean “{near}”?").format(near=near) if near else _("Correct the name."),
                )


def _wrong(match: re.Match[str], known: _Known) -> tuple[str, str]:
    root, name, inner = match.groups()
    if root not in known:
        return "", ""
    below = known[root]
    if name not in below:
        return f"{root}.{name}", _near(name, below)
    allowed = below[name]
    if inner and allowed is not None and inner not in allowed:
        return f"{root}.{name}.{inner}", _near(inner, allowed)
    return "", ""


def _near(name: str, names: Mapping[str, object] | frozenset[str]) -> str:
    return next(iter(get_close_matches(name, list(names), n=1)), "")


def _known(package: ServicePackage) -> _Known:
    known: dict[str, Mapping[str, frozenset[str] | None]] = {
        root: dict.fromkeys(names) for root, names in _FIXED.items()
    }
    known["facts"] = {name: frozenset(fact.attributes) for name, fact in package.facts.items()}
    known["documents"] = {
        slug.replace("-", "_"): frozenset({"code", "number", "issued_on"}) for slug in package.documents
    }
    for form in package.forms.values():
        known |= dict.fromkeys((form.name, *form.also), _below(form))
    for step in package.steps.values():
        if isinstance(step, WorkStep):
            known[step.into] = _below(package.forms[step.form])
    return known


def _below(form: Form) -> dict[str, frozenset[str] | None]:
    inside: dict[str, frozenset[str] | None] = {
        name: _inner(field) for field in form.fields for name in (field.field, *field.also)
    }
    return {**inside, **dict.fromkeys(_DONE)}


def _inner(field: Field) -> frozenset[str] | None:
    if field.fields:
        return frozenset(inner.field for inner in field.fields)
    return frozenset({"file", "name", "content_type", "size"}) if field.type == "file" else None


def _expressions(package: ServicePackage) -> Iterator[tuple[str, str, str]]:
    """File, key and text of every expression."""
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
            yield "process.bpmn", flow.id, flow.condition.text
    for element in package.process.elements.values():
        if element.script is not None:
            yield "process.bpmn", element.id, element.script.text


def _formulas(file: str, key: str, part: object) -> Iterator[tuple[str, str, str]]:
    if isinstance(part, Formula):
        if part.expression is not None:
            yield file, key, part.expression.text
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
            if not (isinstance(part, ServiceStep) and field.name == "takes"):  # of the part's data
                yield from _formulas(file, key, getattr(part, field.name))
