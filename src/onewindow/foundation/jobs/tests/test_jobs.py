"""Jobs, through the door and through a real worker."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import connection, connections, transaction

from onewindow.foundation.jobs import api, drains, worker

seen: list[str] = []


@api.job(name="tests.remember")
def remember(*, text: str) -> None:
    seen.append(text)


@api.job(name="tests.fail-once", retries=api.Retries(attempts=3, first=0.1))
def fail_once(*, text: str) -> None:
    seen.append(text)
    if seen.count(text) == 1:
        raise RuntimeError("not this time")


@api.job(name="tests.give-up")
def give_up() -> None:
    raise api.GiveUp


@api.job(name="tests.chain")
def chain() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        api.defer(name="tests.remember", payload={"text": "rolled back"})
        _ = 1 / 0
    api.defer(name="tests.remember", payload={"text": "chained"})


@pytest.fixture(autouse=True)
def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    seen.clear()
    monkeypatch.setattr(drains, "_registered", {})


@contextmanager
def working() -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


def eventually(holds: Callable[[], bool], *, within: float = 60) -> None:
    end = time.monotonic() + within
    while not holds():
        assert time.monotonic() < end, f"not within {within} s; seen {seen}"
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_a_job_exists_only_when_its_transaction_commits() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        api.defer(name="tests.remember", payload={"text": "never"})
        _ = 1 / 0
    api.defer(name="tests.remember", payload={"text": "once"})
    assert api.run_waiting() == 1
    assert seen == ["once"]
    assert api.backlog() == api.Backlog(waiting=0, running=0, failed=0)


@pytest.mark.django_db
def test_a_key_defers_once_for_ever() -> None:
    assert api.defer(name="tests.remember", payload={"text": "a"}, key="case/1")
    assert not api.defer(name="tests.remember", payload={"text": "a"}, key="case/1")
    api.run_waiting()
    assert not api.defer(name="tests.remember", payload={"text": "a"}, key="case/1")
    assert api.defer(name="tests.chain", payload={}, key="case/1"), "another job has keys of its own"
    assert seen == ["a"]


@pytest.mark.django_db
@pytest.mark.parametrize("value", [datetime(2026, 1, 1, tzinfo=UTC), float("nan"), object()])
def test_a_payload_that_is_not_json_is_refused(value: object) -> None:
    with pytest.raises(api.PayloadNotJson):
        api.defer(name="tests.remember", payload={"text": value})
    assert api.backlog().waiting == 0


@pytest.mark.django_db
def test_run_waiting_shows_what_went_wrong_and_keeps_the_job_as_failed() -> None:
    api.defer(name="tests.give-up", payload={})
    with pytest.raises(api.GiveUp):
        api.run_waiting()
    assert api.backlog().failed == 1


def test_the_waits_double_up_to_the_longest() -> None:
    retries = api.Retries(attempts=5, first=1, longest=5)
    assert [retries.wait_before(n) for n in range(1, 7)] == [1, 2, 4, 5, 5, None]
    assert sum(api.Retries.FOR_A_DAY.wait_before(n) or 0 for n in range(1, 154)) > 24 * 3600


@pytest.mark.django_db(transaction=True)
def test_the_worker_runs_retries_and_gives_up() -> None:
    api.defer(name="tests.fail-once", payload={"text": "again"})
    api.defer(name="tests.give-up", payload={})
    api.defer(name="tests.chain", payload={})
    with working():
        eventually(lambda: seen.count("again") == 2 and "chained" in seen)
        eventually(lambda: api.backlog() == api.Backlog(waiting=0, running=0, failed=1))
    assert "rolled back" not in seen


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_dead_worker_is_taken_up_again() -> None:
    api.defer(name="tests.remember", payload={"text": "orphan"})
    with connection.cursor() as cursor:  # as a dead worker leaves it
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    with working():
        eventually(lambda: seen == ["orphan"])


@pytest.mark.django_db(transaction=True)
def test_a_drain_goes_on_after_an_error_and_after_its_connection_was_cut() -> None:
    calls: list[int] = []

    def drained() -> int:
        calls.append(1)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            if len(calls) == 2:
                raise RuntimeError("a batch failed")
            if len(calls) == 4:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return 0

    api.drain("tests.drained", drained, every=0.01)
    with working():
        eventually(lambda: len(calls) > 8)


@pytest.mark.django_db(transaction=True)
def test_the_worker_comes_back_after_all_its_connections_were_cut() -> None:
    with working():
        time.sleep(1)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        time.sleep(0.5)
        api.defer(name="tests.remember", payload={"text": "after the outage"})
        eventually(lambda: seen == ["after the outage"])
    connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_drain_all_goes_on_until_nothing_has_work() -> None:
    left = [3]

    def drained() -> int:
        if left[0]:
            left[0] -= 1
            api.defer(name="tests.remember", payload={"text": str(left[0])})
            return 1
        return 0

    api.drain("tests.drained", drained, every=1)
    assert api.drain_all() == 6
    assert seen == ["2", "1", "0"]
