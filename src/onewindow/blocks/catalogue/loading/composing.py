"""Making one form of the questions of several services."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from dataclasses import field as dataclass_field

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.form_types import Field, Form, Page
from onewindow.blocks.catalogue.formula import Formula, formula_of
from onewindow.blocks.catalogue.loading.faults import Faults
from onewindow.blocks.catalogue.loading.section import FUNCTIONS
from onewindow.blocks.catalogue.types import Fact, ServicePackage, ServiceStep

_FACT = re.compile(r"(?<![\w.])facts\.([a-z_][a-z0-9_]*)")


@dataclass
class FormMaker:
    """Puts the starting form of a caller together; ``facts`` are then its own and those it needs besides.

    Conditions of pages move to their questions, so that a question which two services ask is shown where
    either wants it.
    """

    package: ServicePackage
    called: Mapping[str, ServicePackage]
    faults: Faults
    facts: dict[str, Fact] = dataclass_field(default_factory=dict[str, Fact])
    _pages: list[Page] = dataclass_field(default_factory=list[Page])
    _homes: dict[str, tuple[int, int]] = dataclass_field(default_factory=dict[str, tuple[int, int]])
    _meanings: dict[str, str] = dataclass_field(default_factory=dict[str, str])

    def form(self) -> Form:
        """The form with the questions of the called services where it says that they stand."""
        self.facts.update(self.package.facts)
        form, checks, also = self.package.starting_form, [*self.package.starting_form.checks], list[str]()
        for page in form.pages:
            if not page.questions_of:
                self._add_page(page, ())
                continue
            step = self.package.steps.get(page.questions_of)
            callee = self.called.get(step.service) if isinstance(step, ServiceStep) else None
            if not isinstance(step, ServiceStep) or callee is None:
                continue
            asked = callee.starting_form
            for inner in asked.pages:
                self._add_page(self._of_callee(inner, page, step, callee), step.gives)
            checks += [check for check in asked.checks if self._knows(check.each or check.field)]
            also += [asked.name] if asked.name != form.name else []
        return replace(form, pages=tuple(self._pages), checks=tuple(checks), also=tuple(dict.fromkeys(also)))

    def _of_callee(self, page: Page, place: Page, step: ServiceStep, callee: ServicePackage) -> Page:
        """A page of a called service as it stands in the caller's form."""
        lent = step.applicant is None
        return replace(
            page,
            page=f"{place.questions_of}-{page.page}",
            show_if=both(place.show_if, page.show_if),
            fields=tuple(self._lend_facts(field, callee, lent=lent) for field in page.fields),
        )

    def _lend_facts(self, field: Field, callee: ServicePackage, *, lent: bool) -> Field:
        """Bring the facts that a question needs; where they are of another applicant, it is asked."""
        wanted = set(_facts_in(field))
        if not wanted:
            return field
        if not lent:
            return replace(field, known=None) if _facts_of(field.known) else field
        for name in sorted(wanted):
            self._lend(name, callee)
        return field

    def _lend(self, name: str, callee: ServicePackage) -> None:
        fact = callee.facts.get(name)
        if fact is None:
            return
        known = self.facts.setdefault(name, fact)
        if _declared(known) != _declared(fact):
            self._fault(_("Two services read different facts under the name “{name}”."), name)
        for other in _facts_of(fact.key):
            self._lend(other, callee)

    def _add_page(self, page: Page, answered: Iterable[str]) -> None:
        place = len(self._pages)
        kept: list[Field] = []
        self._pages.append(replace(page, show_if=None, fields=()))
        for field in page.fields:
            if field.field in answered:
                continue
            shown = replace(field, show_if=both(page.show_if, field.show_if))
            home = self._same(field)
            if home is not None:
                self._merge(home, shown)
                continue
            self._homes[field.field] = (place, len(kept))
            if field.means:
                self._meanings[field.means] = field.field
            kept.append(shown)
            self._pages[place] = replace(page, show_if=None, fields=tuple(kept))

    def _same(self, field: Field) -> str | None:
        """The name of the question that asks the same already; a clash of names is a fault."""
        if field.means and field.means in self._meanings:
            return self._meanings[field.means]
        if field.field in self._homes and field.type != "statement":
            self._fault(_("Two services ask “{name}” and do not say that they mean the same."), field.field)
            return field.field
        return None

    def _merge(self, name: str, asked_too: Field) -> None:
        """Ask once: shown where either shows it, required where either requires it."""
        number, place = self._homes[name]
        page = self._pages[number]
        field = page.fields[place]
        if field.type != asked_too.type:
            self._fault(_("“{name}” is asked as two types of answer."), name)
        names = dict.fromkeys((*field.also, *((asked_too.field,) if asked_too.field != name else ())))
        one = replace(
            field,
            also=tuple(names),
            show_if=either(field.show_if, asked_too.show_if),
            required=_more(field.required, asked_too.required),
        )
        changed = (*page.fields[:place], one, *page.fields[place + 1 :])
        self._pages[number] = replace(page, fields=changed)

    def _knows(self, path: str) -> bool:
        return path.partition("/")[0] in self._homes

    def _fault(self, rule: str, name: str) -> None:
        self.faults.add(
            file=f"forms/{self.package.form}.yaml",
            key=name,
            rule=rule.format(name=name),
            advice=_("Give the questions the same “means”, answer one of them with “in”, or rename it."),
        )


def both(one: Formula | None, other: Formula | None) -> Formula | None:
    """A condition that holds where both hold; None always holds."""
    if one is None or other is None:
        return one or other
    return formula_of(f"= ({_text(one)}) and ({_text(other)})", names=FUNCTIONS)


def either(one: Formula | None, other: Formula | None) -> Formula | None:
    """A condition that holds where one of them holds; None always holds."""
    if one is None or other is None or one.source == other.source:
        return one if one is not None and other is not None else None
    return formula_of(f"= ({_text(one)}) or ({_text(other)})", names=FUNCTIONS)


def _more(one: Formula | None, other: Formula | None) -> Formula | None:
    if one is None or other is None or one.source == other.source:
        return one or other
    return formula_of(f"= ({_text(one)}) or ({_text(other)})", names=FUNCTIONS)


def _text(formula: Formula) -> str:
    return formula.expression.text if formula.expression is not None else str(formula.literal).lower()


def _declared(fact: Fact) -> tuple[object, ...]:
    return fact.register, fact.key.source, fact.attributes


def _facts_of(formula: Formula | None) -> list[str]:
    return _FACT.findall(formula.source) if formula is not None else []


def _facts_in(part: object) -> Iterator[str]:
    if isinstance(part, Formula):
        yield from _facts_of(part)
    elif isinstance(part, tuple):
        for inner in part:
            yield from _facts_in(inner)
    elif is_dataclass(part) and not isinstance(part, type):
        for one in fields(part):
            yield from _facts_in(getattr(part, one.name))
