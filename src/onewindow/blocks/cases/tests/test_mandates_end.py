"""A broker works for a company while its mandate stands, and not a moment longer."""

from dataclasses import replace

import pytest

from onewindow.blocks.cases import api
from onewindow.blocks.cases.errors import CaseNotFound, MayNotFile, WorkNotFound, WorthMoreThanMandate
from onewindow.blocks.cases.tests.people import (
    ELECTRONICS,
    EVERYTHING,
    MONDAY,
    actor,
    file_trade,
    open_work,
)
from onewindow.blocks.cases.tests.way import OPINION, do
from onewindow.blocks.mandates import api as mandates
from onewindow.blocks.mandates.tests.signer import PIN
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country", "keys_at_hand")


def test_who_filed_on_a_mandate_that_ended_sees_and_does_nothing_more() -> None:
    broker = actor("broker")
    with clock.at(MONDAY):
        number = file_trade(broker).number
        asks = {**OPINION, "opinion": "ask", "question": "Which band?"}
        do(number, "telecom-officer", "technical-opinion", asks)
        work = open_work(number, broker, "answer-body").id
        assert api.case(number=number, actor=broker).choices
        mandates.end(actor=_company(), code="M-TRANSIT001", reason="Another broker")
        with pytest.raises(CaseNotFound):
            api.case(number=number, actor=broker)
        with pytest.raises(CaseNotFound):
            api.act_on_case(number=number, action="withdraw", actor=broker, answers={}, key=None)
        with pytest.raises(WorkNotFound):
            api.complete_work(work=work, actor=broker, answers={"answer": "2.4 GHz"}, key=None)
        with pytest.raises(MayNotFile):
            file_trade(broker, key="another")
        assert not api.may_see_subject(subject=Reference.of("case", number), reader=broker)
        assert api.cases(actor=broker) == ((), 0)
        assert api.case(number=number, actor=_company()).mine


def test_a_mandate_reaches_as_far_as_its_limit() -> None:
    broker = actor("broker")
    with clock.at(MONDAY):
        mandates.end(actor=_company(), code="M-TRANSIT001", reason="A new one, with a limit")
        assert broker.person is not None
        offered = mandates.grant(
            actor=_company(), principal=ELECTRONICS, agent=broker.person, scopes=["trade"],
            limit=Money(4_000_000, "TND"), pin=PIN,
        )  # fmt: skip
        mandates.accept(actor=broker, code=offered.code, pin=PIN)
        line = {
            "description": "Telephones", "hs_code": "851713", "origin": "CN", "quantity": "10", "unit": "C62",
            "price": "10050", "amount": "100500.00",
        }  # fmt: skip
        with pytest.raises(WorthMoreThanMandate) as refused:
            file_trade(broker, key="great", lines=[line])
        assert "TND" in refused.value.text()
        filed = file_trade(broker, key="small")
        assert api.case(number=filed.number, actor=broker).basis.startswith("mandate/")


def _company() -> Actor:
    return replace(actor("importer"), acting_for=ELECTRONICS, extent=EVERYTHING)
