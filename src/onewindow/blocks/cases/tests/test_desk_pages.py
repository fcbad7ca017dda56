"""Officers at their desk, in the browser: two on one task, several tasks at once, cover for who is away."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from lxml import html

from onewindow.blocks.cases import api
from onewindow.blocks.cases.models import Work
from onewindow.blocks.cases.tests.people import actor, browser, file_trade, open_work
from onewindow.blocks.cases.tests.way import DOMICILIATION, OPINION, in_force, to_the_bank, to_the_ministry
from onewindow.blocks.identity import api as identity
from onewindow.foundation.jobs import api as jobs
from onewindow.kernel.clock import clock

pytestmark = pytest.mark.usefixtures("monday", "country")


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def at_the_bank() -> int:
    number = to_the_bank()
    return open_work(number, actor("atlas-desk"), "domiciliation").id


def decide(client: Client, task: int, page: str) -> tuple[int, str]:
    answers = {
        "_key": hidden(page, "_key"), "_revision": hidden(page, "_revision"), "_button": "continue",
        "decision": "register", "valid_until": "2027-06-30", "_asked": "decision valid_until",
    }  # fmt: skip
    answer = client.post(f"/desk/work/{task}/", answers, headers={"Accept-Language": "en"})
    return answer.status_code, answer.content.decode()


def test_the_second_of_two_officers_is_told_and_nothing_is_overwritten() -> None:
    number = to_the_ministry()
    task = open_work(number, actor("trade-registrar"), "registration").id
    first, second = browser("trade-registrar"), browser("trade-registrar-2")
    pages = [client.get(f"/desk/work/{task}/").content.decode() for client in (first, second)]
    second.post(f"/desk/work/{task}/claim/")
    status, said = decide(first, task, pages[0])
    assert status == 412
    assert "error-summary" in said
    assert "Somebody changed this while you were working on it" in said
    work = api.work(work=task, actor=actor("trade-registrar"))
    assert (work.state, work.claimed_by) == ("open", "trade-registrar-2")
    claimed = first.post(f"/desk/work/{task}/claim/", follow=True).content.decode()
    assert work.claimed_name in claimed


def test_who_comes_after_the_decision_reads_that_it_is_done() -> None:
    task = at_the_bank()
    api.complete_work(work=task, actor=actor("atlas-desk-2"), answers=DOMICILIATION, key=None)
    late = browser("atlas-desk").get(f"/desk/work/{task}/", follow=True)
    assert late.redirect_chain[0][0].startswith("/cases/")


def test_several_tasks_are_claimed_and_given_back_at_once() -> None:
    tasks = [at_the_bank()]
    number = file_trade(actor("importer"), key="second").number
    telecom = actor("telecom-officer")
    api.complete_work(
        work=open_work(number, telecom, "technical-opinion").id, actor=telecom, answers=OPINION, key=None
    )
    tasks.append(open_work(number, actor("atlas-desk"), "domiciliation").id)
    client = browser("atlas-desk")
    chosen = {"work": [*map(str, tasks), "999999", "x"], "_button": "claim"}
    page = client.post("/desk/several/", chosen, follow=True)
    assert page.status_code == 200
    assert set(Work.objects.filter(pk__in=tasks).values_list("claimed_by", flat=True)) == {"atlas-desk"}
    assert api.inbox(actor=actor("atlas-desk"), claimed="me")[1] == 2
    client.post("/desk/several/", {"work": tasks, "_button": "release"})
    assert api.inbox(actor=actor("atlas-desk"), claimed="nobody")[1] == 2


def test_a_task_is_handed_over_on_its_page() -> None:
    task = at_the_bank()
    client = browser("atlas-desk")
    client.post(f"/desk/work/{task}/hand-over/", {"to": "atlas-desk-2"})
    assert api.work(work=task, actor=actor("atlas-desk")).claimed_by == "atlas-desk-2"
    client.post(f"/desk/work/{task}/hand-over/", {"to": "health-officer"})
    assert api.work(work=task, actor=actor("atlas-desk")).claimed_by == "atlas-desk-2"


def test_who_covers_for_somebody_finds_their_tasks_and_only_meanwhile() -> None:
    number = file_trade(actor("importer")).number
    task = open_work(number, actor("telecom-officer"), "technical-opinion").id
    head = actor("telecom-head")
    assert api.inbox(actor=head)[1] == 0
    identity.arrange_absence(
        actor=actor("telecom-officer"), agency="telecom-regulator", absent="telecom-officer",
        substitute="telecom-head", first_day=date(2027, 2, 1), last_day=date(2027, 2, 3),
    )  # fmt: skip
    assert [work.id for work in api.inbox(actor=actor("telecom-head"))[0]] == [task]
    with clock.at(datetime(2027, 2, 4, 9, tzinfo=UTC)):
        assert api.inbox(actor=actor("telecom-head"))[1] == 0
    api.complete_work(work=task, actor=actor("telecom-head"), answers=OPINION, key=None)
    (line,) = [
        one
        for one in api.story(number=number, actor=actor("trade-head"))
        if one.element == "technical-opinion"
    ]
    assert (line.agency, line.by) == ("telecom-regulator", head.name)


def test_the_second_person_sees_what_was_proposed_on_the_page_of_the_action() -> None:
    number = in_force()
    answers = {"ground": "court-order", "reason": "Judgement 12/2027"}
    api.act_on_case(number=number, action="revoke", actor=actor("trade-registrar"), answers=answers, key=None)
    page = browser("trade-registrar-2").get(f"/cases/{number}/do/revoke/").content.decode()
    assert "Judgement 12/2027" in page


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_pages_of_a_case_in_three_languages(language: str) -> None:
    number = in_force()
    for account in ("importer", "trade-registrar"):
        client = browser(account)
        client.cookies["onewindow_language"] = language
        for address in (f"/cases/{number}/", "/cases/", "/desk/", "/agency/"):
            answer = client.get(address, headers={"Accept-Language": language})
            assert answer.status_code in ((200,) if account != "importer" else (200, 403)), address


def sent_as_it_stands(client: Client, address: str) -> None:
    """Press the button of the page's form without changing an answer."""
    page = html.fromstring(client.get(address).content)
    form = next(form for form in page.forms if "_revision" in form.fields)
    answer = client.post(address, {**dict(form.form_values()), "_button": "continue"})
    assert answer.status_code == 302, answer.content.decode()


def test_what_was_proposed_is_confirmed_as_it_stands_on_the_page() -> None:
    great = {
        "description": "Telephones", "hs_code": "851713", "origin": "CN", "quantity": "10", "unit": "C62",
        "price": "100500", "amount": "1005000.00",
    }  # fmt: skip
    number = to_the_ministry(lines=[great])
    task = open_work(number, actor("trade-registrar"), "registration").id
    first = browser("trade-registrar")
    status, _ = decide(first, task, first.get(f"/desk/work/{task}/").content.decode())
    assert status == 302
    assert api.work(work=task, actor=actor("trade-registrar")).proposed_by == "trade-registrar"
    sent_as_it_stands(browser("trade-registrar-2"), f"/desk/work/{task}/")
    assert api.work(work=task, actor=actor("trade-registrar")).state == "done"
    sent = api.story(number=number, actor=actor("trade-registrar"))
    assert [line.kind for line in sent if line.element == "registration"] == ["proposed", "done"]


def test_an_action_that_was_proposed_is_confirmed_as_it_stands() -> None:
    number = in_force()
    page = browser("trade-registrar")
    page.post(f"/cases/{number}/do/revoke/", {"ground": "court-order", "reason": "x", "_button": "continue"})
    second = browser("trade-registrar-2")
    sent_as_it_stands(second, f"/cases/{number}/do/revoke/")
    jobs.drain_all()
    assert api.case(number=number, actor=actor("trade-registrar")).status == "revoked"
