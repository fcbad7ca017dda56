"""A server that stops answering, behind a wire that can be cut: nobody waits for it, and it comes back."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Generator

import psycopg
import pytest
from django.db import connections

from onewindow.foundation.database.engine import watching
from onewindow.foundation.database.engine.watching import Watch

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> Generator[list[bool]]:
    """Whether the server is frozen now: then a question gets no answer."""
    state = [False]
    asked = psycopg.Connection.execute

    def execute(self: object, *values: object, **named: object) -> object:
        if state[0]:
            raise psycopg.OperationalError("frozen")
        return asked(self, *values, **named)

    monkeypatch.setattr(psycopg.Connection, "execute", execute)
    monkeypatch.setattr(watching, "EVERY", 0.05)
    yield state


def until(holds: object, *, within: float = 5) -> None:
    end = time.monotonic() + within
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    assert holds()


def test_whoever_waits_is_woken_and_it_comes_back(frozen: list[bool]) -> None:
    parameters = connections["default"].get_connection_params()
    watch = Watch(parameters)
    waiting = psycopg.connect(**watch._parameters)
    woken: list[float] = []

    def wait() -> None:
        with contextlib.suppress(psycopg.Error), waiting.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(30)")
        woken.append(time.monotonic())

    thread = threading.Thread(target=wait)
    thread.start()
    time.sleep(0.3)
    watch.add(waiting)
    assert not watch.away
    frozen[0] = True
    until(lambda: woken)
    assert watch.away
    frozen[0] = False
    until(lambda: not watch.away)
    thread.join(5)
    waiting.close()
    watch.stop()
    until(lambda: not any(one.name == "watch the database" for one in threading.enumerate()))


def test_a_question_without_an_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch(connections["default"].get_connection_params())
    monkeypatch.setattr(watching, "PATIENCE", 0.3)
    own = psycopg.connect(**watch._parameters, autocommit=True)
    number = own.info.backend_pid
    try:
        os.kill(number, signal.SIGSTOP)
    except (PermissionError, ProcessLookupError):
        pytest.skip("the server runs elsewhere or as another user")
    try:
        began = time.monotonic()
        asked = watch._asked(own)
        assert time.monotonic() - began < 4
        assert asked is not None and asked is not own, "another connection still answers"
        asked.close()
    finally:
        os.kill(number, signal.SIGCONT)
