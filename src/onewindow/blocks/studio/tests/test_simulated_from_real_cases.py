"""A service that has run for a season, through its doors: what was measured is what a simulation takes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from onewindow.blocks.cases import api as cases
from onewindow.blocks.cases.tests.people import actor, open_work, upload
from onewindow.blocks.studio import api
from onewindow.blocks.studio.types import SimulationView
from onewindow.foundation.jobs import api as jobs
from onewindow.kernel.clock import clock

pytestmark = pytest.mark.usefixtures("country")
SERVICE = "region-sahel/access-to-information"
FIRST = datetime(2026, 11, 23, 9, tzinfo=UTC)
ASKED = datetime(2027, 2, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def season() -> Iterator[None]:
    with clock.at(ASKED):
        yield


def file(key: int) -> str:
    who = actor("citizen")
    assert who.person is not None
    answers = {"subject": "The bridge", "description": "All plans", "manner": "file", "urgent": "no"}
    return cases.file_case(
        service=SERVICE, actor=who, applicant=who.person, answers=answers, channel="page", language="fr",
        key=f"season-{key}",
    ).number  # fmt: skip


def do(number: str, account: str, element: str, **answers: object) -> None:
    """Take a task and be done with it twelve minutes later."""
    who = actor(account)
    work = open_work(number, who, element)
    cases.claim_work(work=work.id, actor=who)
    with clock.at(clock.now() + timedelta(minutes=12)):
        cases.complete_work(work=work.id, actor=who, answers=answers, key=None)


def sent_elsewhere(number: str) -> None:
    do(number, "information-officer", "routing", decision="elsewhere", agency="tax-authority")


def released(number: str) -> None:
    do(number, "information-officer", "routing", decision="search", offices=["roads"], third_party="no")
    plan = {"name": "Plan", "record": upload(actor("region-records"))}
    do(number, "region-records", "search", found="yes", records=[plan])
    answer = {"file": upload(actor("information-officer"))}
    do(number, "information-officer", "decision", decision="release", files=[answer])


def a_season(*, closed: int, granted: int) -> None:
    """Cases that come every other day, most of them another authority's matter. The last one still waits."""
    ways = [sent_elsewhere] * closed + [released] * granted
    for at, way in enumerate(ways):
        with clock.at(FIRST + timedelta(days=2 * at)):
            number = file(at)
        with clock.at(FIRST + timedelta(days=2 * at, hours=3)):
            way(number)
        with clock.at(FIRST + timedelta(days=2 * at, hours=4)):
            jobs.drain_all()
    with clock.at(ASKED - timedelta(days=1)):
        file(len(ways))


def simulated(count: int) -> SimulationView:
    api.ask_for_simulation(service=SERVICE, actor=actor("region-head"), cases=count)
    jobs.run_waiting(name="studio.simulate")
    found = api.latest_simulation(service=SERVICE)
    assert found is not None
    return found


def test_what_real_cases_came_to_is_what_a_simulation_comes_to() -> None:
    a_season(closed=15, granted=5)
    study = simulated(600).study
    assert study is not None
    report = study.baseline
    assert report.past_cases == 20
    assert (report.sources["scenarios"], report.sources["arrivals"]) == ("measured", "measured")
    assert set(report.outcomes) == {"closed", "granted"}
    assert report.outcomes["closed"] / report.decided == pytest.approx(0.75, abs=0.08)
    assert report.sources["duration routing"] == "measured"


def test_a_service_that_has_just_begun_is_simulated_by_what_it_declares() -> None:
    a_season(closed=1, granted=0)
    study = simulated(200).study
    assert study is not None
    assert study.baseline.past_cases == 0
    assert study.baseline.sources["scenarios"] == "declared"
