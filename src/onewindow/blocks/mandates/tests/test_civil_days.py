"""Days of rights are civil days where the country is: they begin and end at midnight there, not in UTC."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from onewindow.blocks.mandates import api
from onewindow.blocks.mandates.tests.conftest import actor, person
from onewindow.blocks.mandates.tests.signer import PIN
from onewindow.blocks.registers import api as registers
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")

ATLAS = Reference("register/companies/1204567A")
CHILD = Reference("register/people/10002636")
COMES_OF_AGE = date(2031, 6, 16)
FIRST, LAST = date(2027, 3, 8), date(2027, 3, 12)
BEFORE = datetime(2027, 3, 1, 12, tzinfo=UTC)
ZONES = ("Africa/Tunis", "Asia/Almaty", "America/Bogota")


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest, settings: Any) -> str:
    settings.ONEWINDOW_CIVIL_ZONE = request.param
    return str(request.param)


def _may(who: str, principal: Reference = ATLAS) -> Callable[[], bool]:
    def ask() -> bool:
        return api.may_act(actor=actor(who), principal=principal, scope="trade") is not None

    return ask


def _holds_on_its_days(zone: str, asked: Callable[[], bool], first: date | None, last: date) -> None:
    """True from the first moment of the first day to the last moment of the last one, and at no other."""
    moment = timedelta(microseconds=1)
    over = datetime(last.year, last.month, last.day, tzinfo=ZoneInfo(zone)) + timedelta(days=1)
    expected = [(over - moment, True), (over, False)]
    if first is not None:
        begins = datetime(first.year, first.month, first.day, tzinfo=ZoneInfo(zone))
        expected += [(begins - moment, False), (begins, True)]
    for at, holds in expected:
        with clock.at(at):
            assert asked() is holds, at.isoformat()


def test_a_mandate_counts_civil_days(zone: str) -> None:
    with clock.at(BEFORE):
        offered = api.grant(
            actor=actor("importer"), principal=ATLAS, agent=person("citizen"), scopes=["trade"],
            first_day=FIRST, last_day=LAST, pin=PIN,
        )  # fmt: skip
        api.accept(actor=actor("citizen"), code=offered.code, pin=PIN)
    _holds_on_its_days(zone, _may("citizen"), FIRST, LAST)

    def shown_as_active() -> bool:
        return api.mandate(actor=actor("citizen"), code=offered.code).end != "over"

    _holds_on_its_days(zone, shown_as_active, None, LAST)


def test_an_employees_post_counts_civil_days(zone: str) -> None:
    with clock.at(BEFORE):
        terms = api.Terms(scopes=["trade"], first_day=FIRST, last_day=LAST)
        api.name_employee(
            actor=actor("importer"), company=ATLAS, person=person("citizen"), name="Amel", own=True,
            terms=terms, pin=PIN,
        )  # fmt: skip
    _holds_on_its_days(zone, _may("citizen"), FIRST, LAST)

    def shown_as_active() -> bool:
        [shown] = api.employees_of(actor=actor("importer"), company=ATLAS)
        return shown.state == "active"

    _holds_on_its_days(zone, shown_as_active, None, LAST)


def test_a_mandate_may_begin_today_where_the_country_is(zone: str) -> None:
    today = datetime(2027, 3, 8, 0, 30, tzinfo=ZoneInfo(zone))
    for at in (today, today + timedelta(hours=23)):
        with clock.at(at):
            offered = api.grant(
                actor=actor("importer"), principal=ATLAS, agent=person("citizen"), scopes=["trade"],
                last_day=FIRST, pin=PIN,
            )  # fmt: skip
        assert offered.first_day == FIRST


def test_a_parent_acts_until_the_morning_of_the_birthday(zone: str) -> None:
    _holds_on_its_days(zone, _may("land-head", CHILD), None, COMES_OF_AGE - timedelta(days=1))


def test_officers_and_guardians_act_on_the_days_of_their_entries(
    zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def named(*, register: str, **_: object) -> list[tuple[str, dict[str, object]]]:
        key = {"companies": "1318842B", "guardianships": "10000016"}[register]
        return [(key, {"since": FIRST, "until": LAST, "scopes": ["*"], "role": "manager"})]

    monkeypatch.setattr(registers, "rows_naming", named)
    _holds_on_its_days(zone, _may("homeowner", Reference("register/companies/1318842B")), FIRST, LAST)
    _holds_on_its_days(zone, _may("homeowner", Reference("register/people/10000016")), FIRST, LAST)
