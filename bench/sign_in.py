"""A hundred officers at work while a thousand people sign in each minute; then the database stops for 20 s.

Passwords are kept with Argon2id as always (19 MiB, two passes). Each sign-in is the page and the form with
the password, from an address and a browser of its own; every twentieth goes on to a page that only they may
see. Before that, two kinds of refusals are compared: does their time tell whether there is an account?
``ONEWINDOW_BENCH_MINUTES`` says for how long (5), ``ONEWINDOW_BENCH_SIGN_INS`` how many a minute (1000).
"""

import asyncio
import os
import random
import time
from collections import Counter
from dataclasses import dataclass, field

import psycopg

from bench.report import line, note
from bench.sign_in_outage import outage
from bench.sign_in_refused import refused
from bench.web_house import Stage, processor_seconds, stage
from bench.web_users import Answer, User
from onewindow.blocks.identity.hashing import Argon2idHasher
from tests.reachable import reachable_folder
from tests.running import House, running

MINUTES = float(os.environ.get("ONEWINDOW_BENCH_MINUTES", "5"))
A_MINUTE = int(os.environ.get("ONEWINDOW_BENCH_SIGN_INS", "1000"))
OFFICERS = 100
READING = 10.0
"""Mean seconds for which an officer reads a page."""
PASSWORD = "nine tall storks by the river"
_ACCOUNTS = 2000
_LOOK_AROUND = 20
_REFUSED_FROM = 1 << 22
"""Networks from which the refused come: others than those of the people who sign in."""
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
    """What happened.

    :param seconds: of every answer that was right.
    :param failed: how often what went wrong, by kind.
    :param elapsed: seconds from the first request to the last answer.
    """

    seconds: list[float] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)
    elapsed: float = 0.0

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
        return asyncio.run(_all(house, scene, officers))


async def _all(house: House, scene: Stage, officers: list[User]) -> bool:
    note(f"{OFFICERS} officers browse, {A_MINUTE} people sign in a minute, for {MINUTES:g} minutes")
    alike = await refused(lambda email, number: _refuse(house, email, number), known=_email)
    before = processor_seconds(house)
    signing, browsing = await _both(house, officers, MINUTES * 60)
    spent = {name: now - before[name] for name, now in processor_seconds(house).items()}
    reached = _told(signing, browsing, spent)
    recovered = await outage(house, scene, officers, sign_in=lambda number: sign_in(house, number))
    return alike and reached and recovered


def _make_accounts(scene: Stage) -> None:
    hasher = Argon2idHasher()
    kept = hasher.encode(PASSWORD, hasher.salt())
    with psycopg.connect(scene.url) as connection:
        connection.execute(_MAKE, {"kept": kept, "many": _ACCOUNTS})
        connection.execute(_ADDRESSES)


async def _both(house: House, officers: list[User], seconds: float) -> tuple[Run, Run]:
    signing, browsing = Run(), Run()
    began = time.perf_counter()
    browsers = [asyncio.create_task(_browse(user, browsing, began + seconds)) for user in officers]
    tasks: list[asyncio.Task[None]] = []
    for number in range(round(A_MINUTE * seconds / 60)):
        tasks.append(asyncio.create_task(_count_sign_in(house, number, signing)))
        # At a rate of its own: who comes does not wait for those before.
        await asyncio.sleep(max(0.0, began + len(tasks) * 60 / A_MINUTE - time.perf_counter()))
    await asyncio.gather(*tasks)
    signing.elapsed = time.perf_counter() - began
    await asyncio.gather(*browsers)
    return signing, browsing


async def _count_sign_in(house: House, number: int, run_: Run) -> None:
    try:
        run_.seconds.append(await sign_in(house, number))
    except (AssertionError, OSError, EOFError, TimeoutError, KeyError) as problem:
        run_.failed[kind_of(problem)] += 1


async def sign_in(house: House, number: int) -> float:
    """Seconds from the form with the password to its answer.

    :raises AssertionError, OSError, EOFError, TimeoutError, KeyError: somebody was not let in.
    """
    user = _browser(house, number)
    try:
        answer, took = await _sent(user, _email(number), PASSWORD)
        assert answer.status == 302, f"sign-in form: {answer.status}"
        if number % _LOOK_AROUND == 0:
            await _look_around(user, answer.cookies["sessionid"], f"Bench {number % _ACCOUNTS + 1}")
        return took
    finally:
        user.close()


async def _refuse(house: House, email: str, number: int) -> float:
    """Seconds until that address is refused, from a network that nobody else is on."""
    user = _browser(house, _REFUSED_FROM + number)
    try:
        answer, took = await _sent(user, email, "not the right one at all")
        assert answer.status == 200, f"refused sign-in: {answer.status}"
        return took
    finally:
        user.close()


def _email(number: int) -> str:
    return f"bench-{number % _ACCOUNTS + 1}@tamaris.example"


def _browser(house: House, number: int) -> User:
    address = f"10.{number // 65536 % 256}.{number // 256 % 256}.{number % 256}"
    return User(house.port, {"X-Forwarded-For": address, "User-Agent": "Firefox/128.0 Windows"})


async def _sent(user: User, email: str, password: str) -> tuple[Answer, float]:
    """The answer to the form with the password, and the seconds that it took."""
    page = await user.get("/sign-in/")
    assert page.status == 200, f"sign-in page: {page.status}"
    token = page.cookies["csrftoken"]
    user.headers["Cookie"] = f"csrftoken={token}"
    began = time.perf_counter()
    answer = await user.submit("/sign-in/", csrfmiddlewaretoken=token, login=email, password=password)
    return answer, time.perf_counter() - began


async def _look_around(user: User, session: str, name: str) -> None:
    """Whoever was let in sees their own account."""
    user.headers["Cookie"] = f"sessionid={session}"
    page = await user.get("/account/")
    assert page.status == 200, f"page after the sign-in: {page.status}"
    assert name.encode() in page.body, "page after the sign-in: somebody else's"


async def _browse(user: User, run_: Run, end: float) -> None:
    paths = ("/desk/", "/account/", "/cases/", "/letters/")
    while time.perf_counter() < end:
        await asyncio.sleep(random.uniform(0, 2 * READING))
        began = time.perf_counter()
        try:
            answer = await user.get(random.choice(paths))
            assert answer.status == 200, f"page: {answer.status}"
        except (AssertionError, OSError, EOFError, TimeoutError) as problem:
            run_.failed[kind_of(problem)] += 1
        else:
            run_.seconds.append(time.perf_counter() - began)


def kind_of(problem: Exception) -> str:
    """What went wrong, in a word or two that others can be counted under."""
    return str(problem) if isinstance(problem, AssertionError) else type(problem).__name__


def _told(signing: Run, browsing: Run, spent: dict[str, float]) -> bool:
    done = len(signing.seconds)
    rate = done * 60 / signing.elapsed
    held = [line(name="sign-ins", value=rate, unit="a minute", goal=0.98 * A_MINUTE, of="value")]
    for name, found in (("sign-in", signing), ("officer's page", browsing)):
        line(name=f"{name} p50", value=found.part(0.5), unit="ms")
        line(name=f"{name} p95", value=found.part(0.95), unit="ms")
        held.append(
            line(name=f"{name} errors", value=float(found.failed.total()), unit=f"of {len(found.seconds)}",
                 goal=0, of="value", smaller_is_better=True)
        )  # fmt: skip
        for kind, times in found.failed.most_common():
            line(name=f"{name} error: {kind}", value=float(times), unit="times")
    for name, seconds in spent.items():
        line(name=f"{name}, of each sign-in and its share of pages", value=seconds * 1000 / max(done, 1),
             unit="ms of processor")  # fmt: skip
    note(f"{len(browsing.seconds)} pages of officers were served meanwhile")
    return all(held)
