"""What officers learn late, put right, and announce: none of it undoes what is known of later."""

from datetime import UTC, date, datetime, timedelta

import pytest

from onewindow.blocks.registers import api
from onewindow.blocks.registers.errors import NothingKnownThen
from onewindow.blocks.registers.models import Fact
from onewindow.blocks.registers.tests.test_events import HEAD, KEY, event, officer, said
from onewindow.blocks.registers.tests.test_two_entries import born, marry, record
from onewindow.blocks.registers.tests.test_two_entries import said as married
from onewindow.kernel.clock import clock

pytestmark = pytest.mark.usefixtures("country")


def move(address: str, since: date, **more: object) -> None:
    values: dict[str, object] = {"address": address, "municipality": "Port-Neuf"}
    assert event("people", "move", values, since=since, **more).state == "done"


def correct(**values: object) -> None:
    waits = event("people", "correction", values)
    assert api.confirm_change(number=waits.number, officer=HEAD).state == "done"


def in_days(number: int) -> date:
    return (clock.now() + timedelta(days=number)).date()


def test_a_move_handed_in_late_holds_until_the_next_one_that_is_known() -> None:
    move("3 Rue de Mars", date(2026, 3, 1))
    move("1 Rue de Janvier", date(2026, 1, 1))
    assert said("people", KEY, "address") == "3 Rue de Mars"
    assert said("people", KEY, "address", as_of=datetime(2026, 2, 1, tzinfo=UTC)) == "1 Rue de Janvier"
    event("people", "contact", {"phone": "70999999"}, since=date(2026, 2, 1))
    assert said("people", KEY, "phone") == "70999999", "nobody has told another number since"


def test_a_correction_of_today_leaves_what_is_announced() -> None:
    move("20 Rue Promise", in_days(20), note="the house is being built")
    before = datetime.combine(in_days(-1), datetime.min.time(), UTC)
    correct(address="1 Rue Bien Écrite")
    assert said("people", KEY, "address") == "1 Rue Bien Écrite"
    assert said("people", KEY, "address", as_of=before) == "1 Rue Bien Écrite", "as far as the mistake went"
    move("5 Rue d’Hier", in_days(-1))
    assert said("people", KEY, "address") == "5 Rue d’Hier"
    with clock.at(clock.now() + timedelta(days=40)):
        assert said("people", KEY, "address") == "20 Rue Promise"


def test_each_mistake_is_put_right_as_far_as_it_goes_and_what_was_known_stays() -> None:
    old, phone = said("people", KEY, "birth_place"), said("people", KEY, "phone")
    event("people", "contact", {"phone": "70111111"}, since=date(2026, 2, 1))
    move("3 Rue de Mars", date(2026, 3, 1))
    known_at = clock.now()
    correct(birth_place="Oued-Fleuri", phone="70222222")
    for day in (datetime(2000, 1, 1, tzinfo=UTC), datetime(2026, 2, 15, tzinfo=UTC), clock.now()):
        assert said("people", KEY, "birth_place", as_of=day) == "Oued-Fleuri"
        assert said("people", KEY, "birth_place", as_of=day, known_at=known_at) == old
    assert said("people", KEY, "phone") == "70222222"
    assert said("people", KEY, "phone", as_of=datetime(2026, 1, 15, tzinfo=UTC)) == phone


def test_a_first_marriage_learnt_late_needs_its_end_and_leaves_the_present_one() -> None:
    one, first, present = (born(name, "1980-01-01") for name in ("Lina", "Sami", "Omar"))
    marry(one, present, since=date(2015, 1, 1))
    with pytest.raises(api.RuleBroken):  # of the two, the first husband would still be her husband today
        marry(one, first, since=date(2005, 1, 1))
    assert married(one) == ("married", f"register/people/{present}")
    for each in (one, first):
        record("divorce", each, since=date(2010, 1, 1))
    marry(one, first, since=date(2005, 1, 1))
    assert married(one) == ("married", f"register/people/{present}")
    assert married(present) == ("married", f"register/people/{one}")
    assert married(first) == ("divorced", None)
    then = datetime(2007, 1, 1, tzinfo=UTC)
    assert married(one, as_of=then) == ("married", f"register/people/{first}")
    assert married(first, as_of=then) == ("married", f"register/people/{one}")
    assert married(one, as_of=datetime(2012, 1, 1, tzinfo=UTC)) == ("divorced", None)


def test_nothing_ends_before_it_began() -> None:
    building = {"key": "B-0001", "document": "Permit 3", "since": date(1850, 1, 1)}
    planner = officer("municipality-harbour", "planning-officer")
    before = Fact.objects.filter(key="B-0001").count()
    with pytest.raises(NothingKnownThen):
        waits = event("buildings", "demolition", {}, officer=planner, **building)
        api.confirm_change(number=waits.number, officer=officer("municipality-harbour", "safety-officer"))
    assert Fact.objects.filter(key="B-0001").count() == before
