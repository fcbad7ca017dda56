"""The small works permit in the demonstration country: an appointment, and a register that is not open."""

from datetime import datetime

import pytest

from onewindow.blocks.cases import api
from onewindow.blocks.cases.tests.people import MONDAY, actor, open_work, upload
from onewindow.blocks.registers import api as registers
from onewindow.kernel.clock import clock

PERMIT = "municipality-harbour/small-works-permit"
pytestmark = pytest.mark.usefixtures("country")


def do(number: str, account: str, element: str, **answers: object) -> None:
    who = actor(account)
    work = open_work(number, who, element)
    api.complete_work(work=work.id, actor=who, answers=answers, key=None)


def test_two_departments_and_a_visit_lead_to_the_fee() -> None:
    owner = actor("homeowner")
    assert owner.person is not None
    with clock.at(MONDAY):
        answers = {
            "parcel": "PN-0101", "relation": "owner", "kind": "pool", "area": "20", "description": "A pool",
            "uses_street": "no", "starts_on": "2027-05-01", "site_plan": upload(owner),
        }  # fmt: skip
        number = api.file_case(
            service=PERMIT, actor=owner, applicant=owner.person, answers=answers, channel="page",
            language="ar", key="permit-1",
        ).number  # fmt: skip
        do(number, "planning-officer", "planning-review", opinion="ask", question="How far from the road?")
        do(number, "homeowner", "answer-planning", answer="Four metres")
        do(number, "planning-officer", "planning-review", opinion="agree", visit="no")
        do(number, "safety-officer", "safety-review", opinion="agree", visit="no")
        do(number, "site-inspector", "offer-slots", slots=[{"moment": "2027-02-03T10:00"}])
        do(number, "homeowner", "choose-slot", none_fits="no", slot="2027-02-03T10:00")
        do(number, "site-inspector", "site-visit", result="pass", findings="As drawn")
        case = api.case(number=number, actor=owner)
    assert case.data["request"]["address"]  # known from the register of parcels
    assert case.data["visit_choice"]["slot"] == datetime(2027, 2, 3, 10)
    assert [work.element for work in case.works if work.state == "open"] == ["pay-fee"]


def test_a_parcel_is_called_by_its_address() -> None:
    assert "Corniche" in registers.code_name(register="parcels", key="PN-0101", language="fr")
