"""Filing through the door: once per key, complete or not at all, for whom one may."""

import pytest

from onewindow.blocks.cases import api
from onewindow.blocks.cases.errors import (
    AssuranceTooLow,
    CaseNotFound,
    ChannelNotOffered,
    KeyReused,
    MayNotFile,
    WrongKindOfApplicant,
)
from onewindow.blocks.cases.models import Case, Work
from onewindow.blocks.cases.tests.people import ELECTRONICS, MONDAY, TRADE, actor, file_trade, trade_answers
from onewindow.blocks.identity import api as identity
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import Problems
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")


def test_a_filing_opens_the_work_of_the_bodies_that_must_agree() -> None:
    importer = actor("importer")
    with clock.at(MONDAY):
        filed = file_trade(importer)
        case = api.case(number=filed.number, actor=importer)
    assert filed.status == "open"
    assert [(work.agency, work.role) for work in case.works if work.side == "officer"] == [
        ("telecom-regulator", "technical-officer")
    ]
    assert {choice.action for choice in case.choices} == {"withdraw", "amend"}


def test_the_same_key_and_request_give_the_same_case() -> None:
    importer = actor("importer")
    with clock.at(MONDAY):
        answers = trade_answers(importer)
        file = {
            "service": TRADE, "actor": importer, "applicant": ELECTRONICS, "answers": answers,
            "channel": "page", "language": "fr", "key": "filing-2",
        }  # fmt: skip
        first, second = api.file_case(**file), api.file_case(**file)
        assert (second.number, second.again) == (first.number, True)
        with pytest.raises(KeyReused):
            api.file_case(**{**file, "answers": {**answers, "invoice_number": "INV-2"}})
    assert Case.objects.count() == 1


def test_two_callers_may_use_the_same_key() -> None:
    with clock.at(MONDAY):
        first = file_trade(actor("importer"), key="filing-3")
        second = file_trade(actor("broker"), key="filing-3")
    assert first.number != second.number


def test_wrong_answers_name_their_fields_and_leave_nothing() -> None:
    importer = actor("importer")
    with clock.at(MONDAY), pytest.raises(Problems) as refused:
        file_trade(
            importer, currency="XYZ", supplier_name="", lines=[{"hs_code": "000001", "quantity": "many"}]
        )
    fields = {problem.field for problem in refused.value.problems}
    assert {"currency", "supplier_name", "lines/0/hs_code", "lines/0/quantity"} <= fields
    assert Case.objects.count() == 0
    assert Work.objects.count() == 0


def test_nobody_files_for_a_company_without_a_right() -> None:
    citizen = actor("citizen")
    with clock.at(MONDAY), pytest.raises(MayNotFile):
        file_trade(citizen)


def test_a_weak_sign_in_does_not_do() -> None:
    importer = identity.actor_of_account(account="importer", assurance="low")
    with clock.at(MONDAY), pytest.raises(AssuranceTooLow):
        file_trade(importer)


def test_a_person_cannot_ask_for_what_is_for_companies() -> None:
    citizen = actor("citizen")
    assert citizen.person is not None
    with clock.at(MONDAY), pytest.raises(WrongKindOfApplicant):
        api.file_case(
            service=TRADE, actor=citizen, applicant=citizen.person, answers={}, channel="page",
            language="fr", key=None,
        )  # fmt: skip


def test_a_channel_that_is_not_offered_is_refused() -> None:
    importer = actor("importer")
    with pytest.raises(ChannelNotOffered):
        api.file_case(
            service=TRADE, actor=importer, applicant=ELECTRONICS, answers={}, channel="pigeon",
            language="fr", key=None,
        )  # fmt: skip


@pytest.mark.parametrize("account", ["citizen", "importer-food", "health-officer", "civil-registrar"])
def test_a_case_does_not_exist_for_those_it_does_not_concern(account: str) -> None:
    with clock.at(MONDAY):
        filed = file_trade(actor("importer"))
        with pytest.raises(CaseNotFound):
            api.case(number=filed.number, actor=actor(account))
        subject = Reference.of("case", filed.number)
        assert not api.may_see_subject(subject=subject, reader=actor(account))


def test_the_files_of_a_case_are_seen_by_those_who_see_the_case() -> None:
    importer = actor("importer")
    with clock.at(MONDAY):
        filed = file_trade(importer)
        request = api.case(number=filed.number, actor=importer).data["request"]
        assert isinstance(request, dict)
        file = Reference(str(request["contract"]["file"]))
        assert api.may_see_subject(subject=file, reader=actor("telecom-officer"))
        assert not api.may_see_subject(subject=file, reader=actor("health-officer"))
