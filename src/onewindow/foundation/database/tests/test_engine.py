"""A kept connection is tried at most once a second, and never within a transaction."""

import time

import pytest
from django.db import connections, transaction

from onewindow.foundation.database.engine import base

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """When the connection was tried."""
    times: list[float] = []
    connection = connections["default"]

    def usable() -> bool:
        times.append(time.monotonic())
        return True

    connection.ensure_connection()
    monkeypatch.setattr(connection, "is_usable", usable)
    monkeypatch.setitem(connection.settings_dict, "CONN_HEALTH_CHECKS", True)
    return times


def a_request() -> None:
    """What Django does at the beginning of one, and a first statement."""
    connection = connections["default"]
    connection.close_if_unusable_or_obsolete()
    connection.health_check_enabled, connection.health_check_done = True, False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def test_it_is_tried_once_a_second(tried: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    connection = connections["default"]
    monkeypatch.setattr(connection, "_answered_at", float("-inf"))
    for _ in range(5):
        a_request()
    assert len(tried) == 1
    monkeypatch.setattr(connection, "_answered_at", time.monotonic() - base._TRUSTED - 1)
    a_request()
    assert len(tried) == 2


def test_a_second_that_ends_in_a_transaction_tries_nothing(
    tried: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = connections["default"]
    monkeypatch.setattr(connection, "_answered_at", time.monotonic())
    a_request()
    monkeypatch.setattr(connection, "_answered_at", float("-inf"))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert tried == []
