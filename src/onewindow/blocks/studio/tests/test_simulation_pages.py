"""Simulations, what could go, and where cases stand, at the agency's desk."""

import json
from collections.abc import Generator
from datetime import UTC, datetime

import pytest

from onewindow.blocks.cases import api as cases
from onewindow.blocks.cases.tests.people import TRADE, actor, browser
from onewindow.blocks.cases.tests.way import to_the_bank
from onewindow.blocks.studio import api
from onewindow.blocks.studio.errors import NotAnAuthor
from onewindow.blocks.studio.models import Simulation
from onewindow.foundation.jobs import api as jobs
from onewindow.kernel.clock import clock

pytestmark = pytest.mark.usefixtures("country")
MONDAY = datetime(2027, 2, 1, 9, tzinfo=UTC)
SIMULATION = f"/studio/services/{TRADE}/simulation/"


@pytest.fixture(autouse=True)
def monday() -> Generator[None]:
    with clock.at(MONDAY):
        yield


def _ask(**posted: str):
    client = browser("trade-registrar-2")
    answer = client.post(SIMULATION, {"cases": "120", **posted})
    jobs.run_waiting(name="studio.simulate")
    return client, answer


def test_a_simulation_runs_as_a_job_and_its_page_tells_what_came_out() -> None:
    client, answer = _ask(remove="domiciliation", automatic="registration", when="request.total_home < 500")
    assert answer.status_code == 302
    page = client.get(SIMULATION, headers={"Accept-Language": "en"}).content.decode()
    assert "120 cases" in page
    assert "What each step adds" in page
    assert "The ministry registers the request" in page
    assert "<svg" in page
    assert "Without “Your bank checks the invoice and domiciles the request”" in page
    assert "by itself where request.total_home &lt; 500" in page
    told = json.loads(client.get(SIMULATION + "?as=json").content)
    assert told["baseline"]["cases"] == 120
    assert len(told["variants"]) == 2


def test_what_cannot_be_simulated_says_why() -> None:
    client, _answer = _ask(automatic="registration", when="request.total_home <")
    page = client.get(SIMULATION, headers={"Accept-Language": "en"}).content.decode()
    assert "It could not be simulated" in page
    assert Simulation.objects.get().status == "failed"


def test_a_draft_is_simulated_with_its_own_files() -> None:
    author = actor("trade-registrar-2")
    draft = api.begin_draft(service=TRADE, actor=author)
    draft = api.save_draft_file(
        draft=draft.draft, actor=author, path="simulation.yaml", text="cases: 77\nscenarios: {granted: 1}\n"
    )
    client = browser("trade-registrar-2")
    client.post(f"/studio/drafts/{draft.draft}/simulation/", {})
    jobs.run_waiting(name="studio.simulate")
    latest = api.latest_simulation(service=TRADE, draft=draft.draft)
    assert latest is not None
    assert latest.study is not None
    assert latest.study.baseline.cases == 77
    assert set(latest.study.baseline.scenarios) == {"granted"}
    assert api.latest_simulation(service=TRADE) is None
    page = client.get(f"/studio/drafts/{draft.draft}/simulation/", headers={"Accept-Language": "en"})
    assert "77 cases" in page.content.decode()


def test_only_who_writes_or_publishes_asks_for_simulations() -> None:
    with pytest.raises(NotAnAuthor):
        api.ask_for_simulation(service=TRADE, actor=actor("health-officer"))
    assert browser("health-officer").get(SIMULATION).status_code == 403
    assert browser("citizen").get(SIMULATION).status_code == 403


def test_the_page_of_what_could_go_comes_from_a_simulation_while_there_are_few_cases() -> None:
    client = browser("trade-head")
    page = client.get(f"/agency/{TRADE}/reform/", headers={"Accept-Language": "en"}).content.decode()
    assert "The figures are being counted" in page
    jobs.run_waiting(name="studio.reform")
    page = client.get(f"/agency/{TRADE}/reform/", headers={"Accept-Language": "en"}).content.decode()
    assert "What this service could do without" in page
    assert "From a simulation of" in page
    assert "Gives back in a year" in page
    told = json.loads(client.get(f"/agency/{TRADE}/reform/?as=json").content)
    hours = [(one["officer_hours"] or 0) + (one["citizen_hours"] or 0) for one in told["gains"]]
    assert hours == sorted(hours, reverse=True)
    assert browser("health-head").get(f"/agency/{TRADE}/reform/").status_code == 403


def test_where_cases_stand_is_drawn_and_told_in_a_table() -> None:
    to_the_bank()
    standing = {one.element: one for one in cases.standing(service=TRADE)}
    assert standing["domiciliation"].cases == 1
    assert standing["domiciliation"].late == 0
    client = browser("trade-head")
    page = client.get(f"/agency/{TRADE}/live/", headers={"Accept-Language": "en"}).content.decode()
    assert "1 task is open" in page
    assert "Your bank checks the invoice" in page
    assert "1 case stands here" in page
    assert browser("health-head").get(f"/agency/{TRADE}/live/").status_code == 403


def test_what_happened_to_cases_can_be_counted() -> None:
    to_the_bank()
    (found,) = cases.histories(service=TRADE)
    assert found.status == "open"
    assert found.data["request"]["invoice_number"] == "INV-1"
    assert [work.element for work in found.works if work.state == "open"] == ["domiciliation"]
    assert cases.histories(service="civil-registry/register-extract") == ()
