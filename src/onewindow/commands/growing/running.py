"""Growing a country into the registers: chunk by chunk, in several processes, going on where it stopped."""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from typing import Final, cast

from onewindow.commands.console import say
from onewindow.commands.growing import chunks, processes
from onewindow.commands.growing.plan import Plan
from onewindow.kernel.errors import N_, OnewindowError

_TELL_EVERY: Final = 10.0


class HelperLost(OnewindowError):
    code = "helper-lost"
    message = N_("A process that helped to grow the country was ended from outside.")
    way_out = N_("Say the same command again: it goes on where it was.")


@dataclass(frozen=True, slots=True)
class Grown:
    """What a run did.

    :param entries: written in this run, of all registers.
    :param seconds: for writing them; with indexes where they were built anew.
    """

    entries: int
    seconds: float
    indexing: float = 0.0


@dataclass(slots=True)
class _Progress:
    """Told every ten seconds: how far, how fast, and how long it will take."""

    total: int
    done: int
    quiet: bool
    began: float
    told: float
    entries: int = 0
    fresh: int = 0

    def add(self, entries: int) -> None:
        self.done += 1
        self.fresh += 1
        self.entries += entries
        now = time.monotonic()
        if not self.quiet and now - self.told >= _TELL_EVERY:
            self.told = now
            rate = self.entries / (now - self.began)
            left = (self.total - self.done) / self.fresh * (now - self.began)
            say(
                f"  {self.done:,} of {self.total:,} parts; {self.entries:,} entries, {rate:,.0f} a second;"
                f" about {left / 60:.0f} min left"
            )


def grow(plan: Plan, *, helpers: int, quiet: bool = False, upto: int | None = None) -> Grown:
    """Make the registers hold the country of a plan. What is there already is not made again.

    :param helpers: processes side by side; one for this one alone.
    :param upto: only the parts below this number, for a country that is looked at while it grows.
    """
    from django.db import connections

    from onewindow.blocks.registers import api as registers

    run = registers.begin_growing(
        name=plan.title, asked={"people": plan.people, "names": plan.names}, parts=plan.chunks + 1
    )
    plan = replace(plan, first=cast("int", run.asked["first"]))
    began = time.monotonic()
    if run.state == "done":
        return Grown(0, 0.0)
    done = registers.grown_parts(run=run.number)
    parts = plan.chunks + 1 if upto is None else min(upto, plan.chunks + 1)
    todo = [number for number in range(parts) if number not in done]
    # Prepared once, before the processes part: they share it.
    _ = plan.territory, plan.weights
    registers.prepare_growing(entries=len(todo) * _entries_a_chunk(plan))
    progress = _Progress(parts, len(done), quiet, began, began)
    connections.close_all()
    for entries in _written(plan, run.number, todo, helpers):
        progress.add(entries)
    written = time.monotonic() - began
    for name in registers.finish_growing(run=run.number, whole=parts > plan.chunks):
        if not quiet:
            say(f"  building {name} …")
    return Grown(progress.entries, written, time.monotonic() - began - written)


def _entries_a_chunk(plan: Plan) -> int:
    return min(plan.people, chunks.CHUNK) * 3


def _written(plan: Plan, run: int, todo: list[int], helpers: int) -> Iterator[int]:
    """How many entries each part had, as they are done."""
    if helpers <= 1 or len(todo) <= 1:
        write = _writer(plan, run)
        yield from map(write, todo)
        return
    with ProcessPoolExecutor(
        min(helpers, len(todo)),
        mp_context=multiprocessing.get_context("fork"),
        initializer=_begin_process,
        initargs=(plan, run),
    ) as pool:
        waiting = [pool.submit(_write_in_process, number) for number in todo]
        try:
            for done in as_completed(waiting):
                yield done.result()
        except BrokenProcessPool as problem:
            raise HelperLost() from problem
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


_write: Callable[[int], int] | None = None


def _begin_process(plan: Plan, run: int) -> None:
    global _write
    processes.begin()
    _write = _writer(plan, run)


def _write_in_process(chunk: int) -> int:
    assert _write is not None
    return _write(chunk)


def _writer(plan: Plan, run: int) -> Callable[[int], int]:
    from onewindow.blocks.registers import api as registers

    def write(chunk: int) -> int:
        made = chunks.entries(plan, chunk)
        return registers.write_grown(run=run, part=chunk, entries=made, source=f"country/{plan.title}")

    return write
