"""Assumptions where a package is silent: from its deadlines, from posts that are filled, from real cases."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from onewindow.blocks.catalogue.types import Deadline as StepDeadline
from onewindow.blocks.catalogue.types import PaymentStep, ServicePackage, WorkStep
from onewindow.blocks.studio.simulation.assumptions import (
    OFFICE_HOURS,
    Assumptions,
    Calendars,
    Costs,
    Deadline,
    Lasting,
    Staff,
)
from onewindow.blocks.studio.simulation.declared import Declared, source_of
from onewindow.blocks.studio.simulation.distributions import Lognormal, Observed
from onewindow.blocks.studio.simulation.past_cases import PastCases

ENOUGH = 20
"""Measured values from which a distribution of measured values is made."""
CASES = 10_000
_PER_DAY = 5.0
_MINUTES_A_QUESTION = 1.0


@dataclass(frozen=True, slots=True)
class Known:
    """What the house knows of the real world; all of it may be missing.

    :param posts: ``agency/role`` to the officers who have it.
    :param minutes: element to minutes that real work took (officers: working minutes; others: of the clock).
    :param per_day: real cases on a working day; None where there were too few to say.
    :param past: how the people of real cases behaved.
    :param cost_per_hour: role to major units, and ``officer`` and ``citizen`` for all others.
    """

    posts: Mapping[str, int] = field(default_factory=dict[str, int])
    minutes: Mapping[str, tuple[float, ...]] = field(default_factory=dict[str, tuple[float, ...]])
    per_day: float | None = None
    cost_per_hour: Mapping[str, float] = field(default_factory=dict[str, float])
    currency: str | None = None
    past: PastCases = field(default_factory=PastCases)


def assumptions_of(
    *,
    package: ServicePackage,
    declared: Declared,
    known: Known,
    calendars: Calendars,
    start: date,
    seed: int = 1,
    cases: int | None = None,
) -> Assumptions:
    """Put together what was measured, what the package declares, and what is assumed, in this order of trust.

    :param start: the day of the first filing. :param cases: how many; None takes what the package says.
    """
    per_day = known.per_day or declared.per_day or _PER_DAY
    return Assumptions(
        cases=cases or declared.cases or CASES,
        seed=seed,
        start=start,
        per_day=per_day,
        per_free_day=declared.per_free_day or 0.0,
        by_hour=declared.by_hour or OFFICE_HOURS,
        calendar=package.agency,
        calendars=calendars,
        staff={**_posts(known), **declared.staff},
        lasting={element: _lasting(package, element, declared, known) for element in package.steps},
        deadline=_deadline(package),
        costs=_costs(declared, known),
        touch={**_touches(package), **declared.touch},
        filing_minutes=(
            _questions(package, package.form) if declared.filing_minutes is None else declared.filing_minutes
        ),
        arrivals_source="measured" if known.per_day else "declared" if declared.per_day else "assumed",
        weights_source="measured" if known.past.behaviours else source_of(declared.weights),
    )  # fmt: skip


def _posts(known: Known) -> dict[str, Staff]:
    return {desk: Staff(count, 1.0, "measured") for desk, count in known.posts.items() if count > 0}


def _lasting(package: ServicePackage, element: str, declared: Declared, known: Known) -> Lasting:
    measured = known.minutes.get(element, ())
    if len(measured) >= ENOUGH:
        return Lasting(Observed.of(measured), "measured")
    if element in declared.lasting:
        return declared.lasting[element]
    step = package.steps[element]
    if isinstance(step, WorkStep):
        days = _days(step.deadline)
        if step.party == "officer":
            # Ten minutes of work for each day that the officer is given, and now and then three times that.
            return Lasting(Lognormal(10 * days, 30 * days))
        return Lasting(Lognormal(days * 288, days * 1152))
    if isinstance(step, PaymentStep):
        days = _days(step.deadline, otherwise=10)
        return Lasting(Lognormal(days * 144, days * 720))
    return Lasting(Lognormal(1440, 4 * 1440))


def _days(deadline: StepDeadline | None, *, otherwise: float = 3.0) -> float:
    literal = deadline.working_days.literal if deadline else None
    if isinstance(literal, int | Decimal) and literal > 0:
        return float(literal)
    return otherwise


def _deadline(package: ServicePackage) -> Deadline | None:
    if package.deadline is None:
        return None
    days, calendar = package.deadline.working_days.literal, package.deadline.calendar
    named = calendar.literal if calendar else None
    if not isinstance(days, int | Decimal):
        return None
    return Deadline(int(days), str(named) if named else package.agency)


def _touches(package: ServicePackage) -> dict[str, float]:
    """Minutes of the applicant's own: a question a minute, and five for a payment."""
    found: dict[str, float] = {}
    for element, step in package.steps.items():
        if isinstance(step, WorkStep) and step.party != "officer":
            found[element] = _questions(package, step.form)
        elif isinstance(step, PaymentStep):
            found[element] = 5.0
    return found


def _questions(package: ServicePackage, form: str) -> float:
    asked = [one for one in package.forms[form].fields if one.asked and one.known is None]
    return max(1.0, len(asked) * _MINUTES_A_QUESTION)


def _costs(declared: Declared, known: Known) -> Costs | None:
    rates = {**known.cost_per_hour, **declared.cost_per_hour}
    currency = declared.currency or known.currency
    if not rates or currency is None:
        return None
    return Costs(currency, rates, rates.get("officer", 0.0), rates.get("citizen", 0.0))
