"""Loading: rows a second of one file, into a bare table by COPY, and into the population register."""

import multiprocessing
import tempfile
import time
from pathlib import Path

from bench.report import line, note
from onewindow.commands.growing import chunks, processes
from onewindow.commands.growing.plan import CHUNK, Plan

_MOST = 1_500_000  # people in the file: 1 GB; the rate no longer changes beyond
_COLUMNS = "(register, key, values, valid_from, recorded_from, source)"
_BARE = """
    CREATE TABLE bench_bare (
        register text, key text, values jsonb, valid_from timestamptz, recorded_from timestamptz, source text
    )
"""


def run(plan: Plan) -> bool:
    """Print two figures; the rows are taken away again afterwards."""
    from django.db import connection, connections

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "people.copy"
        pieces = _written(plan, file)
        rows = sum(count for _, _, count in pieces)
        note(f"one file of {rows:,} rows of the population register, {file.stat().st_size / 1e6:,.0f} MB")
        with connection.cursor() as cursor:
            cursor.execute(_BARE)
            bare = _bare(file)
            cursor.execute("DROP TABLE bench_bare")
        connections.close_all()
        ours = _ours(file, pieces)
        _forget()
    return line(
        name="load of facts, constraints and unique index on, in parts done once",
        value=rows / ours,
        unit="rows/s",
        peer=rows / bare,
        goal=0.6,
    )


def _written(plan: Plan, file: Path) -> list[tuple[int, int, int]]:
    """Offset, length and rows of each part of the file."""
    from onewindow.blocks.registers import declared
    from onewindow.blocks.registers.bulk.chunks import lines_of

    people = {"people": declared.declaration("people")}
    pieces: list[tuple[int, int, int]] = []
    with file.open("wb") as opened:
        for chunk in range(1, min(plan.people, _MOST) // CHUNK + 1):
            entries = [entry for entry in chunks.entries(plan, chunk) if entry[0] == "people"]
            facts = lines_of(people, entries, source="bench").facts
            text = ("\n".join(facts) + "\n").encode()
            pieces.append((opened.tell(), len(text), len(facts)))
            opened.write(text)
    return pieces


def _bare(file: Path) -> float:
    from django.db import connection

    began = time.perf_counter()
    with (
        file.open("rb") as opened,
        connection.cursor() as cursor,
        cursor.copy(f"COPY bench_bare {_COLUMNS} FROM STDIN") as copy,
    ):
        while piece := opened.read(1 << 18):
            copy.write(piece)
    return time.perf_counter() - began


def _ours(file: Path, pieces: list[tuple[int, int, int]]) -> float:
    from onewindow.blocks.registers.bulk import runs

    run = runs.begin(name="bench/load", kind="bench", register="", asked={}, by="", total=0).pk
    from django.db import connections

    connections.close_all()
    began = time.perf_counter()
    work = [(str(file), run, number, *piece) for number, piece in enumerate(pieces)]
    with multiprocessing.get_context("fork").Pool(processes.worth_having(), processes.begin) as pool:
        for _ in pool.imap_unordered(_part, work):
            pass
    return time.perf_counter() - began


def _part(work: tuple[str, int, int, int, int, int]) -> None:
    from django.db import connection, transaction

    from onewindow.blocks.registers.bulk.chunks import first

    file, run, number, offset, length, rows = work
    with open(file, "rb") as opened:  # noqa: PTH123
        opened.seek(offset)
        text = opened.read(length)
    with transaction.atomic():
        if first(run, number, rows):
            with (
                connection.cursor() as cursor,
                cursor.copy(f"COPY registers_fact {_COLUMNS} FROM STDIN") as copy,
            ):
                copy.write(text)


def _forget() -> None:
    from django.db import connection

    from onewindow.blocks.registers.models import BulkRun

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM registers_fact WHERE source = 'bench'")
        cursor.execute("VACUUM registers_fact")
    BulkRun.objects.filter(name="bench/load").delete()
