"""Why something was decided: the rules that applied, told from the decision table itself."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from onewindow.blocks.cases.letters import shown
from onewindow.blocks.cases.pages.telling import agency_name
from onewindow.blocks.cases.rule_words import condition_in_words, value_in_words
from onewindow.blocks.cases.types import StoryLine
from onewindow.blocks.catalogue.types import Field, ServicePackage
from onewindow.kernel.localised import Localised
from onewindow.standards import dmn


@dataclass(frozen=True, slots=True)
class AppliedRule:
    """A rule that applied.

    :param why: what the table says of it, or empty.
    :param conditions: what it asks, ``(column, words)``; empty where it asks nothing.
    :param results: what follows, ``(column, words)``.
    """

    why: str
    conditions: tuple[tuple[str, str], ...]
    results: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One decision table at one moment of a case.

    :param head: the table's columns in order: inputs, outputs, annotations.
    :param rows: its cells in words, one row a rule.
    :param applied: numbers of the rows that applied, from 0.
    """

    at: datetime
    element: str
    decision: str
    rules: tuple[AppliedRule, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    applied: tuple[int, ...]


def explanations(
    story: Iterable[StoryLine], package: ServicePackage, *, language: str
) -> tuple[Explanation, ...]:
    """Every table that decided something in a case, the latest moment first.

    Where a process asked the same table again with the same answer, the latest stands for all.
    """
    found: dict[tuple[str, str, tuple[str, ...]], Explanation] = {}
    for line, element, decision, fired in _fired(story):
        one = _explained(line, element, decision, fired, package, language)
        if one is not None:
            found.pop((element, decision, fired), None)
            found[element, decision, fired] = one
    return tuple(reversed(found.values()))


def _fired(story: Iterable[StoryLine]) -> Iterator[tuple[StoryLine, str, str, tuple[str, ...]]]:
    for line in story:
        rules = line.detail.get("rules")
        for one in rules if isinstance(rules, list) else []:
            fired: Mapping[str, list[str]] = one["fired"]
            for decision, names in fired.items():
                yield line, one["element"], decision, tuple(dict.fromkeys(names))


def _explained(
    line: StoryLine,
    element: str,
    decision: str,
    fired: tuple[str, ...],
    package: ServicePackage,
    language: str,
) -> Explanation | None:
    try:
        table = package.decisions.table(decision) if package.decisions else None
    except dmn.DecisionUnknown:
        return None
    if table is None:
        return None
    words = _Words(package, language)
    applied = tuple(number for number, rule in enumerate(table.rules) if rule.id in fired)
    columns = [*table.inputs, *table.outputs]
    return Explanation(
        at=line.at,
        element=element,
        decision=words.text(decision, table.decision),
        rules=tuple(words.rule(table, table.rules[number]) for number in applied),
        head=(*(words.text(one.id, one.label) for one in columns), *_notes(table)),
        rows=tuple(words.row(rule) for rule in table.rules),
        applied=applied,
    )


def _notes(table: dmn.TableView) -> tuple[str, ...]:
    """Heads of the columns that only comment; the first says why, whatever the file calls it."""
    return (_("Why"), *table.annotations[1:]) if table.annotations else ()


def _choices(package: ServicePackage) -> dict[str, Localised]:
    """The labels of what people choose from in the package's forms; those that mean two things left out."""
    found: dict[str, Localised] = {}
    twice: set[str] = set()
    for form in package.forms.values():
        for field in _fields(form.fields):
            for option in field.options:
                if found.setdefault(option.value, option.label) != option.label:
                    twice.add(option.value)
    return {value: label for value, label in found.items() if value not in twice}


def _fields(fields: Iterable[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from _fields(field.fields)


class _Words:
    """A table's cells for a reader; the package's texts ``decisions.<id>`` come before the file's labels."""

    def __init__(self, package: ServicePackage, language: str) -> None:
        self.texts = package.texts
        self.choices = _choices(package)
        self.language = language

    def show(self, value: object) -> str:
        """A value as people know it: by the package's text, the label of a choice, the agency's name."""
        if not isinstance(value, str):
            return shown(value, language=self.language)
        label = self.choices.get(value)
        known = label.in_language(self.language) if label else agency_name(value, self.language)
        return self.text(f"values.{value}", known)

    def text(self, id: str, otherwise: str) -> str:
        known = self.texts.localised(f"decisions.{id}") if id else None
        return known.in_language(self.language, official=self.texts.official_language) if known else otherwise

    def rule(self, table: dmn.TableView, rule: dmn.RuleView) -> AppliedRule:
        asked = zip(table.inputs, rule.inputs, strict=False)
        given = zip(table.outputs, rule.outputs, strict=False)
        conditions = ((column, condition_in_words(cell, show=self.show)) for column, cell in asked)
        return AppliedRule(
            why=self.text(rule.id, " ".join(part for part in rule.annotations if part)),
            conditions=tuple((self.text(one.id, one.label), words) for one, words in conditions if words),
            results=tuple(
                (self.text(one.id, one.label), value_in_words(cell, show=self.show)) for one, cell in given
            ),
        )

    def row(self, rule: dmn.RuleView) -> tuple[str, ...]:
        notes = rule.annotations
        return (
            *(condition_in_words(cell, show=self.show) or "–" for cell in rule.inputs),
            *(value_in_words(cell, show=self.show) for cell in rule.outputs),
            *((self.text(rule.id, notes[0]), *notes[1:]) if notes else ()),
        )
