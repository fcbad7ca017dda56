"""Simulations that draw answers and ways from cases that were."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from onewindow.blocks.cases.types import CaseEvent, CaseHistory, WorkHistory
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import ServicePackage, WorkStep
from onewindow.blocks.studio import api
from onewindow.blocks.studio.playing import Player, do, given_of, prepared
from onewindow.blocks.studio.playing.environment import plain_calendar
from onewindow.blocks.studio.simulation.asking import simulate_with_window
from onewindow.blocks.studio.simulation.filled_in import Known
from onewindow.blocks.studio.simulation.past_cases import past_cases
from onewindow.blocks.studio.simulation.stored import study_from_json, study_to_json

SERVICES = Path(settings.ONEWINDOW_SERVICES_DIR)
WORKS = "municipality-harbour/small-works-permit"


@dataclass
class _Historian(Player):
    """A player that writes down what a window's record would keep of the case."""

    begun: dict[str, tuple[str, str, datetime]] = field(default_factory=dict[str, tuple[str, str, datetime]])
    done: list[WorkHistory] = field(default_factory=list[WorkHistory])
    events: list[CaseEvent] = field(default_factory=list[CaseEvent])
    decided: datetime | None = None

    def _open(self, work: str, element: str, local: Mapping[str, object]) -> None:
        super()._open(work, element, local)
        step = self.package.steps.get(element)
        agency = step.agency.value(self.scope(local), now=self.now) if _officer(step) else ""
        self.begun[work] = (element, str(agency or ""), self.now)

    def complete(self, work: str, output: Mapping[str, object]) -> None:
        element, agency, at = self.begun[work]
        step = self.package.steps[element]
        side = step.party if isinstance(step, WorkStep) else "house"
        self.done.append(
            WorkHistory(element, side, agency, "", "done", at, None, self.now, isinstance(step, WorkStep))
        )
        super().complete(work, output)
        self._decide()

    def fail(self, work: str, code: str) -> None:
        self.events.append(CaseEvent("failed", self.begun[work][0], code, self.now))
        super().fail(work, code)
        self._decide()

    def _decide(self) -> None:
        if self.outcome != "open" and self.decided is None:
            self.decided = self.now


def _officer(step: object) -> bool:
    return isinstance(step, WorkStep) and step.agency is not None


@cache
def _package(key: str) -> ServicePackage:
    return catalogue.load_folder(path=SERVICES / key)


def _history(package: ServicePackage, scenario: str) -> CaseHistory | None:
    """What the record would keep of a scenario; None where it files no case or is not decided."""
    wanted = next(one for one in package.scenarios if one.scenario == scenario)
    given = given_of(package, wanted)
    begun = prepared(package, given)
    player = _Historian(package, begun.registers, begun.now, begun.calendars)
    player.file(given)
    filed = player.now
    if player.state is None:
        return None
    for line in wanted.then:
        player.now += timedelta(seconds=1)  # nothing happens at the very same moment
        if "after" in line:
            player.events.append(CaseEvent("message", "", str(line["after"]), player.now))
        do(player, line)
        player._decide()
    if player.outcome == "open":
        return None
    return CaseHistory(
        "v", "page", player.outcome, filed, player.decided, None, player.state.data, tuple(player.done),
        tuple(player.events),
    )  # fmt: skip


def _cases(package: ServicePackage) -> list[CaseHistory]:
    found = [_history(package, one.scenario) for one in package.scenarios]
    return [one for one in found if one is not None]


@pytest.mark.parametrize("key", sorted(f"{one.parent.name}/{one.name}" for one in SERVICES.glob("*/*")))
def test_cases_of_every_service_can_be_played_again(key: str) -> None:
    package = _package(key)
    kinds = _cases(package)
    times = 20 // len(kinds) + 1
    found = past_cases(package=package, cases=kinds * times, calendars=plain_calendar)

    assert found.decided == len(kinds) * times
    assert len(found.behaviours) / found.decided >= 0.8
    assert {one.outcome for one in found.behaviours} <= {one.status for one in kinds}


def test_a_simulation_of_real_cases_comes_to_their_outcomes_and_says_so() -> None:
    package = _package(WORKS)
    granted, refused = _history(package, "granted-without-visit"), _history(package, "refused-by-department")
    assert granted is not None
    assert refused is not None
    known = Known(
        past=past_cases(package=package, cases=[granted] * 9 + [refused] * 21, calendars=plain_calendar)
    )
    study = simulate_with_window(
        package=package, known=known, calendars=plain_calendar, start=date(2026, 3, 2), cases=2000, seed=1
    )

    report = study.baseline
    assert report.past_cases == 30
    assert report.sources["scenarios"] == "measured"
    assert report.outcomes["refused"] / report.decided == pytest.approx(0.7, abs=0.04)
    assert "as in 30 real cases" in api.study_text(study=study, package=package)
    assert study_from_json(study_to_json(study)) == study


def test_too_few_cases_leave_the_scenarios_to_speak() -> None:
    package = _package(WORKS)
    granted = _history(package, "granted-without-visit")
    assert granted is not None
    few = past_cases(package=package, cases=[granted] * 19, calendars=plain_calendar)

    assert (few.behaviours, few.decided) == ((), 19)


def test_cases_that_cannot_be_played_again_are_not_quietly_left_out() -> None:
    """Only the easy ones would be left: a picture of a service that there is not."""
    package = _package(WORKS)
    granted = _history(package, "granted-without-visit")
    assert granted is not None
    other = CaseHistory(
        "v", "page", "refused", granted.filed_at, granted.decided_at, None, granted.data, granted.works
    )
    mixed = past_cases(package=package, cases=[granted] * 30 + [other] * 10, calendars=plain_calendar)

    assert (mixed.behaviours, mixed.decided) == ((), 40)
