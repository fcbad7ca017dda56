"""A revocation that is committed late is on the next list, and does not wait for hours."""

from datetime import timedelta

import pytest

from onewindow.blocks.trust import api as trust
from onewindow.blocks.trust import lists
from onewindow.blocks.trust.tests.conftest import PIN, person
from onewindow.kernel.clock import clock
from onewindow.standards.signing.pki import revocation_lists

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("authorities")]


def test_a_revocation_that_commits_after_a_later_list_is_published_at_once() -> None:
    leila = person()
    made = trust.open_signing_key(actor=leila, pin=PIN)
    now = clock.now() + timedelta(seconds=5)
    with clock.at(now + timedelta(seconds=2)):
        lists.publish("people")
    with clock.at(now + timedelta(seconds=1)):  # its transaction began before that list
        trust.revoke(serial=made.serial, reason="key-compromise", actor=leila)
    with clock.at(now + timedelta(seconds=10)):
        assert trust.publish_due_lists() == 1
        newest = bytes(lists.current("people").der)
        assert int(made.serial, 16) in revocation_lists.serials_of(newest)
        assert trust.publish_due_lists() == 0, "it is named now"
