"""What the office and the others see when an applicant died, and what is written to whom."""

from datetime import date

import pytest
from django.utils import timezone

from onewindow.blocks.cases import api
from onewindow.blocks.cases.tests.people import EXTRACT, MONDAY, actor, browser
from onewindow.blocks.identity.models import Account
from onewindow.blocks.mandates.models import GrantedMandate
from onewindow.blocks.notifications.models import LetterRow
from onewindow.blocks.registers import api as registers
from onewindow.blocks.registers.models import Duplicate
from onewindow.foundation.access.types import Actor, Post
from onewindow.foundation.outbox import tasks as outbox
from onewindow.kernel.period import Period
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("monday", "country")
CITIZEN, HOMEOWNER = "10000295", "10000348"


def told(died: date | None) -> None:
    registers.write(
        register="people", key=CITIZEN, changes={"death_date": died, "death_act": "7" if died else None},
        valid=Period(None), source="test", writer=Actor(kind="system", name="test"),
    )  # fmt: skip


def heard() -> None:
    while outbox.drain_once():
        pass


def letters_to(receiver: str) -> list[str]:
    """The subjects of what was written, oldest first."""
    return [row.texts["en"][0] for row in LetterRow.objects.filter(to=receiver).order_by("pk")]


def test_the_office_reads_that_the_applicant_died_and_nothing_is_deleted() -> None:
    citizen = actor("citizen")
    assert citizen.person is not None
    filed = api.file_case(
        service=EXTRACT, actor=citizen, applicant=citizen.person, channel="page", language="ar",
        answers={"content": "full", "purpose": "employment"}, key="death-1",
    )  # fmt: skip
    officer = browser("civil-registrar")
    address = f"/cases/{filed.number}/"
    assert "has died" not in officer.get(address).content.decode()
    told(date(2027, 1, 3))
    heard()
    assert "has died" in officer.get(address).content.decode()
    assert api.case(number=filed.number, actor=actor("civil-registrar")).status == "open"
    told(None)
    assert "has died" not in officer.get(address).content.decode()


def test_the_other_side_of_a_mandate_is_written_to_and_after_a_mistake_both_are() -> None:
    citizen, homeowner = (f"register/people/{key}" for key in (CITIZEN, HOMEOWNER))
    GrantedMandate.objects.create(
        code="M-DEATH00001", principal=citizen, principal_name="C", agent=homeowner, agent_name="H",
        scopes=["*"], first_day=MONDAY.date(), granted_at=MONDAY, granted_by="account/citizen",
        signed_at=MONDAY, accepted_at=MONDAY,
    )  # fmt: skip
    told(date(2027, 1, 3))
    heard()
    assert letters_to(homeowner) == ["Mandate ended by a death: M-DEATH00001"]
    told(None)
    heard()
    anew = "Mandate to be granted anew: M-DEATH00001"
    assert anew in letters_to(homeowner)
    assert anew in letters_to(citizen)
    assert letters_to("account/citizen")[-1:] == ["Your account is open again"]


def test_two_accounts_of_one_person_are_told_which_one_stays_and_when_they_part() -> None:
    Account.objects.filter(slug="citizen").update(proofing="high")
    Account.objects.filter(slug="homeowner").update(proofing="low")
    row = Duplicate.objects.create(
        register="people", one=CITIZEN, other=HOMEOWNER, weight=30, parts=[], found_at=timezone.now()
    )
    registrar, head = (
        Actor(
            account=role, name=role, kind="officer", posts=(Post("civil-registry", "", role),),
            assurance="substantial",
        )
        for role in ("registrar", "head")
    )  # fmt: skip
    other = browser("homeowner")
    registers.propose_merge(number=row.pk, stays=HOMEOWNER, takes_over=(), reason="one", officer=registrar)
    registers.confirm_pair(number=row.pk, officer=head)
    heard()
    assert letters_to("account/citizen")[-1] == "An entry of the population register was joined to yours"
    aside = "Your account stands for you no more, for you have another"
    assert letters_to("account/homeowner")[-1] == aside
    assert other.get("/account/").status_code == 302  # its sessions ended
    assert actor("citizen").also == (Reference("register/people/10000348"),)
    registers.propose_parting(number=row.pk, reason="two", officer=registrar)
    registers.confirm_pair(number=row.pk, officer=head)
    heard()
    again = "Two entries of the population register are two persons again"
    assert letters_to("account/homeowner")[-1] == letters_to("account/citizen")[-1] == again
    assert actor("homeowner").person == Reference("register/people/10000348")
