"""The database stops for a while: what everybody is told meanwhile, and whether all goes on by itself."""

import asyncio
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.report import line, note
from bench.web_house import Stage
from bench.web_users import Answer, User
from tests.running import House, children_of, command_of

STOPPED = 20.0
HONEST_WITHIN = 5.0
"""Seconds within which everybody is answered, and after which all is well again."""
_BEFORE, _AFTER = 3.0, 20.0
_READING = 2.0
_PATHS = ("/desk/", "/account/", "/cases/", "/letters/", "/api/v1/me", "/sign-in/")
_JOBS_DONE = "SELECT count(*) FROM notifications_emailrow"  # what the worker sends; done jobs are deleted

SignIn = Callable[[int], Awaitable[float]]


@dataclass
class Seen:
    """What the officers saw.

    :param honest: when each 503 came, and after how long; ``served``: the same for what they asked for.
    :param failed: anything else, by kind.
    """

    honest: list[tuple[float, float]] = field(default_factory=list)
    served: list[tuple[float, float]] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)


async def outage(house: House, scene: Stage, officers: list[User], *, sign_in: SignIn) -> bool:
    """Stop every process of the database, let them go on, and print what happened.

    :param sign_in: signs somebody in, from a new browser.
    """
    note(f"the database stops for {STOPPED:g} s while the officers browse")
    seen = Seen()
    worker = house.child("cli worker")
    end = time.perf_counter() + _BEFORE + STOPPED + _AFTER
    browsers = [asyncio.create_task(_browse(user, seen, end)) for user in officers]
    await asyncio.sleep(_BEFORE)
    began, over = await _stopped(house)
    again = asyncio.create_task(_worker_again(scene, sign_in, over))
    await asyncio.gather(*browsers)
    return all([*_told(seen, began, over), _told_of_worker(await again, house.child("cli worker") == worker)])


async def _stopped(house: House) -> tuple[float, float]:
    """When it stopped and when it went on."""
    processes = _database_processes(house)
    began = time.perf_counter()
    _signal(processes, signal.SIGSTOP)
    await asyncio.sleep(STOPPED)
    _signal(processes, signal.SIGCONT)
    return began, time.perf_counter()


async def _browse(user: User, seen: Seen, end: float) -> None:
    while time.perf_counter() < end:
        await asyncio.sleep(random.uniform(0, 2 * _READING))
        path = random.choice(_PATHS)
        began = time.perf_counter()
        try:
            answer = await user.get(path)
        except (OSError, EOFError, TimeoutError) as problem:
            seen.failed[type(problem).__name__] += 1
            continue
        took = time.perf_counter() - began
        if answer.status == 503 and _is_clear(path, answer):
            seen.honest.append((began, took))
        elif answer.status in (200, 302):
            seen.served.append((began, took))
        else:
            seen.failed[f"{path}: {answer.status} {answer.headers.get('content-type', '')}"] += 1


def _is_clear(path: str, answer: Answer) -> bool:
    """A page for people, a problem document for programs, and when to come back."""
    kind = answer.headers.get("content-type", "")
    wanted = "application/problem+json" if path.startswith("/api/") else "text/html"
    return kind.startswith(wanted) and answer.headers.get("retry-after", "").isdigit() and bool(answer.body)


async def _worker_again(scene: Stage, sign_in: SignIn, over: float) -> float | None:
    """Seconds from the database's return until the worker has done a new job; None where it never did."""
    await asyncio.sleep(1)
    for number in range(1_000_000, 1_000_002):  # the second browser of an account is told of by a letter
        while time.perf_counter() < over + _AFTER:
            try:
                await sign_in(number - number % 2000)
                break
            except (AssertionError, OSError, EOFError, TimeoutError, KeyError):
                await asyncio.sleep(0.5)
    before = await asyncio.to_thread(scene.values, _JOBS_DONE)
    await asyncio.gather(sign_in(1_000_000), return_exceptions=True)
    while time.perf_counter() < over + 60:
        done = await asyncio.to_thread(scene.values, _JOBS_DONE)
        if done > before:
            return time.perf_counter() - over
        await asyncio.sleep(0.2)
    return None


def _told(seen: Seen, began: float, over: float) -> list[bool]:
    meanwhile = [took for at, took in [*seen.honest, *seen.served] if began <= at + took and at <= over]
    late = [at + took - over for at, took in seen.honest if at + took > over]
    served = [at + took - over for at, took in seen.served if at > over]
    line(name="honest errors while it stands", value=float(len(seen.honest)), unit="")
    held = [
        line(name="slowest answer while it stands", value=max(meanwhile, default=0.0), unit="s",
             goal=HONEST_WITHIN, of="value", smaller_is_better=True),
        line(name="other errors", value=float(seen.failed.total()), unit="", goal=0, of="value",
             smaller_is_better=True),
        line(name="last error after it came back", value=max(late, default=0.0), unit="s", goal=HONEST_WITHIN,
             of="value", smaller_is_better=True),
    ]  # fmt: skip
    for kind, times in seen.failed.most_common():
        line(name=f"other error: {kind}", value=float(times), unit="times")
    if not seen.honest or not served:
        note("nobody was refused, or nobody was served afterwards: this says nothing")
        return [False]
    line(name="first page after it came back", value=min(served), unit="s")
    return held


def _told_of_worker(seconds: float | None, same: bool) -> bool:
    note("the worker is the same process as before" if same else "the worker was started again")
    if seconds is None:
        note("the worker did nothing within a minute after the database came back")
        return False
    return line(name="worker does new work after it came back", value=seconds, unit="s", goal=30.0,
                of="value", smaller_is_better=True)  # fmt: skip


def _signal(processes: list[int], what: signal.Signals) -> None:
    for number in processes:
        os.kill(number, what)


def _database_processes(house: House) -> list[int]:
    """The server and all that it started."""
    found: list[int] = []
    waiting = children_of(house.process.pid)
    while waiting:
        number = waiting.pop()
        below = children_of(number)
        if "postgres" in command_of(number) and Path(f"/proc/{number}").exists():
            found.append(number)
        waiting.extend(below)
    return found
