"""Registers of a whole country: loading, reading, finding, beside the plain SQL that answers the same.

``make bench ONLY=registers PEOPLE=15000000``; 150,000 people where nothing is said. The country grows in
steps of ten, and each figure is taken at each step, so that one sees how it grows.
"""

import os
import time

from bench import registers_database, registers_loading, registers_reads
from bench.report import line, note

SMALLEST = 15_000


def run() -> bool:
    """Print the figures; whether all of them reach their goals."""
    people = int(os.environ.get("PEOPLE") or 150_000)
    note(f"a country of {people:,} people; database and processes share {os.cpu_count()} processors")
    with registers_database.prepared():
        from onewindow.commands.growing import processes
        from onewindow.commands.growing.command import planned
        from onewindow.commands.growing.plan import CHUNK
        from onewindow.commands.growing.running import grow

        plan = planned(people=people)
        reached = registers_loading.run(plan)
        taken: list[registers_reads.Taken] = []
        for size in _sizes(people):
            began = time.monotonic()
            grown = grow(plan, helpers=processes.worth_having(), upto=size // CHUNK + 1)
            spent = time.monotonic() - began
            note(
                f"{size:,} people: {grown.entries:,} entries more in {spent:,.0f} s with all indexes and "
                f"constraints, {grown.entries / spent:,.0f} a second; {registers_database.size()} in all"
            )
            taken.append(registers_reads.take(size))
        reached &= registers_reads.report(taken[-1])
        return _growth(taken) and reached


def _sizes(people: int) -> list[int]:
    sizes = [size for size in (SMALLEST * 10**n for n in range(7)) if size < people]
    return [*sizes, people]


def _growth(taken: list[registers_reads.Taken]) -> bool:
    """Logarithmic is what a tree of blocks gives: a level more for a hundred times the entries."""
    first, last = taken[0], taken[-1]
    if first is last:
        return True
    times = last.people / first.people
    reached = True
    for name, before in first.figures.items():
        after = last.figures[name]
        steps = ", ".join(f"{each.figures[name].p50 * 1000:.2f}" for each in taken)
        note(f"{name}, p50 at each size: {steps} ms")
        reached &= line(
            name=f"{name} grows over {times:,.0f} times the people",
            value=after.p50 / before.p50,
            unit="times",
            goal=3,
            of="value",
            smaller_is_better=True,
        )
    return reached
