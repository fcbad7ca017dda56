"""The outbox through its door."""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, make_dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from onewindow.foundation.outbox import api, operations, tasks, wire
from onewindow.foundation.outbox.models import DeliveryRow, Event
from onewindow.kernel.clock import clock
from onewindow.kernel.localised import Localised
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.django_db


@api.event("outbox-tests.happened")
@dataclass(frozen=True)
class Happened:
    what: str
    subject: Reference
    amount: Money | None = None
    details: Mapping[str, object] | None = None


HAPPENED = Happened("a thing", Reference("case/1"), Money(1250, "TND"), {"list": [1, {"$ref": "x"}]})


@pytest.fixture
def seen() -> Iterator[list[tuple[object, api.Delivery]]]:
    read: list[tuple[object, api.Delivery]] = []
    api.subscribe(Happened, name="reader", handler=lambda event, delivery: read.append((event, delivery)))
    yield read
    for name in ("reader", "writer", "broken"):
        api.unsubscribe(Happened, name=name)


def test_an_event_reaches_its_reader_once_and_unchanged(seen: list[tuple[object, api.Delivery]]) -> None:
    api.publish(HAPPENED)
    assert tasks.drain_once() == 1
    assert tasks.drain_once() == 0
    [(event, delivery)] = seen
    assert event == HAPPENED
    assert (delivery.name, delivery.subscriber, delivery.attempt) == ("outbox-tests.happened", "reader", 1)


def test_several_events_keep_their_order_and_reach_their_readers(
    seen: list[tuple[object, api.Delivery]],
) -> None:
    others = [Happened(f"thing {number}", Reference("case/1")) for number in range(3)]
    ids = api.publish_all(events=others)
    assert list(ids) == sorted(ids)
    assert tasks.drain_once() == 3
    assert [event for event, _ in seen] == others
    assert [delivery.event for _, delivery in seen] == list(ids)
    assert api.publish_all(events=[]) == ()


@pytest.mark.django_db(transaction=True)
def test_news_of_a_transaction_that_fails_does_not_travel(seen: list[tuple[object, api.Delivery]]) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        api.publish(HAPPENED)
        raise RuntimeError
    assert tasks.drain_once() == 0
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_refused() -> None:
    with pytest.raises(api.OutsideTransaction):
        api.publish(HAPPENED)


def test_a_failing_handler_undoes_its_writes_waits_and_does_not_hold_up_others(
    seen: list[tuple[object, api.Delivery]],
) -> None:
    def broken(event: Happened, delivery: api.Delivery) -> None:
        Event.objects.create(name="written-by-broken", body={}, published_at=clock.now())
        raise ValueError("not today")

    api.subscribe(Happened, name="broken", handler=broken)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    with clock.at(start):
        api.publish(HAPPENED)
        assert tasks.drain_once() == 2
        assert tasks.drain_once() == 0
    # What it does outside of the database it may do twice; its writes count once.
    assert len({delivery.id for _, delivery in seen}) == 1
    assert list(DeliveryRow.objects.filter(state="done").values_list("subscriber", flat=True)) == ["reader"]
    assert not Event.objects.filter(name="written-by-broken").exists()
    with clock.at(start + timedelta(seconds=1)):
        assert tasks.drain_once() == 1
    waiting = DeliveryRow.objects.get(subscriber="broken")
    assert waiting.attempts == 2
    assert waiting.due_at == start + timedelta(seconds=3)


def test_after_the_last_attempt_the_letter_is_dead_visible_and_can_be_revived(
    seen: list[tuple[object, api.Delivery]],
) -> None:
    works = [False]

    def broken(event: Happened, delivery: api.Delivery) -> None:
        if not works[0]:
            raise ValueError("not today")

    api.subscribe(Happened, name="broken", handler=broken)
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    with clock.at(moment):
        api.publish(HAPPENED)
    for _ in range(12):
        with clock.at(moment):
            tasks.drain_once()
        moment += timedelta(hours=2)
    [letter] = api.dead_letters()
    assert letter.error == "ValueError: not today"
    assert api.backlog().dead == 1
    works[0] = True
    api.revive(delivery=letter.delivery.id)
    assert tasks.drain_once() == 1
    assert api.backlog() == api.Backlog(waiting=0, due=0, oldest_seconds=0.0, dead=0)
    with pytest.raises(api.NoSuchDeadLetter):
        api.revive(delivery=letter.delivery.id)


def test_a_handler_that_breaks_the_transaction_in_the_database_harms_nobody_else(
    seen: list[tuple[object, api.Delivery]],
) -> None:
    def broken(event: Happened, delivery: api.Delivery) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")

    api.subscribe(Happened, name="broken", handler=broken)
    api.publish(HAPPENED)
    api.publish(HAPPENED)
    tasks.drain_once()
    assert len({delivery.id for _, delivery in seen}) == 2
    assert DeliveryRow.objects.filter(subscriber="reader", state="done").count() == 2


def test_a_delivery_for_a_reader_that_this_process_does_not_know_waits(
    seen: list[tuple[object, api.Delivery]],
) -> None:
    api.publish(HAPPENED)
    api.unsubscribe(Happened, name="reader")
    assert tasks.drain_once() == 0
    assert api.backlog().waiting == 1


def test_old_news_is_forgotten_only_when_everybody_handled_it(
    seen: list[tuple[object, api.Delivery]],
) -> None:
    with clock.at(clock.now() - timedelta(days=40)):
        api.publish(HAPPENED)
        api.publish(HAPPENED)
    DeliveryRow.objects.filter(id=DeliveryRow.objects.order_by("id").values("id")[:1]).update(state="done")
    tasks.forget_once()
    assert Event.objects.count() == 1
    assert DeliveryRow.objects.get().state == "waiting"


def test_only_registered_frozen_dataclasses_travel() -> None:
    with pytest.raises(api.NotAnEvent):
        api.publish(object())
    with pytest.raises(api.NotAnEvent):
        api.event("outbox-tests.loose")(make_dataclass("Loose", ["a"]))
    with pytest.raises(api.NameTaken):
        api.event("outbox-tests.happened")(make_dataclass("Other", ["a"], frozen=True))
    with pytest.raises(api.ValueNotCarried):
        api.publish(Happened(1.5, Reference("case/1")))


_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
    | st.dates()
    | st.datetimes(timezones=st.just(UTC))
    | st.decimals(allow_nan=False)
    | st.just(Reference("register/companies/1234567A"))
    | st.builds(Money, st.integers(-(10**15), 10**15), st.sampled_from(["TND", "EUR", "JPY"]))
    | st.builds(Localised, st.dictionaries(st.sampled_from(["en", "fr"]), st.just("x")))
)
_KEYS = st.sampled_from(["a", "b", "$ref", "$at", "$mapping", "$", ""])
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(_KEYS, inner),
    max_leaves=8,
)


@given(_VALUES)
def test_every_value_comes_back_as_it_was(value: object) -> None:
    event = Happened(value, Reference("case/1"))
    again = wire.read_event(Happened, wire.write_event(event))
    assert again == event
    assert type(again.what) is type(value)


def test_dates_and_moments_stay_apart() -> None:
    for value in (date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC), Decimal("0.00880"), True, 1):
        event = Happened("x", Reference("case/1"), details={"v": value})
        again = wire.read_event(Happened, wire.write_event(event))
        assert repr(again) == repr(event)


@pytest.mark.django_db(transaction=True)
def test_many_drainers_handle_each_delivery_once() -> None:
    handled: list[int] = []
    api.subscribe(Happened, name="reader", handler=lambda event, delivery: handled.append(delivery.id))
    with transaction.atomic():
        for _ in range(60):
            api.publish(HAPPENED)

    def drain() -> None:
        try:
            while api.backlog().due:
                operations.drain(batch=7)
        finally:
            connection.close()

    threads = [threading.Thread(target=drain) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    api.unsubscribe(Happened, name="reader")
    assert len(handled) == len(set(handled)) == 60


@pytest.mark.django_db(transaction=True)
def test_a_drainer_that_dies_leaves_neither_writes_nor_a_mark(
    seen: list[tuple[object, api.Delivery]],
) -> None:
    """The connection breaks in the middle of a batch: all of it is handled again, and shows once."""
    breaks = [True]

    def writer(event: Happened, delivery: api.Delivery) -> None:
        Event.objects.create(name="written", body={}, published_at=clock.now())
        if breaks.pop() if breaks else False:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    api.subscribe(Happened, name="writer", handler=writer)
    with transaction.atomic():
        api.publish(HAPPENED)
        api.publish(HAPPENED)
    with pytest.raises(DatabaseError):
        tasks.drain_once()
    connection.close()
    while tasks.drain_once():
        pass
    assert Event.objects.filter(name="written").count() == 2
    assert api.backlog().waiting == 0
