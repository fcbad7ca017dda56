"""A clerk files at the counter and the applicant confirms; an extract is decided in a second."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from onewindow.blocks.cases import api
from onewindow.blocks.cases.errors import (
    ApplicantConfirms,
    CaseNotFound,
    ChangedSince,
    MayNotFile,
    NotWaitingForYou,
    WaitsForApplicant,
    WorkNotFound,
)
from onewindow.blocks.cases.models import Draft
from onewindow.blocks.cases.tests.people import (
    ELECTRONICS,
    EVERYTHING,
    EXTRACT,
    MONDAY,
    TRADE,
    actor,
    browser,
    file_trade,
    open_work,
    program,
    trade_answers,
)
from onewindow.blocks.documents import api as documents
from onewindow.blocks.identity.models import Appointment
from onewindow.blocks.notifications import api as notifications
from onewindow.foundation.access.types import Actor
from onewindow.foundation.jobs import api as jobs
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import NotAllowed
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("monday", "country")


def at_the_counter(account: str) -> Any:
    filing = {
        "service": TRADE, "applicant": str(ELECTRONICS), "answers": trade_answers(actor(account)),
        "at_the_counter": True, "language": "ar",
    }  # fmt: skip
    headers = {"Idempotency-Key": "counter-key"}
    return program(account).post("/api/v1/cases", filing, "application/json", headers=headers)


def importer() -> Actor:
    """The company's representative, acting for it."""
    return replace(actor("importer"), acting_for=ELECTRONICS, extent=EVERYTHING)


def waiting(number: str) -> list[str]:
    works = api.case(number=number, actor=importer()).works
    return [work.element for work in works if work.state == "open"]


def test_what_a_clerk_filed_waits_until_the_applicant_confirms_it() -> None:
    number = at_the_counter("trade-clerk").json()["number"]
    assert waiting(number) == ["confirm"]
    clerk = actor("trade-clerk")
    work = open_work(number, importer(), "confirm")
    with pytest.raises(WorkNotFound):
        api.complete_work(work=work.id, actor=clerk, answers={"confirmed": "yes"}, key=None)
    assert api.case(number=number, actor=clerk).channel == "counter"
    api.complete_work(work=work.id, actor=importer(), answers={"confirmed": "yes"}, key=None)
    assert waiting(number) == ["technical-opinion"]
    with pytest.raises(NotAllowed):
        api.act_on_case(number=number, action="withdraw", actor=clerk, answers={}, key=None)
    assert waiting(number) == ["technical-opinion"]


def test_the_companys_people_get_a_letter_when_the_clerk_files() -> None:
    number = at_the_counter("trade-clerk").json()["number"]
    about = Reference.of("case", number)
    (letter,) = notifications.letters_about(subject=about, language="en")
    assert letter.to == ELECTRONICS
    assert letter.title.startswith("Confirm what was filed for you")
    assert actor("trade-clerk").name in letter.body and number in letter.body
    assert "confirm it by 15 February 2027" in letter.body, letter.body
    for language in ("fr", "ar"):
        (told,) = notifications.letters_about(subject=about, language=language)
        assert number in told.body and "confirm it by" not in told.body
    mine = notifications.letters(actor=importer(), limit=50).letters
    assert about in {one.subject for one in mine}


def test_what_a_person_files_themselves_asks_them_to_confirm_nothing() -> None:
    number = file_trade(actor("importer")).number
    letters = notifications.letters_about(subject=Reference.of("case", number), language="en")
    assert not [one for one in letters if "onfirm" in one.title]


def test_what_the_applicant_does_not_confirm_goes_no_further() -> None:
    number = at_the_counter("trade-clerk").json()["number"]
    work = open_work(number, importer(), "confirm")
    api.complete_work(work=work.id, actor=importer(), answers={"confirmed": "no"}, key=None)
    assert api.case(number=number, actor=importer()).status == "withdrawn"


@pytest.mark.parametrize("account", ["importer", "trade-registrar", "civil-clerk", "health-officer"])
def test_only_a_clerk_of_that_agency_files_at_its_counter(account: str) -> None:
    refused = at_the_counter(account)
    assert (refused.status_code, refused.json()["code"]) == (403, MayNotFile.code)


def test_a_clerk_comes_back_to_a_draft() -> None:
    clerk = actor("trade-clerk")
    begun = api.begin_draft(service=TRADE, actor=clerk, applicant=ELECTRONICS, channel="counter")
    assert [draft.key for draft in api.my_drafts(actor=clerk)[0]] == [begun.key]


def extract(account: str) -> str:
    citizen = actor(account)
    assert citizen.person is not None
    return api.file_case(
        service=EXTRACT, actor=citizen, applicant=citizen.person,
        answers={"content": "full", "purpose": "employment"}, channel="page", language="ar", key="extract-1",
    ).number  # fmt: skip


def test_an_extract_is_decided_by_itself() -> None:
    number = extract("citizen")
    jobs.drain_all()
    citizen = actor("citizen")
    case = api.case(number=number, actor=citizen)
    assert (case.status, [work for work in case.works if work.state == "open"]) == ("granted", [])
    assert case.decided_at == MONDAY
    (paper,) = documents.documents_of(subject=Reference.of("case", number))
    assert (paper.status, paper.number) == ("valid", "EXT-2027-0000001")
    assert documents.sealed_pdf(code=paper.code, reader=citizen).startswith(b"%PDF")
    kinds = {line.kind for line in api.story(number=number, actor=citizen)}
    assert {"filed", "register", "number", "document", "notice"} <= kinds


def test_a_job_that_is_done_twice_issues_one_document() -> None:
    number = extract("citizen")
    jobs.drain_all()
    with clock.at(MONDAY + timedelta(hours=1)):
        jobs.defer(name="cases.document", payload={"case": number, "work": "w1"}, key="once-more")
        jobs.drain_all()
    assert len(documents.documents_of(subject=Reference.of("case", number))) == 1


def extract_at_the_counter() -> tuple[str, str]:
    """A clerk fills in an extract for the citizen; the service's process asks nobody, so the house does."""
    clerk, citizen = actor("civil-clerk"), actor("citizen")
    assert citizen.person is not None
    draft = api.begin_draft(service=EXTRACT, actor=clerk, applicant=citizen.person, channel="counter")
    answers = {"content": "full", "purpose": "employment"}
    api.keep_draft(key=draft.key, actor=clerk, answers=answers)
    filed = api.file_draft(key=draft.key, actor=clerk, language="ar")
    assert (filed.number, filed.status) == ("", "to-confirm")
    assert api.file_draft(key=draft.key, actor=clerk, language="ar").again
    (waits,) = api.to_confirm(actor=citizen)
    return draft.key, waits.code


def test_whatever_the_service_nothing_happens_until_the_applicant_confirms() -> None:
    key, code = extract_at_the_counter()
    citizen, clerk = actor("citizen"), actor("civil-clerk")
    assert api.cases(actor=citizen) == ((), 0)
    seen = api.assisted(code=code, actor=citizen)
    assert (seen.clerk, seen.answer) == (clerk.name, "")
    assert seen.shown, "the person sees what is filed in their name"
    for stranger in (clerk, actor("importer"), actor("civil-registrar")):
        with pytest.raises(CaseNotFound):
            api.answer_assisted(code=code, actor=stranger, confirmed=True)
    done = api.answer_assisted(code=code, actor=citizen, confirmed=True)
    assert done.filed is not None
    found = api.case(number=done.filed, actor=citizen)
    assert (found.channel, found.filed_by, found.basis) == ("counter", "civil-clerk", "counter")
    filed = next(line for line in api.story(number=done.filed, actor=citizen) if line.kind == "filed")
    assert filed.detail["acted"]["name"] == clerk.name, "the person sees who filed"
    with pytest.raises(NotWaitingForYou):
        api.answer_assisted(code=code, actor=citizen, confirmed=True)
    assert api.draft(key=key, actor=clerk).filed == done.filed


def test_what_is_refused_or_not_answered_in_time_is_not_filed() -> None:
    _, code = extract_at_the_counter()
    citizen = actor("citizen")
    with clock.at(MONDAY + timedelta(days=10)):
        assert api.to_confirm(actor=citizen) == ()
        assert api.assisted(code=code, actor=citizen).answer == "over"
        with pytest.raises(NotWaitingForYou):
            api.answer_assisted(code=code, actor=citizen, confirmed=True)
    assert api.answer_assisted(code=code, actor=citizen, confirmed=False).answer == "refused"
    assert api.cases(actor=citizen) == ((), 0)


def test_no_clerk_files_such_a_service_past_the_applicant() -> None:
    citizen = actor("citizen")
    assert citizen.person is not None
    with pytest.raises(ApplicantConfirms):
        api.file_case(
            service=EXTRACT, actor=actor("civil-clerk"), applicant=citizen.person,
            answers={"content": "full", "purpose": "employment"}, channel="counter", language="ar", key="x",
        )  # fmt: skip


def test_confirming_on_the_page() -> None:
    _, code = extract_at_the_counter()
    client = browser("citizen")
    assert actor("civil-clerk").name in client.get("/to-confirm/").content.decode()
    page = client.get(f"/to-confirm/{code}/").content.decode()
    assert actor("civil-clerk").name in page
    assert client.post(f"/to-confirm/{code}/", {"answer": "confirm"}).status_code == 302
    assert browser("importer").get(f"/to-confirm/{code}/").status_code == 404


def test_what_the_applicant_was_asked_about_is_changed_no_more() -> None:
    key, code = extract_at_the_counter()
    citizen, clerk = actor("citizen"), actor("civil-clerk")
    read = api.assisted(code=code, actor=citizen)
    with pytest.raises(WaitsForApplicant):
        api.keep_draft(key=key, actor=clerk, answers={"purpose": "marriage"})
    Draft.objects.filter(key=key).update(answers={"content": "full", "purpose": "marriage"})
    client = browser("citizen")
    assert read.answers_sha256 in client.get(f"/to-confirm/{code}/").content.decode()
    body = {"answer": "confirm", "sha256": read.answers_sha256}
    assert client.post(f"/to-confirm/{code}/", body).status_code == 422
    with pytest.raises(ChangedSince):
        api.answer_assisted(code=code, actor=citizen, confirmed=True)
    assert (api.assisted(code=code, actor=citizen).shown, api.cases(actor=citizen)) == (read.shown, ((), 0))


def test_the_confirmation_carries_the_digest_of_what_was_read() -> None:
    _, code = extract_at_the_counter()
    citizen = actor("citizen")
    with pytest.raises(ChangedSince):
        api.answer_assisted(code=code, actor=citizen, confirmed=True, sha256="0" * 64)
    read = api.assisted(code=code, actor=citizen).answers_sha256
    done = api.answer_assisted(code=code, actor=citizen, confirmed=True, sha256=read)
    assert done.filed is not None
    story = api.story(number=done.filed, actor=citizen)
    (confirmed,) = [line for line in story if line.kind == "confirmed"]
    assert confirmed.detail["answers_sha256"] == read


@pytest.mark.parametrize(("answer", "status"), [("confirm", "confirmed"), ("refuse", "refused")])
def test_the_applicant_answers_though_the_clerks_post_has_ended(answer: str, status: str) -> None:
    _, code = extract_at_the_counter()
    name = actor("civil-clerk").name
    Appointment.objects.filter(account__slug="civil-clerk").update(ends_at=clock.now())
    client = browser("citizen")
    assert name in client.get("/to-confirm/").content.decode()
    assert name in client.get(f"/to-confirm/{code}/").content.decode()
    assert client.post(f"/to-confirm/{code}/", {"answer": answer}).status_code == 302
    citizen = actor("citizen")
    found = api.assisted(code=code, actor=citizen)
    assert (found.answer, found.clerk, bool(found.shown)) == (status, name, True)
    assert api.cases(actor=citizen)[1] == (answer == "confirm")


def test_a_clerk_whose_post_has_ended_asks_for_nothing_new() -> None:
    clerk, citizen = actor("civil-clerk"), actor("citizen")
    assert citizen.person is not None
    draft = api.begin_draft(service=EXTRACT, actor=clerk, applicant=citizen.person, channel="counter")
    api.keep_draft(key=draft.key, actor=clerk, answers={"content": "full", "purpose": "employment"})
    Appointment.objects.filter(account__slug="civil-clerk").update(ends_at=clock.now())
    with pytest.raises(MayNotFile):
        api.file_draft(key=draft.key, actor=actor("civil-clerk"), language="en")
    assert api.to_confirm(actor=citizen) == ()
