"""Programs at the officer's desk."""

from typing import Any

import pytest
from django.test import Client

from onewindow.blocks.cases.tests.people import actor, browser, file_trade, open_work, program
from onewindow.blocks.cases.tests.way import OPINION

pytestmark = pytest.mark.usefixtures("monday", "country")


@pytest.fixture
def task() -> int:
    number = file_trade(actor("importer")).number
    return open_work(number, actor("telecom-officer"), "technical-opinion").id


def post(client: Client, address: str, body: dict[str, Any] | None = None, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(f"/api/v1/tasks/{address}", body or {}, "application/json", headers=named)


def test_the_inbox_holds_what_the_posts_reach(task: int) -> None:
    found = program("telecom-officer").get("/api/v1/tasks").json()
    assert ([one["id"] for one in found["items"]], found["total"]) == ([task], 1)
    assert program("health-officer").get("/api/v1/tasks").json()["total"] == 0
    assert program("health-officer").get(f"/api/v1/tasks/{task}").status_code == 404
    assert program("importer").get("/api/v1/tasks").json()["total"] == 0


def test_who_saw_an_older_task_is_told(task: int) -> None:
    officer = program("telecom-officer")
    tag = officer.get(f"/api/v1/tasks/{task}")["ETag"]
    assert post(officer, f"{task}/claim", If_Match=tag).status_code == 200
    stale = post(
        officer, f"{task}/complete", {"answers": OPINION}, If_Match=tag, Idempotency_Key="opinion-key"
    )
    assert (stale.status_code, stale.json()["code"]) == (412, "changed-since")
    tag = officer.get(f"/api/v1/tasks/{task}")["ETag"]
    done = post(
        officer, f"{task}/complete", {"answers": OPINION}, If_Match=tag, Idempotency_Key="opinion-key"
    )
    assert (done.status_code, done.json()["proposed"]) == (200, False)
    late = post(officer, f"{task}/complete", {"answers": OPINION}, Idempotency_Key="opinion-other")
    assert (late.status_code, late.json()["code"]) == (409, "task-ended")


def test_claiming_twice_and_releasing_what_nobody_has_change_nothing(task: int) -> None:
    officer = program("telecom-officer")
    assert post(officer, f"{task}/release").json()["revision"] == 1
    first, second = post(officer, f"{task}/claim"), post(officer, f"{task}/claim")
    assert first.json() == second.json() == {"revision": 2}


def test_an_officers_work_needs_its_own_scope(task: int) -> None:
    client = program("telecom-officer", "cases:read", "cases:write")
    for step, body in (("claim", {}), ("complete", {"answers": OPINION}), ("hand-over", {"to": "x"})):
        refused = post(client, f"{task}/{step}", body, Idempotency_Key="some-key-1")
        assert (refused.status_code, refused.json()["code"]) == (403, "token-scope-missing")


def test_a_task_is_handed_over_to_who_may_do_it(task: int) -> None:
    officer = program("telecom-officer")
    for nobody in ("health-officer", "importer", "no-such-account"):
        assert post(officer, f"{task}/hand-over", {"to": nobody}).status_code in (403, 404)
    post(officer, f"{task}/claim")
    taken = post(program("telecom-officer"), f"{task}/hand-over", {"to": "telecom-officer"})
    assert taken.status_code == 200
    assert officer.get(f"/api/v1/tasks/{task}").json()["claimed_by"] == "telecom-officer"


def test_a_browser_session_works_too_and_needs_its_token_against_forgery(task: int) -> None:
    client = browser("telecom-officer")
    assert client.get(f"/api/v1/tasks/{task}").status_code == 200
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert post(strict, f"{task}/claim").status_code == 403
