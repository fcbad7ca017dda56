"""What is known now never overlaps, whoever writes, and however many at once."""

import threading
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import IntegrityError, connection, connections, transaction

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api
from onewindow.blocks.registers.models import Fact
from onewindow.kernel.period import Period

DAY = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.usefixtures("country")
def test_the_database_refuses_a_second_truth_for_one_moment() -> None:
    row = Fact.objects.filter(register="parcels").first()
    assert row is not None
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM information_schema.columns"
            " WHERE table_name = 'registers_fact' AND column_name LIKE '%%until%%'"
        )
        assert cursor.fetchone() == (1,), "only recorded_until: no row says when its truth ends"


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_leave_one_line_of_truth() -> None:
    from onewindow.blocks.registers.models import Register

    Register.objects.create(
        slug="stress",
        owner="trade-ministry",
        digest="1",
        declaration={
            "register": "stress",
            "name": {"en": "Stress"},
            "owner": "trade-ministry",
            "fields": [{"field": "a", "name": {"en": "A"}, "type": "integer", "class": "public"}],
        },
    )
    wrong: list[BaseException] = []

    def writes(seed: int) -> None:
        chance = Random(seed)
        engine = identity.system_actor(name="test")
        try:
            for number in range(15):
                begins = chance.randrange(60)
                end = (
                    None if chance.random() < 0.2 else DAY + timedelta(days=begins + chance.randrange(1, 30))
                )
                api.write(
                    register="stress",
                    key="one",
                    changes={"a": seed * 100 + number},
                    valid=Period(DAY + timedelta(days=begins), end),
                    source="case/X-1",
                    writer=engine,
                )
        except BaseException as problem:
            wrong.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=writes, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM registers_fact WHERE register = 'stress'")
        assert cursor.fetchone()[0] >= 90
        cursor.execute("""
            WITH line AS (
                SELECT valid_from, recorded_from, recorded_until,
                       lead(valid_from) OVER (ORDER BY valid_from) AS next
                FROM registers_fact WHERE register = 'stress' AND recorded_until IS NULL
            )
            SELECT count(*) FROM line WHERE next <= valid_from
        """)
        assert cursor.fetchone() == (0,)
        # Nor at any time before: of rows that begin at one moment, no two were known at once.
        cursor.execute("""
            SELECT count(*) FROM registers_fact one JOIN registers_fact other
              ON one.register = other.register AND one.key = other.key AND one.valid_from = other.valid_from
             AND one.id < other.id
             AND tstzrange(one.recorded_from, one.recorded_until)
              && tstzrange(other.recorded_from, other.recorded_until)
            WHERE one.register = 'stress'
        """)
        assert cursor.fetchone() == (0,)
