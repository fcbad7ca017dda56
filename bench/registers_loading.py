"""Loading one file of people: bare COPY, the facts with what holds them, and all that finds them as well.

The sides take turns in several rounds, each with the same processes, connections and pieces of the file. The
figures are medians, for one round says nothing on a machine that does something else, too.
"""

import multiprocessing
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from pathlib import Path
from statistics import median

from bench import registers_scratch as scratch
from bench.report import line, note
from onewindow.commands.growing import chunks, processes
from onewindow.commands.growing.plan import CHUNK, Plan

_MOST = 300_000  # people in the file: 0.2 GB; the rate no longer changes beyond
_ROUNDS = 5
_COLUMNS = "(register, key, values, valid_from, recorded_from, source)"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of the file: where it begins, its bytes, and its rows."""

    number: int
    offset: int
    length: int
    rows: int


def run(plan: Plan) -> bool:
    """Print the figures. What is loaded stands in tables of its own, made like the house's and dropped."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "people.copy"
        pieces = _written(plan, file)
        rows = sum(piece.rows for piece in pieces)
        helpers = processes.worth_having()
        note(
            f"one file of {rows:,} rows of the population register, {file.stat().st_size / 1e6:,.0f} MB; "
            f"{helpers} processes on each side, {_ROUNDS} rounds in turns"
        )
        rounds = [
            [_spent(side, file, pieces, helpers) for side in (_bare, _facts, _all)] for _ in range(_ROUNDS)
        ]
    reached = _line("load of facts, constraints and unique index on", rows, rounds, 1, goal=0.6)
    _line("load of facts and of all that finds them, all indexes included", rows, rounds, 2)
    return reached


def _line(name: str, rows: int, rounds: list[list[float]], side: int, *, goal: float | None = None) -> bool:
    ratios = ", ".join(f"{each[0] / each[side]:.2f}" for each in rounds)
    note(f"{name}: of bare COPY in each round {ratios}")
    bare, ours = (rows / median(each[n] for each in rounds) for n in (0, side))
    return line(name=name, value=ours, unit="rows/s", peer=bare, goal=goal)


def _written(plan: Plan, file: Path) -> list[_Piece]:
    from onewindow.blocks.registers import declared
    from onewindow.blocks.registers.bulk.chunks import lines_of

    people = {"people": declared.declaration("people")}
    pieces: list[_Piece] = []
    with file.open("wb") as opened:
        for chunk in range(1, min(plan.people, _MOST) // CHUNK + 1):
            entries = [entry for entry in chunks.entries(plan, chunk) if entry[0] == "people"]
            facts = lines_of(people, entries, source="bench").facts
            text = ("\n".join(facts) + "\n").encode()
            pieces.append(_Piece(chunk, opened.tell(), len(text), len(facts)))
            opened.write(text)
    return pieces


_Side = Callable[[Path, _Piece], None]


def _spent(side: _Side, file: Path, pieces: list[_Piece], helpers: int) -> float:
    """Seconds for the whole file into empty tables; processes are begun before the clock is."""
    from django.db import connections

    with scratch.tables(searching=side is _all):
        connections.close_all()
        fork = multiprocessing.get_context("fork")
        ready = fork.Barrier(helpers + 1)
        with fork.Pool(helpers, _begin, (side, file, ready)) as pool:
            ready.wait()
            began = time.perf_counter()
            for _ in pool.imap_unordered(_part, pieces):
                pass
        if side is _all:
            scratch.build_indexes()
        return time.perf_counter() - began


_doing: tuple[_Side, Path] | None = None


def _begin(side: _Side, file: Path, ready: Barrier) -> None:
    global _doing
    processes.begin()
    scratch.use()
    _doing = side, file
    ready.wait()


def _part(piece: _Piece) -> None:
    assert _doing is not None
    side, file = _doing
    side(file, piece)


def _text(file: Path, piece: _Piece) -> bytes:
    with file.open("rb") as opened:
        opened.seek(piece.offset)
        return opened.read(piece.length)


def _copied(table: str, text: bytes) -> None:
    from django.db import connection

    with connection.cursor() as cursor, cursor.copy(f"COPY {table} {_COLUMNS} FROM STDIN") as copy:
        copy.write(text)


def _bare(file: Path, piece: _Piece) -> None:
    _copied("bare", _text(file, piece))


def _facts(file: Path, piece: _Piece) -> None:
    from django.db import transaction

    from onewindow.blocks.registers.bulk.chunks import first

    text = _text(file, piece)
    with transaction.atomic():
        if first(scratch.RUN, piece.number, piece.rows):
            _copied("registers_fact", text)


def _all(file: Path, piece: _Piece) -> None:
    """As ``_facts``; and words, sounds, links and labels are computed from each row and written, too."""
    from onewindow.blocks.registers import declared
    from onewindow.blocks.registers.bulk.chunks import write_chunk

    people = {"people": declared.declaration("people")}
    entries = scratch.entries_in(_text(file, piece))
    write_chunk(people, entries, run=scratch.RUN, number=piece.number, source="bench")
