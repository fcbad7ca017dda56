"""Spoiled BPMN and DMN files: each must be read, checked and played, or refused with an error of ours.

    python -m tests.fuzz.models --count 100000 --seed 1

Every file follows from the seed and its number. What is neither of the two is written to ``--keep``: another
exception, more than a second of processor time, or more memory than the budget. It tells how far it is every
ten seconds, and reports when it is told to stop.
"""

import argparse
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from types import FrameType

from onewindow.kernel.errors import OnewindowError
from onewindow.standards import bpmn, dmn
from tests.fuzz.mutations import spoil
from tests.fuzz.progress import Progress

ROOT = Path(__file__).resolve().parents[2]
CORPORA = ROOT.parent / "shared" / "corpora"
AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECONDS = 1.0
"""Processor time for one file."""
MEMORY = 400 * 1024 * 1024
"""Bytes that a run may need beyond what it started with."""
LARGEST = 9_000
"""Larger files are left out: they take long without telling more."""
_VALUES = [None, True, 0, -1, 3, "a", "", [], [1, 2], {}, datetime(2026, 1, 1, tzinfo=UTC)]


class TooLong(BaseException):
    """The second is over."""


def seeds() -> dict[str, list[bytes]]:
    """Whole models by kind, from the services of this repository and, where they are, from the corpora."""
    found: dict[str, list[bytes]] = {"bpmn": [], "dmn": []}
    for folder in (ROOT / "services", CORPORA / "betsy-bpmn", CORPORA / "dmn-tck"):
        for path in sorted(folder.rglob("*")):
            kind = path.suffix.removeprefix(".")
            if kind in found and path.stat().st_size <= LARGEST:
                found[kind].append(path.read_bytes())
    return found


def try_bpmn(data: bytes, random: Random) -> None:
    """Load, draw, check and play one model."""
    definition = bpmn.load(data)
    bpmn.diagram(definition)
    bpmn.check(definition, budget=40)
    state, _ = bpmn.step(definition, None, bpmn.Start(AT, {"n": random.choice(_VALUES)}))
    for _ in range(6):
        if state.ended:
            return
        event = _next(definition, state, random)
        if event is None:
            return
        state, _ = bpmn.step(definition, bpmn.State.from_stored(state.to_json(), state.data_to_json()), event)


def _next(definition: bpmn.Definition, state: bpmn.State, random: Random) -> bpmn.Event | None:
    waits = [one for one in bpmn.waiting(definition, state) if one.kind != "incident"]
    if not waits:
        return None
    wait = random.choice(waits)
    value = {"n": random.choice(_VALUES)}
    if wait.kind == "work":
        failing = random.random() < 0.2
        return bpmn.Fail(AT, wait.name, "x") if failing else bpmn.Complete(AT, wait.name, value)
    if wait.kind == "message":
        return bpmn.Deliver(AT, wait.name, value)
    if wait.kind == "signal":
        return bpmn.Signal(AT, wait.name, value)
    return bpmn.TimerDue(AT, wait.name) if wait.kind == "timer" else bpmn.Change(AT, value)


def try_dmn(data: bytes, random: Random) -> None:
    """Load and check one model, and make its decisions."""
    definitions = dmn.load(data)
    for decision in list(definitions.decisions)[:4]:
        inputs = {item.name: random.choice(_VALUES) for item in definitions.inputs.values()}
        dmn.evaluate(definitions, decision=decision, inputs=inputs, now=AT)
    if random.random() < 0.1:
        dmn.check(definitions)


TRIES = {"bpmn": try_bpmn, "dmn": try_dmn}


def one(seed: str, models: dict[str, list[bytes]]) -> tuple[str, bytes, str]:
    """One spoiled file: its kind, the file, and what was wrong with how it was taken ("" for nothing)."""
    random = Random(seed)
    kind = random.choice(["bpmn", "bpmn", "dmn"])
    data = spoil(random, random.choice(models[kind]), models[kind])
    return kind, data, verdict(kind, data, random)


def verdict(kind: str, data: bytes, random: Random) -> str:
    """What is wrong with how a file is taken."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        TRIES[kind](data, random)
    except OnewindowError:
        return ""
    except TooLong:
        return "hang"
    except MemoryError:
        return "memory"
    except Exception:
        return traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return ""


def _over(number: int, frame: FrameType | None) -> None:
    raise TooLong


def run(
    seed: str, count: int, seconds: float, keep: Path, *, progress: Progress | None = None
) -> Counter[str]:
    """Many of them; how many there were and how many of which fault."""
    progress = progress or Progress("files")
    signal.signal(signal.SIGPROF, _over)
    models = seeds()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    resource.setrlimit(resource.RLIMIT_AS, (before + MEMORY + 2**30, resource.RLIM_INFINITY))
    told: Counter[str] = Counter()
    for number in _numbers(count, seconds):
        kind, data, wrong = one(f"{seed}/{number}", models)
        told["files"] += 1
        progress.at(number + 1, told.total() - told["files"])
        if wrong:
            place = wrong if "\n" not in wrong else "\n".join(wrong.strip().splitlines()[-3:])
            told[place] += 1
            if told[place] <= 3:
                keep.mkdir(parents=True, exist_ok=True)
                name = f"{seed}-{number}.{kind}"
                (keep / name).write_bytes(data)
                sys.stdout.write(f"{name}: {wrong}\n")
        if progress.stopped:
            break
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before
    if used > MEMORY:
        told["memory over budget"] += 1
    return told


def _numbers(count: int, seconds: float) -> Iterator[int]:
    until = time.monotonic() + seconds
    for number in range(count):
        if time.monotonic() > until:
            return
        yield number


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--seed", default="1")
    parser.add_argument("--keep", type=Path, default=Path(".fuzz"))
    asked = parser.parse_args()
    begun = time.monotonic()
    progress = Progress("files")
    progress.listen()
    told = run(asked.seed, asked.count, asked.seconds, asked.keep, progress=progress)
    rate = told["files"] / (time.monotonic() - begun)
    sys.stdout.write(f"{told.pop('files')} files, {rate:.0f} a second, {sum(told.values())} faults\n")
    for place, times in told.most_common():
        sys.stdout.write(f"{times} times: {place}\n")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
