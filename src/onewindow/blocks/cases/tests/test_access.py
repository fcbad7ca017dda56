"""Who sees which case: asked for one case, and for all of them, it must be the same."""

import pytest

from onewindow.blocks.cases import api
from onewindow.blocks.cases.access import cases_of, may_see
from onewindow.blocks.cases.models import Case
from onewindow.blocks.cases.tests.people import EXTRACT, MONDAY, actor, file_trade
from onewindow.kernel.clock import clock

WHO = [
    "importer", "importer-food", "broker", "citizen", "telecom-officer", "telecom-head", "health-officer",
    "atlas-desk", "trade-registrar", "trade-head", "trade-clerk", "civil-registrar", "civil-head",
]  # fmt: skip
pytestmark = pytest.mark.usefixtures("country")


@pytest.mark.parametrize("account", WHO)
def test_one_case_is_seen_by_whom_the_list_shows_it(account: str) -> None:
    citizen = actor("citizen")
    assert citizen.person is not None
    with clock.at(MONDAY):
        file_trade(actor("importer"), key="access-1")
        file_trade(actor("broker"), key="access-2")
        api.file_case(
            service=EXTRACT, actor=citizen, applicant=citizen.person, channel="page", language="ar",
            answers={"content": "full", "purpose": "employment"}, key="access-3",
        )  # fmt: skip
        who = actor(account)
        listed = set(Case.objects.filter(cases_of(who)).values_list("number", flat=True))
        assert {case.number for case in Case.objects.all() if may_see(who, case)} == listed
