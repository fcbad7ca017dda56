"""What may happen to a certificate: withdrawn, amended, extended, corrected, revoked, expired."""

from datetime import UTC, date, datetime, timedelta

import pytest

from onewindow.blocks.cases import api
from onewindow.blocks.cases.errors import NotAtThisTime, NothingProposed, SecondPersonNeeded
from onewindow.blocks.cases.tests.people import MONDAY, actor, file_trade, open_work, trade_answers
from onewindow.blocks.cases.tests.way import (
    DOMICILIATION,
    OPINION,
    REGISTRATION,
    do,
    fee_of,
    in_force,
    order_at_bank,
    pay_at,
    to_the_bank,
    to_the_fee,
)
from onewindow.blocks.documents import api as documents
from onewindow.blocks.documents.types import IssuedDocument
from onewindow.blocks.notifications import api as notifications
from onewindow.blocks.payments import api as payments
from onewindow.blocks.registers import api as registers
from onewindow.foundation.jobs import api as jobs
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import NotAllowed
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("monday", "country")


def act(number: str, account: str, action: str, **answers: object) -> bool:
    done = api.act_on_case(number=number, action=action, actor=actor(account), answers=answers, key=None)
    jobs.drain_all()
    return bool(done["proposed"])


def papers(number: str) -> tuple[IssuedDocument, ...]:
    return documents.documents_of(subject=Reference.of("case", number))


def status(number: str) -> str:
    return api.case(number=number, actor=actor("importer")).status


def letters(number: str) -> list[str]:
    found = notifications.letters_about(subject=Reference.of("case", number), language="en")
    return [letter.subject for letter in found]


def test_a_withdrawn_request_is_nobodys_work_any_more_and_asks_for_no_fee() -> None:
    number = to_the_fee()
    order = order_at_bank(number)
    act(number, "importer", "withdraw", reason="Changed our mind")
    case = api.case(number=number, actor=actor("importer"))
    assert (case.status, case.choices) == ("withdrawn", ())
    assert not [work for work in case.works if work.state == "open"]
    assert fee_of(number).status == "cancelled"
    pay_at(order)  # the money was under way
    jobs.drain_all()
    assert payments.check_ledger().right
    (back,) = payments.refunds_of(request=fee_of(number).id)
    assert back.amount == fee_of(number).amount


def test_an_unpaid_request_lapses_and_asks_no_longer() -> None:
    number = to_the_fee()
    with clock.at(MONDAY + timedelta(days=31)):
        jobs.drain_all()
        assert status(number) == "expired"
        assert fee_of(number).status == "cancelled"


def test_an_amended_request_is_looked_at_again() -> None:
    number = to_the_bank()
    importer = actor("importer")
    act(number, "importer", "amend", **trade_answers(importer, invoice_number="INV-1B"))
    do(number, "atlas-desk", "domiciliation", DOMICILIATION)
    case = api.case(number=number, actor=importer)
    assert case.data["request"]["invoice_number"] == "INV-1B"
    assert [work.element for work in case.works if work.state == "open"] == ["technical-opinion"]


def test_it_is_extended_and_the_paper_says_so() -> None:
    number = in_force()
    act(number, "trade-registrar", "extend", valid_until="2027-09-30", reason="The ship is late")
    (paper,) = papers(number)
    assert (paper.valid_until, paper.status) == (date(2027, 9, 30), "valid")


def test_a_correction_is_a_new_version_that_names_the_old_one() -> None:
    number = in_force()
    (old,) = papers(number)
    act(
        number, "trade-registrar", "correct", supplier_name="Acme SARL", incoterm_place="Tunis",
        loading_place="FRMRS", entry_place="TNTUN", reason="A wrong name",
    )  # fmt: skip
    new = next(paper for paper in papers(number) if paper.status == "valid")
    before = next(paper for paper in papers(number) if paper.code == old.code)
    assert (new.replaces, new.version, before.status) == (old.code, 2, "superseded")
    assert new.number == old.number


def test_a_revocation_takes_two_persons() -> None:
    number = in_force()
    ground = {"ground": "false-information", "reason": "The invoice was forged"}
    assert act(number, "trade-registrar", "revoke", **ground)
    assert status(number) == "granted"
    with pytest.raises(SecondPersonNeeded):
        act(number, "trade-registrar", "revoke", **ground)
    seen = api.scope_of_action(number=number, action="revoke", actor=actor("trade-registrar-2"))
    assert seen.answers["reason"] == ground["reason"]
    assert not act(number, "trade-registrar-2", "revoke", **ground)
    assert status(number) == "revoked"
    (paper,) = papers(number)
    assert paper.status == "revoked"
    kinds = [line.kind for line in api.story(number=number, actor=actor("trade-registrar"))]
    assert "proposed" in kinds


def test_who_never_answers_is_reminded_and_then_the_case_is_closed() -> None:
    number = file_trade(actor("importer")).number
    do(
        number,
        "telecom-officer",
        "technical-opinion",
        {**OPINION, "opinion": "ask", "question": "Which band?"},
    )
    due = open_work(number, actor("importer"), "answer-body").due_at
    assert due is not None
    with clock.at(due - timedelta(days=1)):
        jobs.drain_all()
        assert status(number) == "open"
    with clock.at(due + timedelta(minutes=1)):
        jobs.drain_all()
        assert status(number) == "withdrawn"
        kinds = [line.kind for line in api.story(number=number, actor=actor("importer"))]
        assert "silence" in kinds
        letters = notifications.letters_about(subject=Reference.of("case", number), language="en")
    titles = [one.title for one in letters]
    assert any(title.startswith("Due soon") for title in titles)
    assert any(title.startswith("Closed") for title in titles)


def test_what_was_proposed_can_be_given_back_with_the_reason() -> None:
    number = in_force()
    ground = {"ground": "false-information", "reason": "The invoice was forged"}
    assert act(number, "trade-registrar", "revoke", **ground)
    second = actor("trade-registrar-2")
    offers = {choice.action: choice.proposed_by for choice in api.case(number=number, actor=second).choices}
    assert offers["revoke"] == "trade-registrar"
    api.decline_action(number=number, action="revoke", actor=second, reason="Show me the invoice")
    with pytest.raises(NothingProposed):
        api.decline_action(number=number, action="revoke", actor=second, reason="again")
    letters = notifications.letters(actor=actor("trade-registrar")).letters
    assert [number in one.title for one in letters if "Show me the invoice" in one.body] == [True]
    assert [line.kind for line in api.story(number=number, actor=second)][-1] == "returned"
    assert act(number, "trade-registrar-2", "revoke", **ground)  # as if nobody had proposed it
    with pytest.raises(NotAllowed):
        api.decline_action(number=number, action="revoke", actor=actor("importer"), reason="no")
    assert status(number) == "granted"


def test_who_changes_a_proposal_makes_one_of_their_own() -> None:
    number = in_force()
    ground = {"ground": "court-order", "reason": "Judgement 12/2027"}
    assert act(number, "trade-registrar", "revoke", **ground)
    other = {**ground, "reason": "Judgement 13/2027"}
    assert act(number, "trade-registrar-2", "revoke", **other)
    assert status(number) == "granted"
    assert not act(number, "trade-registrar", "revoke", **other)
    assert status(number) == "revoked"


def test_a_great_value_is_registered_by_two_who_want_the_same() -> None:
    great = {**line("851713"), "price": "100500", "amount": "1005000.00"}
    number = file_trade(actor("importer"), lines=[great]).number
    do(number, "telecom-officer", "technical-opinion", OPINION)
    do(number, "atlas-desk", "domiciliation", DOMICILIATION)
    pay_at(order_at_bank(number))
    longer = {**REGISTRATION, "valid_until": "2027-07-31"}
    do(number, "trade-registrar", "registration", REGISTRATION)
    do(number, "trade-registrar-2", "registration", longer)
    assert waiting(number) == ["registration"]
    with pytest.raises(SecondPersonNeeded):
        do(number, "trade-registrar-2", "registration", longer)
    do(number, "trade-registrar", "registration", longer)
    jobs.drain_all()
    (paper,) = papers(number)
    assert paper.valid_until == date(2027, 7, 31)


@pytest.mark.parametrize(("account", "action"), [("importer", "revoke"), ("atlas-desk", "extend")])
def test_others_may_not(account: str, action: str) -> None:
    number = in_force()
    with pytest.raises((NotAllowed, NotAtThisTime)):
        act(number, account, action, reason="x")
    assert status(number) == "granted"


def test_the_holder_is_reminded_before_the_end_and_the_end_comes() -> None:
    number = in_force()
    before = len(letters(number))
    with clock.at(datetime(2027, 6, 15, 23, tzinfo=UTC)):
        jobs.drain_all()
        assert len(letters(number)) == before
    with clock.at(datetime(2027, 6, 16, 1, tzinfo=UTC)):
        jobs.drain_all()
        assert len(letters(number)) == before + 1
        jobs.drain_all()
        assert len(letters(number)) == before + 1
    with clock.at(datetime(2027, 7, 1, 1, tzinfo=UTC)):
        jobs.drain_all()
        assert status(number) == "expired"


def test_silence_is_consent_where_the_law_says_so_and_nowhere_else() -> None:
    silent = file_trade(actor("importer"), key="silent", lines=[line("060110")]).number
    spoken = file_trade(actor("importer"), key="spoken", lines=[line("300490")]).number
    with clock.at(MONDAY + timedelta(days=30)):
        jobs.drain_all()
        waits = {number: waiting(number) for number in (silent, spoken)}
    assert waits[silent] == ["domiciliation"]
    assert waits[spoken] == ["head-opinion"]


def line(hs_code: str) -> dict[str, object]:
    return {
        "description": "Goods", "hs_code": hs_code, "origin": "CN", "quantity": "10", "unit": "C62",
        "price": "100.5", "amount": "1005.00",
    }  # fmt: skip


def waiting(number: str) -> list[str]:
    works = api.case(number=number, actor=actor("importer")).works
    return [work.element for work in works if work.state == "open"]


def test_a_request_is_answered_and_asked_again() -> None:
    number = file_trade(actor("importer")).number
    do(
        number,
        "telecom-officer",
        "technical-opinion",
        {**OPINION, "opinion": "ask", "question": "Which band?"},
    )
    assert waiting(number) == ["answer-body"]
    do(number, "importer", "answer-body", {"answer": "2.4 GHz"})
    assert waiting(number) == ["technical-opinion"]
    assert open_work(number, actor("telecom-officer"), "technical-opinion").due_at is not None


def test_the_time_that_the_applicant_takes_is_not_the_offices() -> None:
    number, importer = file_trade(actor("importer")).number, actor("importer")
    before = api.case(number=number, actor=importer).due_at
    assert before is not None
    ministry = registers.calendar(name="trade-ministry")
    with clock.at(clock.now() + timedelta(days=2)):
        asks = {**OPINION, "opinion": "ask", "question": "Which band?"}
        do(number, "telecom-officer", "technical-opinion", asks)
        assert api.case(number=number, actor=importer).due_at == before, "the office's own time"
        asked = clock.now()
    with clock.at(asked + timedelta(days=7)):
        do(number, "importer", "answer-body", {"answer": "2.4 GHz"})
        waited = ministry.between(asked.date(), clock.now().date())
        assert waited >= 4
        moved = api.case(number=number, actor=importer).due_at
        assert moved == ministry.add(before, waited), "the clock stood still"
    with clock.at(asked + timedelta(days=8)):
        do(number, "telecom-officer", "technical-opinion", OPINION)
        assert api.case(number=number, actor=importer).due_at == moved
