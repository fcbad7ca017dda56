"""A mandate limited to a service opens that service's cases of the principal alone, listed or asked for."""

from collections.abc import Mapping

import pytest

from onewindow.blocks.cases import api
from onewindow.blocks.cases.errors import CaseNotFound
from onewindow.blocks.cases.models import Case
from onewindow.blocks.cases.tests.people import ELECTRONICS, EXTRACT, MONDAY, TRADE, actor, file_trade
from onewindow.blocks.mandates import api as mandates
from onewindow.blocks.mandates.tests.signer import PIN
from onewindow.blocks.registers import api as registers
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country", "keys_at_hand")


def agent_of(principal: Actor, party: Reference, **terms: object) -> Actor:
    """The homeowner, who acts for somebody by a mandate."""
    homeowner = actor("homeowner")
    assert homeowner.person is not None
    offered = mandates.grant(actor=principal, principal=party, agent=homeowner.person, pin=PIN, **terms)
    mandates.accept(actor=homeowner, code=offered.code, pin=PIN)
    return mandates.acting(actor=homeowner, principal=party, basis=f"mandate/{offered.code}")


def numbers(found: tuple[tuple[object, ...], int]) -> set[str]:
    rows, total = found
    assert total == len(rows)
    return {str(getattr(row, "number", "")) for row in rows}


@pytest.mark.parametrize(
    ("terms", "sees"),
    [
        ({"scopes": ["*"], "services": [TRADE]}, {"trade"}),
        ({"scopes": ["trade"]}, {"trade"}),
        ({"scopes": ["*"], "agencies": [EXTRACT.partition("/")[0]]}, set[str]()),
        ({"scopes": ["driving"]}, set[str]()),
        ({"scopes": ["*"]}, {"trade"}),
    ],
)
def test_lists_and_addresses_show_the_same_cases(terms: Mapping[str, object], sees: set[str]) -> None:
    with clock.at(MONDAY):
        number = file_trade(actor("broker")).number
        agent = agent_of(actor("importer"), ELECTRONICS, **terms)
        theirs = set(Case.objects.filter(applicant=ELECTRONICS.text).values_list("number", flat=True))
        for listed in (api.cases(actor=agent, limit=200), api.my_cases(actor=agent, limit=200)):
            assert (number in numbers(listed)) == ("trade" in sees)
        for each in theirs:
            subject = Reference.of("case", each)
            assert api.may_see_subject(subject=subject, reader=agent) == ("trade" in sees)
            assert (str(subject) in set(api.subjects_on_side(actor=agent))) == ("trade" in sees)
            if "trade" in sees:
                assert api.case(number=each, actor=agent).mine
            else:
                with pytest.raises(CaseNotFound):
                    api.case(number=each, actor=agent)


def test_a_mandate_for_one_service_does_not_show_what_the_agent_filed_under_another() -> None:
    citizen = actor("citizen")
    assert citizen.person is not None
    with clock.at(MONDAY):
        agent = agent_of(citizen, citizen.person, scopes=["civil-status"])
        filed = api.file_case(
            service=EXTRACT, actor=agent, applicant=citizen.person, channel="page", key="one", language="en",
            answers={"content": "full", "purpose": "employment"},
        )  # fmt: skip
        assert api.case(number=filed.number, actor=agent)
        mandates.end(actor=citizen, code=str(agent.basis).partition("/")[2])
        other = agent_of(citizen, citizen.person, scopes=["driving"])
        for reader in (other, actor("homeowner")):
            assert filed.number not in numbers(api.cases(actor=reader))
            with pytest.raises(CaseNotFound):
                api.case(number=filed.number, actor=reader)


@pytest.mark.parametrize("chosen", [True, False])
def test_a_form_shows_what_the_office_knows_and_the_principal_sees_who_looked(chosen: bool) -> None:
    citizen = actor("citizen")
    assert citizen.person is not None
    with clock.at(MONDAY):
        agent = agent_of(citizen, citizen.person, scopes=["civil-status"], services=[EXTRACT])
        basis = str(agent.basis)
        with pytest.raises(registers.AttributeRefused):
            registers.read(
                register="people", key=citizen.person.key.partition("/")[2], attributes=["birth_place"],
                reader=agent,
            )  # fmt: skip
        reader = agent if chosen else actor("homeowner")
        before, _ = registers.access_lines_of(concerned=citizen.person, reader=citizen)
        draft = api.begin_draft(service=EXTRACT, actor=reader, applicant=citizen.person, channel="page")
        api.scope_of_draft(key=draft.key, actor=reader)
        after, _ = registers.access_lines_of(concerned=citizen.person, reader=citizen)
    lines = after[: len(after) - len(before)]
    assert lines and {(line.acting_for, line.basis) for line in lines} == {(citizen.person.text, basis)}
    assert {line.reader for line in lines} == {"account/homeowner"}


def test_what_a_draft_says_is_shown_no_more_once_the_right_ended() -> None:
    citizen = actor("citizen")
    assert citizen.person is not None
    with clock.at(MONDAY):
        agent = agent_of(citizen, citizen.person, scopes=["civil-status"])
        draft = api.begin_draft(service=EXTRACT, actor=agent, applicant=citizen.person, channel="page")
        api.keep_draft(key=draft.key, actor=agent, answers={"content": "full"})
        [shown] = api.my_drafts(actor=agent)[0]
        assert shown.answers == {"content": "full"}
        mandates.end(actor=citizen, code=str(agent.basis).partition("/")[2])
        [shown] = api.my_drafts(actor=actor("homeowner"))[0]
        assert (shown.key, shown.answers) == (draft.key, {})
