"""A case opens personal data only to an officer who works on it, and only that of whom it is about."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from onewindow.blocks.cases import api as cases
from onewindow.blocks.cases.models import Case
from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api as registers
from onewindow.blocks.registers.models import AccessLine
from onewindow.foundation.access.types import Actor
from onewindow.foundation.jobs import api as jobs
from onewindow.kernel.clock import clock
from onewindow.kernel.period import Period
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")
EXTRACT = "civil-registry/register-extract"


def actor(account: str) -> Actor:
    return identity.actor_of_account(account=account, assurance="high")


def key_of(account: str) -> str:
    person = actor(account).person
    assert person is not None
    return person.key.partition("/")[2]


@pytest.fixture
def number() -> str:
    """A case of the citizen that a registrar has to complete by hand."""
    person = actor("citizen").person
    assert person is not None
    registers.write(
        register="people",
        key=key_of("citizen"),
        changes={"birth_place": None, "birth_act": None},
        valid=Period(None, None),
        source="a test",
        writer=identity.system_actor(name="a test"),
    )
    filed = cases.file_case(
        service=EXTRACT, actor=actor("citizen"), applicant=person,
        answers={"content": "full", "purpose": "employment"}, channel="page", language="fr", key="stated",
    )  # fmt: skip
    jobs.drain_all()
    return filed.number


def read(who: str, about: str, case: str) -> object:
    return registers.read(
        register="people", key=about, attributes=["address"],
        purpose=registers.Purpose(case=Reference.of("case", case)), reader=actor(who),
    ).values["address"]  # fmt: skip


def test_the_officer_of_the_case_reads_whom_it_is_about(number: str) -> None:
    assert read("civil-registrar", key_of("citizen"), number)
    line = AccessLine.objects.latest("id")
    assert (line.reader, line.case) == ("account/civil-registrar", f"case/{number}")


@pytest.mark.parametrize(
    ("who", "about", "case"),
    [
        ("civil-registrar", "citizen", "RE-1999-99999"),  # no such case
        ("civil-registrar", "homeowner", None),  # about somebody else
        ("planning-officer", "citizen", None),  # nothing to do there
    ],
)
def test_no_other_case_opens_anything(number: str, who: str, about: str, case: str | None) -> None:
    before = AccessLine.objects.count()
    with pytest.raises(registers.CaseNotCause) as refused:
        read(who, key_of(about), case or number)
    assert refused.value.field == "case" and refused.value.way_out
    assert AccessLine.objects.count() == before


def test_an_officers_own_case_is_no_cause(number: str) -> None:
    Case.objects.filter(number=number).update(applicant=f"register/people/{key_of('civil-registrar')}")
    with pytest.raises(registers.CaseNotCause):
        read("civil-registrar", key_of("citizen"), number)


def test_a_case_that_ended_long_ago_is_no_cause(number: str) -> None:
    Case.objects.filter(number=number).update(decided_at=clock.now() - timedelta(days=91))
    with pytest.raises(registers.CaseNotCause):
        read("civil-registrar", key_of("citizen"), number)


def test_every_way_of_reading_asks_for_the_cause(number: str) -> None:
    registrar = actor("civil-registrar")
    nothing = registers.Purpose(case=Reference.of("case", "RE-1999-99999"))
    about = {"register": "people", "key": key_of("citizen"), "purpose": nothing, "reader": registrar}
    ways: dict[str, Callable[[], object]] = {
        "entry": lambda: registers.read(**about),
        "timeline": lambda: registers.timeline(**about),
        "name": lambda: registers.name_of(**about),
        "search": lambda: registers.find(register="people", text="a", purpose=nothing, reader=registrar),
        "export": lambda: registers.export(register="people", kind="csv", purpose=nothing, reader=registrar),
    }
    for name, way in ways.items():
        with pytest.raises(registers.CaseNotCause):
            way()
            pytest.fail(name)


def test_no_case_is_a_cause_for_a_whole_register(number: str) -> None:
    purpose = registers.Purpose(case=Reference.of("case", number))
    with pytest.raises(registers.CaseNotCause):
        registers.export(register="people", kind="csv", purpose=purpose, reader=actor("civil-registrar"))


def test_the_api_and_the_desk_say_what_to_do(number: str) -> None:
    browser = Client()
    assert browser.post("/demo/sign-in/", {"account": "civil-registrar", "next": "/"}).status_code == 302
    address = f"/api/v1/registers/people/entries/{key_of('citizen')}"
    answer = browser.get(address, {"case": "case/RE-1999-99999", "attributes": "address"})
    assert answer.status_code == 403 and answer.json()["code"] == "case-not-cause"
    sent = {"text": "citizen", "case": "RE-1999-99999", "legal_basis": "case"}
    page = browser.post("/registers/people/", sent, follow=True)
    assert page.status_code in (403, 422) and "RE-1999-99999" in page.content.decode()
