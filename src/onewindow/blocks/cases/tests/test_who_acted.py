"""Everywhere that a case is shown it says who acted, for whom, on what basis: in words."""

import dataclasses
import html
import re

import pytest
from django.test import Client

from onewindow.blocks.cases import api
from onewindow.blocks.cases.tests.people import (
    ELECTRONICS,
    EVERYTHING,
    EXTRACT,
    actor,
    browser,
    file_trade,
    open_work,
    program,
)
from onewindow.blocks.cases.tests.way import OPINION, fee_of, order_at_bank, pay_at, to_the_fee
from onewindow.blocks.documents import api as documents
from onewindow.blocks.payments import api as payments
from onewindow.blocks.payments.models import Attempt, SandboxOrder
from onewindow.foundation.access.types import Actor
from onewindow.foundation.jobs import api as jobs
from onewindow.foundation.record import api as record
from onewindow.kernel.reference import Reference

COMPANY = "Atlas Électronique SARL"
pytestmark = pytest.mark.usefixtures("monday", "country")


def importer() -> Actor:
    """The company's manager, acting for it."""
    return dataclasses.replace(
        actor("importer"), acting_for=ELECTRONICS, basis=ELECTRONICS.text, extent=EVERYTHING
    )


def words(account: str, address: str, *, language: str = "en") -> str:
    """A page as people read it, without marks."""
    client = browser(account)
    if account == "importer":
        client.post("/acting-for/", {"right": f"{ELECTRONICS} {ELECTRONICS}"})
    answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def test_the_page_names_the_company_and_who_filed_for_it_on_what_basis() -> None:
    number = file_trade(actor("broker")).number
    said = f"Filed by Sami Gharbi for {COMPANY}, by mandate M-TRANSIT001."
    for account in ("broker", "importer", "telecom-officer"):
        page = words(account, f"/cases/{number}/")
        assert said in page, account
        assert f"For: {COMPANY}" in page
    for language in ("fr", "ar"):
        page = words("broker", f"/cases/{number}/", language=language)
        assert COMPANY in page and said not in page and "M-TRANSIT001" in page


def test_an_officer_of_the_company_is_named_with_their_role() -> None:
    number = file_trade(importer()).number
    name = importer().name
    page = words("importer", f"/cases/{number}/")
    assert f"Filed by {name} for {COMPANY}, as manager of the company." in page
    case = api.case(number=number, actor=importer())
    assert case.data["filed_by"] == {"name": name, "basis": ELECTRONICS.text, "role": "manager"}


def test_each_kind_of_action_on_the_timeline_says_it() -> None:
    broker = actor("broker")
    number = file_trade(broker).number
    asks = {**OPINION, "opinion": "ask", "question": "Which models?"}
    officer = actor("telecom-officer")
    opinion = open_work(number, officer, "technical-opinion").id
    api.complete_work(work=opinion, actor=officer, answers=asks, key=None)
    question = open_work(number, broker, "answer-body").id
    api.complete_work(work=question, actor=importer(), answers={"answer": "X1"}, key=None)
    api.act_on_case(number=number, action="withdraw", actor=broker, answers={"reason": "no need"}, key=None)
    by_mandate = f"Sami Gharbi for {COMPANY}, by mandate M-TRANSIT001"
    as_manager = f"{importer().name} for {COMPANY}, as manager of the company"
    page = words("importer", f"/cases/{number}/")
    assert page.count(by_mandate) == 3, "filed (above and on the timeline), and withdrawn"
    assert page.count(as_manager) == 1, "answered"
    acted = [line for line in api.story(number=number, actor=broker) if line.detail.get("acted")]
    assert [line.kind for line in acted] == ["filed", "done", "message"]


def test_whoever_acts_for_themselves_is_named_alone() -> None:
    citizen = actor("citizen")
    assert citizen.person is not None
    number = api.file_case(
        service=EXTRACT, actor=citizen, applicant=citizen.person,
        answers={"content": "full", "purpose": "employment"}, channel="page", language="en", key="extract-1",
    ).number  # fmt: skip
    page = words("citizen", f"/cases/{number}/")
    assert f"Filed by {citizen.name}." in page


def test_lists_name_the_company_for_those_who_act_for_it_and_no_officer_reads_names_there() -> None:
    number = file_trade(actor("broker")).number
    page = words("importer", "/cases/")
    assert COMPANY in page and "For whom" in page
    assert "For whom" not in words("citizen", "/cases/")
    listed = program("broker").get("/api/v1/cases").json()["items"]
    assert [(one["number"], one["applicant_name"]) for one in listed] == [(number, COMPANY)]
    seen = program("telecom-officer").get("/api/v1/cases").json()["items"]
    assert [(one["number"], one["applicant_name"]) for one in seen] == [(number, "")]


def test_the_api_names_both() -> None:
    number = file_trade(actor("broker")).number
    found = program("broker").get(f"/api/v1/cases/{number}").json()
    assert (found["applicant_name"], found["filed_by_name"]) == (COMPANY, "Sami Gharbi")
    story = program("broker").get(f"/api/v1/cases/{number}/story").json()
    (filed,) = [line for line in story if line["kind"] == "filed"]
    assert filed["detail"]["acted"]["basis"] == "mandate/M-TRANSIT001"


def test_a_document_keeps_who_filed_for_it_on_what_basis() -> None:
    citizen, clerk = actor("citizen"), actor("civil-clerk")
    assert citizen.person is not None
    draft = api.begin_draft(service=EXTRACT, actor=clerk, applicant=citizen.person, channel="counter")
    answers = {"content": "full", "purpose": "employment"}
    api.keep_draft(key=draft.key, actor=clerk, answers=answers)
    api.file_draft(key=draft.key, actor=clerk, language="ar")
    (waits,) = api.to_confirm(actor=citizen)
    number = api.answer_assisted(code=waits.code, actor=citizen, confirmed=True).filed
    assert number is not None
    jobs.drain_all()
    (paper,) = documents.documents_of(subject=Reference.of("case", number))
    assert (paper.filed_by, paper.basis) == ("civil-clerk", "counter")
    (entry,) = [one for one in record.entries_of(subject=paper.reference) if one.kind == "document.issued"]
    assert entry.payload is not None
    assert (entry.payload["filed_by"], entry.payload["basis"]) == ("account/civil-clerk", "counter")
    page = words("citizen", f"/documents/{paper.code}/")
    assert f"filed by {clerk.name}, at the counter, for the applicant." in page
    told = Client().get(f"/verify/{paper.code}/").content.decode()
    assert clerk.name not in told, "whoever checks a document learns no names"


def order_of(number: str, who: Actor) -> SandboxOrder:
    """Where somebody goes to pay the fee of a case."""
    url = payments.pay(request=fee_of(number).id, actor=who)
    return SandboxOrder.objects.get(pk=url.rstrip("/").rpartition("/")[2])


@pytest.mark.parametrize(
    ("account", "said"),
    [
        ("broker", f"Sami Gharbi for {COMPANY}, by mandate M-TRANSIT001"),
        ("importer", f"for {COMPANY}, as manager of the company"),
    ],
)
def test_a_fee_says_who_paid_it_for_whom_though_only_the_bank_tells(account: str, said: str) -> None:
    number = to_the_fee()
    filed_by = words("importer", f"/cases/{number}/").count(said)
    order_of(number, importer())
    pay_at(order_of(number, actor(account)))
    (line,) = [one for one in api.story(number=number, actor=importer()) if one.kind == "paid"]
    acted = line.detail["acted"]
    assert acted["name"] == actor(account).name and acted["for"] == ELECTRONICS.text, acted
    assert words("importer", f"/cases/{number}/").count(said) == filed_by + 1
    entries = record.entries_of(subject=Reference.of("case", number))
    by = {one.kind: one.actor for one in entries if one.kind in ("payment.settled", "case.paid")}
    assert by == {"payment.settled": f"account/{account}", "case.paid": f"account/{account}"}


def test_a_payment_that_began_before_names_were_kept_names_nobody() -> None:
    number = to_the_fee()
    order = order_at_bank(number)
    Attempt.objects.update(started_by="", basis="", role="")
    pay_at(order)
    (line,) = [one for one in api.story(number=number, actor=importer()) if one.kind == "paid"]
    assert "acted" not in line.detail
