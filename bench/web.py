"""The full stack under fifty users: filings, whole cases, pages; beside a bare Django view that writes a row.

``onewindow run`` is started with an empty folder: database, web server and worker. A rate counts only when
every queue is drained, and the time until then counts with it.
"""

import json
import os
import sys
import time
from dataclasses import dataclass

from bench.report import line, note
from bench.web_house import Stage, machine_seconds, peer, processor_seconds, stage, upload
from bench.web_users import Act, Load, User, together
from tests.faults.auditing import wait_until_quiet
from tests.faults.lives import CITIZENS, EXTRACT, TRADE, trade_answers
from tests.reachable import reachable_folder
from tests.running import running

USERS = 50
SECONDS = float(os.environ.get("ONEWINDOW_BENCH_SECONDS", "20"))
PAUSE = 0.45
"""Mean seconds between an answer and the next filing of a user: fifty then ask for some 100 a second."""
WARM_UP = 3.0
_TO_DRAIN = 600.0


@dataclass(frozen=True)
class Run:
    """A load and what it took: until all queues were drained, and of the processors."""

    load: Load
    drained_after: float
    spent: dict[str, float]
    others: float

    @property
    def rate(self) -> float:
        """Acts per second, up to the moment when nothing was left to do."""
        return self.load.done / self.drained_after


def run() -> bool:
    """Print the figures of this group; whether all reach their goals."""
    with reachable_folder() as home, running(home / "var") as house:
        scene = stage(house, "importer", "telecom-officer", *CITIZENS)
        with peer(scene) as port:
            bare = _measure(scene, [User(port, {}) for _ in range(USERS)], _one_row)
        filed = _filings(scene, bare)
        whole = _whole_cases(scene, bare)
        journey = _journeys(scene, bare)
        shown = _pages(scene, bare)
    return all((filed, whole, journey, shown))


def _filings(scene: Stage, bare: Run) -> bool:
    note(f"{USERS} users file external trade certificates through POST /api/v1/cases, each with a new key")
    contract = upload(scene, "importer")

    async def file(user: User, number: int) -> None:
        answers = trade_answers(f"bench-{number}", contract)
        filing = {"service": TRADE, "applicant": "register/companies/1204567A", "answers": answers}
        await _file(user, filing, number)

    users = [scene.with_token("importer") for _ in range(USERS)]
    found = _measure(scene, users, file)
    reached = line(
        name="web filings", value=found.rate, unit="filings/s", peer=bare.rate, goal=100, of="value"
    )
    _times("web filing", found.load, bare.load, goal=None)
    _limit(found)
    note("whoever never pauses waits for the others: at this rate no median of fifty users can be under")
    note(
        f"{USERS * 1000 / found.rate:.0f} ms. Now the same fifty, who pause {PAUSE} s before they file again"
    )
    found = _measure(scene, users, file, reading=PAUSE)
    line(name="web filing, with pauses", value=found.load.rate, unit="filings/s", peer=bare.rate)
    within = _times("web filing, with pauses", found.load, bare.load)
    _limit(found)
    return reached and within


def _whole_cases(scene: Stage, bare: Run) -> bool:
    note("whole cases: extracts, filed through the API, decided by rules, printed, sealed, and told of")
    before = scene.values("SELECT count(*) FROM documents_document")[0]

    async def file(user: User, number: int) -> None:
        filing = {
            "service": EXTRACT,
            "applicant": user.person,
            "answers": {"content": "full", "purpose": "employment"},
        }
        await _file(user, filing, number)

    users = [scene.with_token(CITIZENS[place % len(CITIZENS)]) for place in range(USERS)]
    found = _measure(scene, users, file, seconds=SECONDS / 4)
    sealed = scene.values("SELECT count(*) FROM documents_document")[0] - before
    still = f"SELECT count(*) FROM cases_case WHERE status = 'open' AND service = '{EXTRACT}'"
    open_ = scene.values(still)[0]
    note(f"{sealed} documents are sealed, {open_} cases are open; filed at {found.load.rate:.0f} a second")
    line(name="web whole cases", value=found.rate, unit="cases/s", peer=bare.rate)
    _limit(found)
    return open_ == 0


def _journeys(scene: Stage, bare: Run) -> bool:
    note(f"{USERS} users file extracts page by page, reading each for a second: 8 requests a journey")
    users = [scene.signed_in(CITIZENS[place % len(CITIZENS)]) for place in range(USERS)]
    found = _measure(scene, users, _journey, seconds=SECONDS, reading=1.0)
    line(name="web journeys", value=found.load.rate, unit="journeys/s", peer=bare.rate)
    reached = _times("web journey", found.load, bare.load)
    _limit(found)
    return reached


def _pages(scene: Stage, bare: Run) -> bool:
    numbers = scene.values(f"SELECT number FROM cases_case WHERE service = '{TRADE}' LIMIT 200")
    reached = []
    for name, account, paths in (
        ("case page", "importer", [f"/cases/{number}/" for number in numbers]),
        ("inbox", "telecom-officer", ["/desk/"]),
        ("service page", "citizen", [f"/services/{TRADE}/", f"/services/{EXTRACT}/"]),
    ):
        users = [scene.signed_in(account) for _ in range(USERS)]
        note(f"{name}: {USERS} users who read a page for a second, then {USERS} who ask without a pause")
        found = _measure(scene, users, _look_at(paths), seconds=SECONDS / 2, reading=1.0)
        reached.append(_times(f"web {name}", found.load, bare.load))
        found = _measure(scene, users, _look_at(paths), seconds=SECONDS / 2)
        line(name=f"web {name}, no pause", value=found.load.rate, unit="pages/s", peer=bare.load.rate)
        reached.append(_times(f"web {name}, no pause", found.load, bare.load))
        _limit(found)
    return all(reached)


def _measure(
    scene: Stage, users: list[User], act: Act, *, seconds: float = SECONDS, reading: float = 0.0
) -> Run:
    """Warm up, then load, then wait until nothing is left to do."""
    together(users, act, seconds=WARM_UP, reading=reading)
    _drain(scene)
    before, machine = processor_seconds(scene.house), machine_seconds()
    began = time.perf_counter()
    load = together(users, act, seconds=seconds, reading=reading)
    _drain(scene)
    after = time.perf_counter() - began
    spent = {name: now - before[name] for name, now in processor_seconds(scene.house).items()}
    if load.failed:
        note(f"{len(load.failed)} failed, the first: {load.failed[0]}")
    return Run(load, after, spent, machine_seconds() - machine - sum(spent.values()))


def _drain(scene: Stage) -> None:
    left = wait_until_quiet(scene.url, patience=_TO_DRAIN, every=0.25)
    if left:
        sys.exit(f"the queues do not drain: {left}")


def _times(name: str, load: Load, bare: Load, *, goal: float | None = 300) -> bool:
    line(name=f"{name} p50", value=load.part(0.5), unit="ms", peer=bare.part(0.5), smaller_is_better=True)
    return line(
        name=f"{name} p95", value=load.part(0.95), unit="ms", peer=bare.part(0.95), goal=goal, of="value",
        smaller_is_better=True,
    )  # fmt: skip


def _limit(found: Run) -> None:
    """Say where the time went: what one act costs each part, and how busy all were."""
    each = ", ".join(
        f"{name} {seconds * 1000 / max(found.load.done, 1):.1f}" for name, seconds in found.spent.items()
    )
    busy = sum(found.spent.values()) / found.drained_after
    others = found.others / found.drained_after
    note(f"processor milliseconds each: {each}; drained after {found.drained_after:.1f} s")
    note(f"processors busy with it: {busy:.2f}, with other programs: {others:.2f}, of {os.cpu_count()}")


async def _one_row(user: User, number: int) -> None:
    answer = await user.post(
        "/file", json.dumps({"number": number}).encode(), Content_Type="application/json"
    )
    assert answer.status == 201, answer.status


async def _file(user: User, filing: dict[str, object], number: int) -> None:
    answer = await user.post(
        "/api/v1/cases", json.dumps(filing).encode(), Content_Type="application/json",
        Idempotency_Key=f"bench-key-{number}",
    )  # fmt: skip
    assert answer.status == 201, (answer.status, answer.body[:200])


async def _journey(user: User, number: int) -> None:
    """From the service's page to the page that says it is filed."""
    begin = f"/apply/{EXTRACT}/"
    assert (await user.get(begin)).status == 200
    at = await _submitted(user, begin, principal=user.person)  # some have wards and choose for whom they file
    at = await _followed(user, at)
    page = await user.get(at)
    assert page.status == 200, (at, page.status)
    at = await _submitted(user, at, content="full", purpose="employment", _button="continue")
    assert (await user.get(at)).status == 200, at
    at = await _submitted(user, at)
    assert (await user.get(at)).status == 200, at


async def _submitted(user: User, path: str, **fields: str) -> str:
    answer = await user.submit(path, csrfmiddlewaretoken=user.forged, **fields)
    assert answer.status == 302, (path, answer.status, answer.body[-1500:])
    return answer.headers["location"]


async def _followed(user: User, path: str) -> str:
    answer = await user.get(path)
    assert answer.status == 302, (path, answer.status)
    return answer.headers["location"]


def _look_at(paths: list[str]) -> Act:
    async def look(user: User, number: int) -> None:
        answer = await user.get(paths[number % len(paths)])
        assert answer.status == 200, answer.status

    return look
