"""A hundred officers at work while a thousand people sign in each minute; then the database stops for 20 s.

Passwords are kept with Argon2id as always (19 MiB, two passes). Each sign-in is the page, the form with the
password, and the page after it, from an address and a browser of its own.
``ONEWINDOW_BENCH_MINUTES`` says for how long (5), ``ONEWINDOW_BENCH_SIGN_INS`` how many a minute (1000).
"""

import asyncio
import os
import random
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from bench.report import line, note
from bench.web_house import Stage, processor_seconds, stage
from bench.web_users import User
from onewindow.blocks.identity.hashing import Argon2idHasher
from tests.reachable import reachable_folder
from tests.running import House, children_of, command_of, running

MINUTES = float(os.environ.get("ONEWINDOW_BENCH_MINUTES", "5"))
A_MINUTE = int(os.environ.get("ONEWINDOW_BENCH_SIGN_INS", "1000"))
OFFICERS = 100
READING = 10.0
"""Mean seconds for which an officer reads a page."""
STOPPED = 20.0
HONEST_WITHIN = 5.0
PASSWORD = "nine tall storks by the river"
_ACCOUNTS = 2000
_MAKE = """
    INSERT INTO identity_account (password, slug, email, name, person, language, proofing, short_password,
                                  is_active, joined_at)
    SELECT %(kept)s, 'bench-' || n, 'bench-' || n || '@tamaris.example', 'Bench ' || n, '', 'en', 'high',
           false, true, now()
    FROM generate_series(1, %(many)s) AS n
"""
_ADDRESSES = """
    INSERT INTO account_emailaddress (user_id, email, verified, "primary")
    SELECT id, email, true, true FROM identity_account WHERE slug LIKE 'bench-%'
"""


@dataclass
class Run:
    """What happened: seconds of every answer, and what was no answer."""

    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    refused: list[tuple[float, float]] = field(default_factory=list)
    late: int = 0

    def part(self, share: float) -> float:
        """Milliseconds within which that share was answered."""
        ordered = sorted(self.seconds)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000 if ordered else 0.0


def run() -> bool:
    """Print the figures of this group; whether all reach their goals."""
    os.environ["ONEWINDOW_TRUSTED_PROXIES"] = "127.0.0.1/32"
    os.environ["ONEWINDOW_PEOPLE"] = "0"
    with reachable_folder() as home, running(home / "var") as house:
        scene = stage(house, "trade-registrar")
        _make_accounts(scene)
        officers = [scene.signed_in("trade-registrar") for _ in range(OFFICERS)]
        note(f"{OFFICERS} officers browse, {A_MINUTE} people sign in a minute, for {MINUTES:g} minutes")
        before = processor_seconds(house)
        signing, browsing = asyncio.run(_both(house, officers, MINUTES * 60))
        spent = {name: now - before[name] for name, now in processor_seconds(house).items()}
        reached = _told(signing, browsing, spent)
        stopped = asyncio.run(_outage(house, officers))
    return reached and stopped


def _make_accounts(scene: Stage) -> None:
    hasher = Argon2idHasher()
    kept = hasher.encode(PASSWORD, hasher.salt())
    with psycopg.connect(scene.url) as connection:
        connection.execute(_MAKE, {"kept": kept, "many": _ACCOUNTS})
        connection.execute(_ADDRESSES)


async def _both(house: House, officers: list[User], seconds: float) -> tuple[Run, Run]:
    signing, browsing = Run(), Run()
    end = time.perf_counter() + seconds
    browsers = [asyncio.create_task(_browse(user, browsing, end)) for user in officers]
    tasks: list[asyncio.Task[None]] = []
    every, began = 60 / A_MINUTE, time.perf_counter()
    while time.perf_counter() < end:
        tasks.append(asyncio.create_task(_sign_in(house, len(tasks), signing)))
        # At a rate of its own: who comes does not wait for those before.
        await asyncio.sleep(max(0.0, began + len(tasks) * every - time.perf_counter()))
    await asyncio.gather(*tasks, *browsers)
    return signing, browsing


async def _sign_in(house: House, number: int, run_: Run) -> None:
    """Three requests; the second counts as the sign-in."""
    address = f"10.{number // 65536 % 256}.{number // 256 % 256}.{number % 256}"
    user = User(house.port, {"X-Forwarded-For": address, "User-Agent": "Firefox/128.0 Windows", "Cookie": ""})
    try:
        page = await user.get("/sign-in/")
        assert page.status == 200, ("page", page.status)
        token = page.headers["set-cookie"].partition("=")[2].partition(";")[0]
        user.headers["Cookie"] = f"csrftoken={token}"
        sent = {"login": f"bench-{number % _ACCOUNTS + 1}@tamaris.example", "password": PASSWORD}
        began = time.perf_counter()
        answer = await user.submit("/sign-in/", csrfmiddlewaretoken=token, **sent)
        run_.seconds.append(time.perf_counter() - began)
        assert answer.status == 302, ("password", answer.status)
    except (AssertionError, OSError, EOFError, TimeoutError, KeyError) as problem:
        run_.failed.append(repr(problem)[:200])
    finally:
        user.close()


async def _browse(user: User, run_: Run, end: float, *, reading: float = READING) -> None:
    paths = ("/desk/", "/account/", "/cases/", "/letters/")
    while time.perf_counter() < end:
        await asyncio.sleep(random.uniform(0, 2 * reading))
        began = time.perf_counter()
        try:
            answer = await user.get(random.choice(paths))
        except (OSError, EOFError, TimeoutError) as problem:
            run_.failed.append(repr(problem)[:200])
            continue
        took = time.perf_counter() - began
        run_.seconds.append(took)
        if answer.status == 503:
            run_.refused.append((began, took))
        elif answer.status != 200:
            run_.failed.append(f"page: {answer.status}")


def _told(signing: Run, browsing: Run, spent: dict[str, float]) -> bool:
    done = len(signing.seconds)
    held = [
        line(name="sign-ins", value=done / MINUTES, unit="a minute", goal=0.98 * A_MINUTE, of="value"),
        line(name="sign-in errors", value=float(len(signing.failed)), unit="", goal=0, of="value",
             smaller_is_better=True),
        line(name="page errors", value=float(len(browsing.failed)), unit="", goal=0, of="value",
             smaller_is_better=True),
    ]  # fmt: skip
    for name, found in (("sign-in", signing), ("officer's page", browsing)):
        line(name=f"{name} p50", value=found.part(0.5), unit="ms")
        line(name=f"{name} p95", value=found.part(0.95), unit="ms")
    each = ", ".join(f"{name} {seconds * 1000 / max(done, 1):.1f}" for name, seconds in spent.items())
    note(f"processor milliseconds for each sign-in, pages of officers included: {each}")
    for problem in (signing.failed + browsing.failed)[:3]:
        note(f"failed: {problem}")
    return all(held)


async def _outage(house: House, officers: list[User]) -> bool:
    """Stop every process of the database, and let them go on after a while."""
    note(f"the database stops for {STOPPED:g} s while the officers browse")
    found = Run()
    end = time.perf_counter() + STOPPED + 25
    browsers = [asyncio.create_task(_browse(user, found, end, reading=2.0)) for user in officers]
    await asyncio.sleep(3)
    stopped = _database_processes(house)
    began = time.perf_counter()
    for number in stopped:
        os.kill(number, signal.SIGSTOP)
    await asyncio.sleep(STOPPED)
    for number in stopped:
        os.kill(number, signal.SIGCONT)
    over = time.perf_counter()
    await asyncio.gather(*browsers)
    slowest = max((took for _, took in found.refused), default=0.0)
    last = max((at + took - over for at, took in found.refused if at + took > over), default=0.0)
    note(f"{len(found.refused)} honest errors, {len(found.failed)} others {found.failed[:2]}; {began:.0f}")
    return all(
        [
            line(name="slowest answer while it stands", value=max(slowest, found.part(1.0) / 1000),
                 unit="s", goal=HONEST_WITHIN, of="value", smaller_is_better=True),
            line(name="other errors", value=float(len(found.failed)), unit="", goal=0, of="value",
                 smaller_is_better=True),
            line(name="last error after it came back", value=last, unit="s", goal=HONEST_WITHIN, of="value",
                 smaller_is_better=True),
        ]
    )  # fmt: skip


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
