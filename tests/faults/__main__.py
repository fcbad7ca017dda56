"""``python -m tests.faults [--kills N] [--cases M]``: cases live, processes die, then all is counted."""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from onewindow.foundation.database.api import EmbeddedPostgres
from tests.faults.asking import Counts
from tests.faults.auditing import Findings, audit, wait_until_quiet
from tests.faults.killing import Killer
from tests.faults.lives import PARTIES, Life, Town, lives
from tests.faults.town import Crowd
from tests.reachable import reachable_folder
from tests.running import House, running

_TO_END = 600.0
"""Seconds that all cases get to end after the last kill; a payment that is never confirmed takes its time."""
_TO_BE_QUIET = 180.0


def main() -> int:
    """0 where nothing was lost, doubled, stuck or wrong."""
    options = _options()
    with reachable_folder() as home, running(home / "var") as house:
        _say(f"the program answers at {house.base}, its data is in {house.var}; seed {options.seed}")
        return _report(*_run(house, options))


def _run(house: House, options: argparse.Namespace) -> tuple[Findings, Killer, Counts, float]:
    began, counts = time.monotonic(), Counts()
    made = lives(options.cases, seed=options.seed)
    crowd = Crowd(_town(house, counts), threads=options.clients)
    killer = Killer(house, options.seed, calm=options.calm)
    crowd.start()
    _kill_all(killer, crowd, made, options.kills)
    _say(f"{sum(killer.kills.values())} kills are done, {crowd.ended} cases have ended")
    whole = killer.whole()
    ended = crowd.wait(patience=_TO_END)
    url = EmbeddedPostgres(house.var / "database").url
    left = wait_until_quiet(url, patience=_TO_BE_QUIET)
    _inside(house, "export", str(house.var.parent / "export"))
    found = audit(url, made, var=house.var)
    found.stuck += [] if whole else ["the program does not come back"]
    found.stuck += [] if ended else [f"{crowd.under_way} cases do not end"]
    found.stuck += left
    found.wrong += [f"no recovery from a kill of the {victim}" for victim in killer.never]
    if found.all:
        _keep_logs(house)
    return found, killer, counts, time.monotonic() - began


def _kill_all(killer: Killer, crowd: Crowd, made: Sequence[Life], kills: int) -> None:
    """Let the cases begin evenly over the kills, so that every kill meets cases at every step."""
    begun, told = 0, time.monotonic()
    while (done := sum(killer.kills.values())) < kills:
        reach = max(begun, -(-len(made) * (done + 1) // max(kills - 1, 1)))
        crowd.begin(made[begun:reach])
        begun = min(reach, len(made))
        killer.kill_one()
        if time.monotonic() - told > 30:
            told = time.monotonic()
            _say(f"{done + 1} kills, {crowd.ended} cases ended, {crowd.under_way} under way")
    crowd.begin(made[begun:])


def _town(house: House, counts: Counts) -> Town:
    made = json.loads(_inside(house, "tokens", *PARTIES))
    return Town(
        house.base,
        tokens={account: token for account, (token, _) in made.items()},
        persons={account: person for account, (_, person) in made.items()},
        counts=counts,
    )


def _inside(house: House, *arguments: str) -> str:
    environment = {
        **os.environ,
        "DATABASE_URL": EmbeddedPostgres(house.var / "database").url,
        "ONEWINDOW_VAR_DIR": str(house.var),
        "DJANGO_SETTINGS_MODULE": "onewindow.conf.demo",
        "ONEWINDOW_PEOPLE": "0",
    }
    command = [sys.executable, "-m", "tests.faults.inside", *arguments]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.splitlines()[-1]


def _report(found: Findings, killer: Killer, counts: Counts, seconds: float) -> int:
    kills = ", ".join(f"{number} of the {name}" for name, number in killer.kills.items())
    _say(f"killed in {seconds:.0f} s: {kills}; {killer.hurried} of them before the one before was over")
    for name, times in killer.recoveries.items():
        if times:
            _say(f"recovery of the {name}: median {statistics.median(times):.2f} s, max {max(times):.2f} s")
    times = [one for some in killer.recoveries.values() for one in some]
    if times:
        _say(f"recovery: median {statistics.median(times):.2f} s, max {max(times):.2f} s")
    _say(
        f"requests: {counts.requests}, asked again {counts.asked_again}, "
        f"filed before the answer was lost {counts.told_before}, answered with a failure {counts.failed}"
    )
    for problem in found.all[:40]:
        _say(f"FOUND: {problem}")
    four = {"lost": found.lost, "doubled": found.doubled, "stuck": found.stuck, "wrong": found.wrong}
    _say(", ".join(f"{len(problems)} {name}" for name, problems in four.items()))
    _say(f"{found.held} passed, {len(found.all)} failed")
    return 1 if found.all else 0


def _keep_logs(house: House) -> None:
    for name in ("web.log", "worker.log"):
        log = house.var / "log" / name
        kept = Path(".var") / f"faults-{name}"
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes(log.read_bytes()[-2_000_000:] if log.exists() else b"")
        _say(f"the end of {name} is kept in {kept}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--clients", type=int, default=8, help="requests at once")
    parser.add_argument("--calm", type=float, default=1.0, help="mean seconds between recovery and kill")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    return parser.parse_args()


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
