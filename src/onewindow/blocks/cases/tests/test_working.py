"""Officers at work: claims, deadlines, two persons, lost updates."""

from datetime import timedelta

import pytest

from onewindow.blocks.cases import api
from onewindow.blocks.cases.errors import (
    ChangedSince,
    KeyReused,
    WorkClaimed,
    WorkEnded,
    WorkNotFound,
)
from onewindow.blocks.cases.models import Timer, Work
from onewindow.blocks.cases.tests.people import MONDAY, actor, file_trade, open_work
from onewindow.blocks.payments import api as payments
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import Problems
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")
AGREE = {"opinion": "agree", "lines": [{"opinion": "agree"}]}
REFUSE = {"opinion": "refuse", "lines": [{"opinion": "refuse"}]}


def agree(number: str) -> None:
    telecom = actor("telecom-officer")
    work = open_work(number, telecom, "technical-opinion")
    api.complete_work(work=work.id, actor=telecom, answers=AGREE, key=None)


def test_an_opinion_sends_the_case_on_to_the_bank() -> None:
    with clock.at(MONDAY):
        number = file_trade(actor("importer")).number
        agree(number)
        works = api.case(number=number, actor=actor("importer")).works
    waiting = [(work.element, work.agency) for work in works if work.state == "open"]
    assert waiting == [("domiciliation", "bank-atlas")]


def test_who_has_no_post_there_does_not_find_the_task() -> None:
    with clock.at(MONDAY):
        number = file_trade(actor("importer")).number
        work = open_work(number, actor("telecom-officer"), "technical-opinion")
        for account in ("health-officer", "importer", "atlas-desk"):
            with pytest.raises(WorkNotFound):
                api.complete_work(work=work.id, actor=actor(account), answers=AGREE, key=None)


def test_a_claimed_task_is_left_to_its_officer() -> None:
    with clock.at(MONDAY):
        number = file_trade(actor("importer")).number
        telecom, head = actor("telecom-officer"), actor("telecom-head")
        work = open_work(number, telecom, "technical-opinion")
        api.claim_work(work=work.id, actor=telecom)
        Work.objects.filter(pk=work.id).update(escalated_to="head")
        with pytest.raises(WorkClaimed):
            api.complete_work(work=work.id, actor=head, answers=AGREE, key=None)
        api.release_work(work=work.id, actor=head)
        api.complete_work(work=work.id, actor=head, answers=AGREE, key=None)


def test_an_answer_to_what_has_changed_is_refused() -> None:
    with clock.at(MONDAY):
        number = file_trade(actor("importer")).number
        telecom = actor("telecom-officer")
        work = open_work(number, telecom, "technical-opinion")
        api.claim_work(work=work.id, actor=telecom)
        with pytest.raises(ChangedSince):
            api.complete_work(work=work.id, actor=telecom, answers=AGREE, key=None, revision=work.revision)


def test_a_task_is_done_once_and_its_key_gives_the_same_answer_again() -> None:
    with clock.at(MONDAY):
        number = file_trade(actor("importer")).number
        telecom = actor("telecom-officer")
        work = open_work(number, telecom, "technical-opinion")
        first = api.complete_work(work=work.id, actor=telecom, answers=AGREE, key="opinion-1")
        assert api.complete_work(work=work.id, actor=telecom, answers=AGREE, key="opinion-1") == first
        with pytest.raises(KeyReused):
            api.complete_work(
                work=work.id,
                actor=telecom,
                answers=REFUSE,
                key="opinion-1",
            )
        with pytest.raises(WorkEnded):
            api.complete_work(work=work.id, actor=telecom, answers=AGREE, key="opinion-2")


def test_a_refusal_needs_its_reason() -> None:
    with clock.at(MONDAY):
        number = file_trade(actor("importer")).number
        telecom = actor("telecom-officer")
        work = open_work(number, telecom, "technical-opinion")
        with pytest.raises(Problems) as refused:
            api.complete_work(
                work=work.id,
                actor=telecom,
                answers=REFUSE,
                key=None,
            )
    assert "reason" in {problem.field for problem in refused.value.problems}


def test_a_missed_deadline_is_counted_in_working_days_and_escalated() -> None:
    with clock.at(MONDAY):
        number = file_trade(actor("importer")).number
        agree(number)
        work = open_work(number, actor("atlas-desk"), "domiciliation")
    assert work.due_at is not None
    assert work.due_at.date() == (MONDAY + timedelta(days=2)).date()
    with clock.at(work.due_at - timedelta(minutes=1)):
        while api.fire_due_timers():
            pass
        assert Work.objects.get(pk=work.id).escalated_to == ""
    with clock.at(work.due_at + timedelta(minutes=1)):
        while api.fire_due_timers():
            pass
        assert Work.objects.get(pk=work.id).escalated_to == "head"
        assert not Timer.objects.filter(due_at__lte=clock.now()).exists()


def test_the_fee_is_asked_once_and_the_case_goes_on_when_it_is_paid() -> None:
    with clock.at(MONDAY):
        number = file_trade(actor("importer")).number
        agree(number)
        desk = actor("atlas-desk")
        work = open_work(number, desk, "domiciliation")
        answers = {
            "decision": "domicile", "account": "0812345678",
            "lines": [{"matches": "yes"}],
        }  # fmt: skip
        api.complete_work(work=work.id, actor=desk, answers=answers, key=None)
        requests = payments.requests_of(subject=Reference.of("case", number))
        data = api.case(number=number, actor=desk).data
    assert len(requests) == 1
    assert requests[0].amount.currency == "TND"
    assert str(data["domiciliation_number"]).startswith("08-")
