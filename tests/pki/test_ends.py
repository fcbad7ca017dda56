"""What is said, and done, before certificates end."""

from datetime import timedelta

import pytest

from onewindow.blocks.notifications import api as notifications
from onewindow.blocks.trust import api as trust
from onewindow.blocks.trust import tasks
from onewindow.blocks.trust.tests.conftest import PIN, authorities, person
from onewindow.foundation.access.types import Actor
from onewindow.foundation.outbox import tasks as outbox
from onewindow.kernel.clock import clock

__all__ = ["authorities"]  # a fixture
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("authorities")]


def letters(actor: Actor) -> list[str]:
    while outbox.drain_once():
        pass
    return [one.title for one in notifications.letters(actor=actor).letters]


def test_the_holder_is_told_of_beginning_and_end(loaded_country: None) -> None:
    leila = person()
    made = trust.open_signing_key(actor=leila, pin=PIN)
    assert letters(leila) == ["You have a new certificate"]
    tasks.look_after_once()
    assert len(letters(leila)) == 1
    with clock.at(made.ends_at - timedelta(days=20)):
        tasks.look_after_once()
        tasks.look_after_once()
        told = letters(leila)
        assert len(told) == 2
        assert told[0].startswith("Your certificate ends on")
        trust.revoke(serial=made.serial, reason="superseded", actor=leila)
        assert letters(leila)[0] == "Your certificate was revoked"


def test_who_renewed_in_time_is_not_told(loaded_country: None) -> None:
    leila = person()
    made = trust.open_signing_key(actor=leila, pin=PIN)
    with clock.at(made.ends_at - timedelta(days=40)):
        trust.renew(serial=made.serial, actor=leila)
    with clock.at(made.ends_at - timedelta(days=20)):
        tasks.look_after_once()
        assert not any(one.startswith("Your certificate ends") for one in letters(leila))


def test_responders_and_units_are_renewed_by_themselves() -> None:
    with clock.at(clock.now() + timedelta(days=70)):
        assert tasks.look_after_once() >= 4
        assert tasks.look_after_once() == 0
        assert trust.timestamp(digest=bytes(32))
