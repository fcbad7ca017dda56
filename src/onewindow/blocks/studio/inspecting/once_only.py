"""The once-only check: a question that a register already answers is a fault.

Compared is what is meant: the name and the labels of the question in every language with the names of the
attributes of the registers that know the applicant, and of those whose entry another answer names.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.types import Fact, Field, Finding, ServicePackage
from onewindow.blocks.registers.types import FieldDeclared, RegisterView
from onewindow.blocks.studio.inspecting.asked import Question, line_of, questions_of
from onewindow.blocks.studio.inspecting.meanings import names_of, same_meaning
from onewindow.blocks.studio.inspecting.world import World
from onewindow.blocks.studio.types import Waived

_ABOUT_APPLICANTS = {"person": "people", "company": "companies"}
_FITTING: Mapping[str, frozenset[str]] = {
    "text": frozenset({"text", "long_text", "choice", "code"}),
    "localised": frozenset({"text", "long_text", "choice", "code"}),
    "code": frozenset({"code", "choice", "text"}),
    "reference": frozenset({"code", "person", "text"}),
    "date": frozenset({"date", "text"}),
    "integer": frozenset({"integer", "decimal", "text"}),
    "decimal": frozenset({"integer", "decimal", "money", "text"}),
    "boolean": frozenset({"yes_no", "choice"}),
}
"""Types of attributes to the types of questions that they can answer."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A register that knows, with the FEEL that gives the entry's key."""

    register: RegisterView
    key: str
    of: str


def once_only(package: ServicePackage, world: World) -> tuple[list[Finding], list[Waived]]:
    """Questions that a register answers: faults, and those that are asked for a written reason."""
    findings: list[Finding] = []
    waived: list[Waived] = []
    for question in questions_of(package):
        if question.field.known is not None or question.field.type == "file":
            continue
        labels = names_of(question.field.label)
        found = next(_answers_to(question, labels, package, world), None)
        sure = found is not None
        found = found or next(_answers_to(question, (question.field.field,), package, world), None)
        if found is None:
            continue
        known, attribute = found
        if question.field.asked_because:
            told = f"{known.register.slug}.{attribute.slug}"
            waived.append(Waived(question.form.form, question.path, told, question.field.asked_because))
        else:
            findings.append(_finding(package, question, known, attribute, sure=sure))
    return findings, waived


def _answers_to(
    question: Question, names: tuple[str, ...], package: ServicePackage, world: World
) -> Iterator[tuple[_Known, FieldDeclared]]:
    for known in _who_knows(question, package, world):
        for attribute in known.register.fields:
            fits = question.field.type in _FITTING.get(attribute.type, frozenset())
            if fits and same_meaning(names, (attribute.slug, *names_of(attribute.name))):
                yield known, attribute


def _who_knows(question: Question, package: ServicePackage, world: World) -> Iterator[_Known]:
    """The registers to ask: of the applicant, of declared facts, of entries that another answer names."""
    registers = world.register
    if not question.inside:
        for kind in package.applicant.kinds:
            register = registers.get(_ABOUT_APPLICANTS.get(kind, ""))
            if register is not None and len(package.applicant.kinds) == 1:
                yield _Known(register, "= applicant.id", _("the applicant"))
        for fact in package.facts.values():
            register = registers.get(fact.register)
            if register is not None and fact.key.expression is not None and not _is_key(question, fact):
                yield _Known(register, fact.key.source, f"facts.{fact.name}")
    for other in question.beside:
        register = registers.get(_register_of(other))
        if register is not None:
            yield _Known(register, f"= {question.form.name}.{other.field}", other.label.in_language("en"))


def _is_key(question: Question, fact: Fact) -> bool:
    """Whether the question is what the fact is looked up by: then the fact cannot answer it."""
    return f"{question.form.name}.{question.field.field}" in fact.key.source


def _register_of(field: Field) -> str:
    if field.type == "person":
        return "people"
    return field.register or ""


def _finding(
    package: ServicePackage, question: Question, known: _Known, attribute: FieldDeclared, *, sure: bool
) -> Finding:
    """A fault where the label asks for it; a warning where only the field's name says so."""
    register = known.register
    rule = _("It is asked, but the register “{register}” of {owner} knows it: {attribute} ({slug}) of {of}.")
    way_out = _(
        "Declare a fact in service.yaml (register: {register}, key: “{key}”, attributes: [{slug}]) and give "
        "the question “known: = facts.<name>.{slug}”. If it must be asked all the same, write why: "
        "asked_because."
    )
    values = {
        "register": register.slug, "owner": register.owner, "slug": attribute.slug, "of": known.of,
        "attribute": attribute.name.in_language("en"), "key": known.key,
    }  # fmt: skip
    return Finding(
        question.file,
        line_of(package, question.file, question.field.field),
        question.path,
        rule.format(**values),
        way_out.format(**values),
        "fault" if sure else "warning",
    )
