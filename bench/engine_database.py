"""The same ten steps kept in PostgreSQL by both engines.

A step reads the case's row, and writes it with an outbox row in one durable transaction: one statement, that
writes neither where another step came between.
"""

import os
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

import psycopg
from psycopg.rows import TupleRow

from bench import engine_ours, engine_spiff
from bench.engine_case import HAPPENINGS
from bench.report import line, note
from onewindow.foundation.database.api import EmbeddedPostgres
from onewindow.standards import bpmn

ROUNDS, OURS, PEER = 5, 15, 2
_HOME = Path(__file__).resolve().parent.parent / ".var" / "bench"
_TABLES = (
    "drop schema if exists bench_engine cascade",
    "create schema bench_engine",
    "create table bench_engine.cases (number bigint primary key, revision integer not null default 0,"
    " tokens text not null, data text not null)",
    "create table bench_engine.outbox (id bigserial primary key, number bigint not null, news text not null)",
)
_READ = "select tokens, data, revision from bench_engine.cases where number = %s"
_OPEN = """
with kept as (insert into bench_engine.cases (tokens, data, number) values (%s, %s, %s)
    returning number)
insert into bench_engine.outbox (number, news) select number, %s from kept"""
_WRITE = """
with kept as (update bench_engine.cases set tokens = %s, data = %s, revision = revision + 1
    where number = %s and revision = %s returning number)
insert into bench_engine.outbox (number, news) select number, %s from kept"""

Connection = psycopg.Connection[TupleRow]


def run() -> list[bool]:
    """Print the figure.

    Whether it reaches its goal. ``DATABASE_URL``, or a cluster of our own under ``.var``.
    """
    note("the same kept in PostgreSQL, by the clock: the case's row and a row of news, durable at each step")
    with ExitStack() as stack:
        url = os.environ.get("DATABASE_URL") or stack.enter_context(_cluster())
        connection = stack.enter_context(psycopg.connect(url, autocommit=True))
        for statement in _TABLES:
            connection.execute(statement)
        try:
            ours, peer = _in_turns(connection)
            note(f"ten bare commits here take {_bare_commits(connection) * 1000:.1f} ms, which both pay")
        finally:
            connection.execute("drop schema bench_engine cascade")
    return [line(name="engine cases, PostgreSQL", value=ours, unit="cases/s", peer=peer, goal=8)]


@contextmanager
def _cluster() -> Generator[str]:
    _HOME.mkdir(parents=True, exist_ok=True)
    with EmbeddedPostgres(_HOME / "database") as database:
        yield database.url


def _in_turns(connection: Connection) -> tuple[float, float]:
    """Cases per second of both, by the clock, for it is the disk that counts."""
    numbers = count(1)
    spent = [0.0, 0.0]
    turns: tuple[tuple[Callable[[Connection, int], None], int], ...] = ((_ours, OURS), (_peer, PEER))
    for case, _ in turns:
        case(connection, next(numbers))
    for _ in range(ROUNDS):
        for place, (case, many) in enumerate(turns):
            began = time.perf_counter()
            for _ in range(many):
                case(connection, next(numbers))
            spent[place] += time.perf_counter() - began
    return ROUNDS * OURS / spent[0], ROUNDS * PEER / spent[1]


def _bare_commits(connection: Connection) -> float:
    """Seconds for what nothing but the server and its disk do in a case: ten commits of a row."""
    began = time.perf_counter()
    for _ in range(10 * ROUNDS):
        connection.execute("update bench_engine.cases set revision = revision + 1 where number = 1")
    return (time.perf_counter() - began) / ROUNDS


def _ours(connection: Connection, number: int) -> None:
    stored = engine_ours.Stored()
    engine_ours.happen(stored, engine_ours.begin())
    connection.execute(_OPEN, (stored.tokens.decode(), stored.data.decode(), number, "filed"))
    for happening in HAPPENINGS:
        tokens, data, revision = _read(connection, number)
        stored.tokens, stored.data = tokens.encode(), data.encode()
        event: bpmn.Event = engine_ours.event_of(happening, stored)
        engine_ours.happen(stored, event)
        kept = (stored.tokens.decode(), stored.data.decode())
        _write(connection, (*kept, number, revision, happening or "message"))


def _peer(connection: Connection, number: int) -> None:
    connection.execute(_OPEN, (engine_spiff.keep(engine_spiff.begin()), "", number, "filed"))
    for happening in HAPPENINGS:
        tokens, _, revision = _read(connection, number)
        workflow = engine_spiff.load(tokens)
        engine_spiff.happen(workflow, happening)
        kept = (engine_spiff.keep(workflow), "")
        _write(connection, (*kept, number, revision, happening or "message"))


def _read(connection: Connection, number: int) -> TupleRow:
    row = connection.execute(_READ, (number,)).fetchone()
    assert row is not None
    return row


def _write(connection: Connection, values: tuple[str, str, int, int, str]) -> None:
    assert connection.execute(_WRITE, values).rowcount == 1
