"""Who lives, and which keys mean one person: through deaths, corrections, mergers and partings."""

from datetime import date

import pytest
from django.utils import timezone

from onewindow.blocks.registers import api
from onewindow.blocks.registers.models import Duplicate
from onewindow.blocks.registers.tests.test_events import HEAD, REGISTRAR
from onewindow.blocks.registers.tests.test_matching import AMIRA, HOUSE, made
from onewindow.foundation.outbox import api as outbox
from onewindow.kernel.period import Period
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")


def person(key: str) -> Reference:
    return Reference.of("register", "people", key)


def merged(stays: str, gone: str) -> int:
    """Two officers say that both are one; the number of the pair."""
    one, other = sorted((stays, gone))
    row = Duplicate.objects.create(
        register="people", one=one, other=other, weight=30, parts=[], found_at=timezone.now()
    )
    api.propose_merge(number=row.pk, stays=stays, takes_over=(), reason="one man", officer=REGISTRAR)
    api.confirm_pair(number=row.pk, officer=HEAD)
    return row.pk


def parted(number: int) -> None:
    api.propose_parting(number=number, reason="two after all", officer=REGISTRAR)
    api.confirm_pair(number=number, officer=HEAD)


def test_a_death_is_known_from_the_moment_of_the_change_and_a_correction_takes_it_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[object] = []
    monkeypatch.setattr(outbox, "publish", told.append)
    key = made("30000001", AMIRA)
    assert not api.standing_of(person=person(key)).died
    died = {"death_date": date(2024, 2, 3), "death_act": "7"}
    api.write(register="people", key=key, changes=died, valid=Period(None), source="t", writer=HOUSE)
    assert api.standing_of(person=person(key)).died
    lives = {"death_date": None, "death_act": None}
    api.write(register="people", key=key, changes=lives, valid=Period(None), source="t", writer=HOUSE)
    assert not api.standing_of(person=person(key)).died
    assert told == [
        api.PersonDied(person=person(key), on=date(2024, 2, 3)),
        api.PersonLives(person=person(key)),
    ]


def test_keys_that_became_one_mean_one_person_until_they_are_parted() -> None:
    one, two, three = (made(f"3000000{number}", AMIRA) for number in (1, 2, 3))
    first, second = merged(two, one), merged(three, two)
    for key, others in ((one, (two, three)), (two, (one, three)), (three, (one, two))):
        assert api.standing_of(person=person(key)).also == tuple(map(person, others))
    parted(second)
    assert api.standing_of(person=person(three)).also == ()
    assert api.standing_of(person=person(one)).also == (person(two),)
    parted(first)
    assert api.standing_of(person=person(one)).also == ()


def test_a_death_counts_under_every_key_and_only_as_long_as_they_are_one() -> None:
    dead, other = made("30000001", AMIRA), made("30000002", AMIRA)
    died = {"death_date": date(2024, 2, 3), "death_act": "7"}
    api.write(register="people", key=dead, changes=died, valid=Period(None), source="t", writer=HOUSE)
    number = merged(dead, other)
    assert api.standing_of(person=person(other)).died
    parted(number)
    assert not api.standing_of(person=person(other)).died
    assert api.standing_of(person=person(dead)).died


def test_many_are_asked_for_at_once_and_what_is_no_person_is_left_out() -> None:
    keys = [made(f"3000000{number}", AMIRA) for number in (1, 2)]
    named = [*map(person, keys), Reference.of("register", "companies", "1234567A"), person("39999999")]
    found = api.standings_of(persons_named=named)
    assert sorted(found) == [person(each).text for each in (*keys, "39999999")]
