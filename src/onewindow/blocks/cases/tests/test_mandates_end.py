"""A broker works for a company while its mandate stands, and not a moment longer."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from onewindow.blocks.cases import api
from onewindow.blocks.cases.errors import CaseNotFound, MayNotFile, WorkNotFound
from onewindow.blocks.cases.tests.people import ELECTRONICS, actor, file_trade, open_work
from onewindow.blocks.cases.tests.way import OPINION, do
from onewindow.blocks.mandates import api as mandates
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

MONDAY = datetime(2027, 2, 1, 9, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("country")


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


def _company() -> Actor:
    return replace(actor("importer"), acting_for=ELECTRONICS)
