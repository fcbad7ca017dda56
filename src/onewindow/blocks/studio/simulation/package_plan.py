"""A service package as something that can be simulated."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from typing import cast
from zoneinfo import ZoneInfo

from onewindow.blocks.catalogue.types import (
    DocumentStep,
    Field,
    Formula,
    NoticeStep,
    NumberStep,
    PaymentStep,
    RegisterStep,
    ServicePackage,
    Step,
    WorkStep,
    WriteStep,
)
from onewindow.blocks.studio.playing.environment import environment, functions_of
from onewindow.blocks.studio.simulation.assumptions import Calendars
from onewindow.blocks.studio.simulation.moments import CLOCK, dated_names, sensitive_elements, words_of
from onewindow.blocks.studio.simulation.plan import Behaviour, Plan, Scope, StepRule
from onewindow.kernel.money import Money

_HOUSE = (DocumentStep, NoticeStep, NumberStep, RegisterStep, WriteStep)
_DATES = frozenset({"date", "date_time", "slot"})


def plan_of(*, package: ServicePackage, behaviours: tuple[Behaviour, ...], calendars: Calendars) -> Plan:
    """What a simulation of a package runs."""
    dated = dated_names(package.process, dates=_dated_questions(package))
    formulas = {element: list(_formulas(package, step)) for element, step in package.steps.items()}
    sensitive, whole = sensitive_elements(package.process, dated=dated, formulas=formulas)
    functions = functions_of(calendars)
    zone = ZoneInfo(calendars(package.agency).zone)

    def at_moment(at: datetime) -> Mapping[str, object]:
        return environment(at=at, functions=functions, zone=zone)

    return Plan(
        process=package.process,
        rules={element: _rule(package, step) for element, step in package.steps.items()},
        behaviours=behaviours,
        outcomes=package.outcomes,
        sensitive=sensitive,
        remembers=not whole,
        environment=at_moment,
    )


def desk_of(step: WorkStep) -> Callable[[Scope, datetime], str]:
    """Gives ``agency/role``; "" where the agency cannot be told yet."""
    role = step.role or "officer"

    def desk(scope: Scope, at: datetime) -> str:
        agency = step.agency.value(scope, now=at) if step.agency else None
        return f"{agency}/{role}" if isinstance(agency, str) and agency else ""

    return desk


def _rule(package: ServicePackage, step: Step) -> StepRule:
    if isinstance(step, WorkStep):
        return StepRule("officer", desk=desk_of(step)) if step.party == "officer" else StepRule("applicant")
    if isinstance(step, PaymentStep):
        return StepRule("payment", fee=_fee(package, step), free={step.into: None})
    return StepRule("house") if isinstance(step, _HOUSE) else StepRule("outside")


def _fee(package: ServicePackage, step: PaymentStep) -> Callable[[Scope, datetime], int]:
    declared = package.fees[step.fee]

    def fee(scope: Scope, at: datetime) -> int:
        amount = declared.amount.value(scope, now=at)
        return Money.rounded(amount, declared.currency).minor if isinstance(amount, Decimal) else 0

    return fee


def _formulas(package: ServicePackage, step: Step) -> Iterator[str]:
    """Texts of what the house evaluates when work opens at a step."""
    if isinstance(step, WorkStep) and step.agency is not None:
        yield step.agency.source
    elif isinstance(step, PaymentStep):
        yield package.fees[step.fee].amount.source


def _dated_questions(package: ServicePackage) -> frozenset[str]:
    """Names of questions whose answer is a date, or is computed from one or from the moment."""
    every = [field for form in package.forms.values() for field in _within(form.fields)]
    dated = {field.field for field in every if field.type in _DATES}
    while True:
        known = dated | CLOCK | {"on", "filed_on", "paid_on", "issued_on"}
        more = {field.field for field in every if any(words_of(text) & known for text in _computed(field))}
        if more <= dated:
            return frozenset(dated)
        dated |= more


def _within(found: Iterable[Field]) -> Iterator[Field]:
    for field in found:
        yield field
        yield from _within(field.fields)


def _computed(field: Field) -> Iterator[str]:
    for formula in (field.computed, field.known):
        if formula is not None:
            yield formula.source


def formula_texts(part: object) -> Iterator[str]:
    """The text of every formula in a part of a package."""
    if isinstance(part, Formula):
        yield part.source
    elif isinstance(part, Mapping):
        for inner in cast("Mapping[object, object]", part).values():
            yield from formula_texts(inner)
    elif isinstance(part, tuple | list):
        for inner in cast("Sequence[object]", part):
            yield from formula_texts(inner)
    elif is_dataclass(part) and not isinstance(part, type):
        for one in fields(part):
            yield from formula_texts(getattr(part, one.name))
