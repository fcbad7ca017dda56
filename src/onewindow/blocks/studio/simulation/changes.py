"""What if: changes to a service whose effect is asked for before anybody makes them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from onewindow.blocks.catalogue.types import ServicePackage, WorkStep
from onewindow.blocks.studio.simulation.assumptions import Assumptions, Staff
from onewindow.blocks.studio.simulation.moments import words_of
from onewindow.blocks.studio.simulation.package_plan import formula_texts
from onewindow.blocks.studio.simulation.plan import Automatic, Plan, Scope
from onewindow.kernel.errors import N_, InvalidInput
from onewindow.standards import feel

_OFFICERS = re.compile(r"(?P<desk>[a-z0-9-]+(?:/[a-z0-9-]+)?)=(?P<how>[+-]?)(?P<count>\d{1,4})")


class ChangeNotUnderstood(InvalidInput):
    code = "change-not-understood"
    message = N_("The change “{written}” cannot be tried: {rule}")
    way_out = N_(
        "Write officers as agency/role=+2, a step to leave out by its id, two steps to do at once as a,b, "
        "and an automatic step as step when FEEL."
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    :param kind: ``officers``, ``remove``, ``parallel`` or ``automatic``.
    :param written: as it was asked for.
    """

    kind: str
    written: str

    def __str__(self) -> str:
        return f"{self.kind} {self.written}"


def changed(
    *, change: Change, package: ServicePackage, plan: Plan, assumptions: Assumptions, desks: tuple[str, ...]
) -> tuple[Plan, Assumptions]:
    """The plan and the assumptions under a change.

    :param desks: the desks that the run without the change had.
    :raises ChangeNotUnderstood: it names something that is not there, or cannot be done.
    """
    if change.kind == "officers":
        return plan, _officers(change, assumptions, desks)
    if change.kind == "parallel":
        return _parallel(change, package, plan), assumptions
    return _automatic(change, package, plan), assumptions


def _officers(change: Change, assumptions: Assumptions, desks: tuple[str, ...]) -> Assumptions:
    found = _OFFICERS.fullmatch(change.written)
    if found is None:
        raise ChangeNotUnderstood(written=change.written, rule="it is not like agency/role=+2")
    named = [desk for desk in desks if desk == found["desk"] or desk.partition("/")[0] == found["desk"]]
    if not named:
        known = ", ".join(desks) or "none"
        raise ChangeNotUnderstood(
            written=change.written, rule=f"no case reaches that desk; there are: {known}"
        )
    staff = dict(assumptions.staff)
    for desk in named:
        staff[desk] = _staffed(
            change, staff.get(desk, assumptions.other_staff), found["how"], int(found["count"])
        )
    return replace(assumptions, staff=staff)


def _staffed(change: Change, staff: Staff, how: str, count: int) -> Staff:
    officers = {"+": staff.officers + count, "-": staff.officers - count}.get(how, count)
    if officers < 1:
        raise ChangeNotUnderstood(written=change.written, rule="somebody has to be left at the desk")
    return replace(staff, officers=officers)


def _automatic(change: Change, package: ServicePackage, plan: Plan) -> Plan:
    element, _, text = change.written.partition(" when ")
    element = element.strip()
    _known(change, plan, element)
    if not any(one.outcome == "granted" for one in plan.behaviours):
        raise ChangeNotUnderstood(
            written=change.written,
            rule="no scenario ends in a grant: what would the step say?",
        )
    condition = _condition(change, text) if change.kind == "automatic" else None
    return replace(plan, automatic={**plan.automatic, element: Automatic(element, condition)})


def _condition(change: Change, text: str) -> Callable[[Scope, datetime], bool]:
    if not text.strip():
        raise ChangeNotUnderstood(written=change.written, rule="after “when” stands the condition, in FEEL")
    try:
        expression = feel.compile_expression(text.strip())
    except feel.FeelSyntaxError as problem:
        raise ChangeNotUnderstood(written=change.written, rule=problem.text()) from problem

    def holds(scope: Scope, at: datetime) -> bool:
        return expression.evaluate(scope, now=at).value is True

    return holds


def _parallel(change: Change, package: ServicePackage, plan: Plan) -> Plan:
    first, _, second = (part.strip() for part in change.written.partition(","))
    for element in (first, second):
        _known(change, plan, element)
    given = package.steps.get(first)
    needed = {word for text in _needs(package, second) for word in words_of(text)}
    if isinstance(given, WorkStep) and given.into in needed:
        raise ChangeNotUnderstood(
            written=change.written,
            rule=f"{second} reads {given.into}, which {first} gives",
        )
    return replace(plan, early={**plan.early, first: (*plan.early.get(first, ()), second)})


def _needs(package: ServicePackage, element: str) -> Iterator[str]:
    """Texts of all that somebody at a step reads before answering."""
    step = package.steps.get(element)
    yield from formula_texts(step)
    if isinstance(step, WorkStep):
        for field in package.forms[step.form].fields:
            yield from formula_texts((field.known, field.rows_from, field.options_from, field.show_if))


def _known(change: Change, plan: Plan, element: str) -> None:
    rule = plan.rules.get(element)
    if rule is None or rule.side == "house":
        people = ", ".join(name for name, one in plan.rules.items() if one.side != "house")
        raise ChangeNotUnderstood(
            written=change.written, rule=f"“{element}” is no step that people do; these are: {people}"
        )
