"""Many writers of one entry at once. They write for real, into a database of their own."""

import threading
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.core.management import call_command
from django.db import connection, connections
from psycopg.sql import SQL, Identifier
from pytest_django.plugin import DjangoDbBlocker

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api, states
from onewindow.blocks.registers.models import Register
from onewindow.kernel.period import Period
from tests.cluster import database_named

_DROP = SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
DAY = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Generator[None]:
    """Real transactions, in a database of their own: a record only grows, and others need theirs empty.

    Made from nothing and not as a copy: servers that other tests let run may hold the original open.
    """
    with django_db_blocker.unblock():
        name = f"{connection.settings_dict['NAME']}_writers"
        _on_the_server(_DROP, name)
        _on_the_server(SQL("CREATE DATABASE {}"), name)
        try:
            with database_named(name):
                call_command("migrate", verbosity=0, interactive=False)
                states.forget()
                yield
        finally:
            _on_the_server(_DROP, name)
            states.forget()


def _on_the_server(statement: SQL, name: str) -> None:
    """Outside of any transaction and of any database that somebody copies meanwhile."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement.format(Identifier(name)))


def test_many_writers_at_once_leave_one_line_of_truth(committed: None) -> None:
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
