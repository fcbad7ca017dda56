"""Random FEEL in any number: no crash, no hang, no more memory than the budget.

python -m tests.fuzz.feel [--count N] [--seed S]

Every input is compiled as an expression and evaluated within a small budget; one in four is read as unary
tests, one in four is checked, and one in a thousand is evaluated within the default budget and must be done
within a second. It tells how far it is every ten seconds, and reports when it is told to stop. Only errors of
the house may come out. What goes wrong is printed with its text, to become a test in
``standards/feel/tests/test_hostile.py``.
"""

import argparse
import random
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from onewindow.kernel.errors import OnewindowError
from onewindow.standards import feel
from tests.fuzz.expressions import NAMES, Sentences, broken, words
from tests.fuzz.progress import Progress

SMALL = feel.Budget(steps=10_000, memory=1_000_000, depth=50)
_MOST_SECONDS = 1.0
_MOST_MEMORY = 1 << 30
_NOW = datetime(2026, 1, 15, 10, 30, tzinfo=UTC)
_CONTEXT: dict[str, object] = {
    "x": 3,
    "y?": "text",
    "a b": [1, 2, {"a": "b"}],
    "ctx": {"a": 1, "b c": "x", "item": [1]},
    "items": [{"a": 1}, {"a": None}, {"a": "3"}],
    "day": _NOW.date(),
}
_TYPES = {"x": feel.type_named("number"), "y?": feel.type_named("string"), **dict.fromkeys(NAMES[2:])}


@dataclass(slots=True)
class Tally:
    """What happened to the inputs so far."""

    inputs: int = 0
    refused: int = 0
    stopped: int = 0
    answered: int = 0
    slowest: tuple[float, str] = (0.0, "")
    faults: list[str] = field(default_factory=list[str])


def texts(seed: int) -> Iterator[str]:
    """Inputs without end: a third each of sentences, broken sentences, and words."""
    chance = random.Random(seed)
    sentences = Sentences(chance)
    last = "1"
    while True:
        text = sentences.one()
        yield text
        yield broken(chance, text, last)
        yield words(chance) if chance.random() < 0.3 else broken(chance, last, text)
        last = text


def run(text: str, tally: Tally, *, budget: feel.Budget = SMALL) -> None:
    """Put one input to everything that reads FEEL, and note how that went."""
    began = time.process_time()
    try:
        try:
            expression = feel.compile_expression(text, names=NAMES)
        except feel.FeelSyntaxError:
            tally.refused += 1
        else:
            expression.evaluate(_CONTEXT, now=_NOW, budget=budget)
            tally.answered += 1
        if tally.inputs % 4 == 1:
            feel.check_expression(text, names=_TYPES)
        if tally.inputs % 4 == 3:
            with suppress(feel.FeelSyntaxError):
                feel.compile_unary_tests(text, names=NAMES).matches(3, _CONTEXT, now=_NOW, budget=budget)
    except feel.BudgetSpent:
        tally.stopped += 1
    except OnewindowError as problem:
        tally.faults.append(f"{text!r}: {type(problem).__name__}")
    except Exception as problem:  # whatever it is, it is what is looked for
        tally.faults.append(f"{text!r}: {type(problem).__name__} {problem}")
    took = time.process_time() - began
    if took > tally.slowest[0]:
        tally.slowest = (took, text)
    if took > _MOST_SECONDS:
        tally.faults.append(f"{text!r}: {took:.2f} s")
    tally.inputs += 1


def fuzz(*, count: int, seed: int, progress: Progress | None = None) -> Tally:
    """Run so many inputs of one seed, or fewer where the run is told to stop."""
    tally, progress = Tally(), progress or Progress("inputs")
    for text in texts(seed):
        run(text, tally, budget=feel.DEFAULT_BUDGET if tally.inputs % 1_000 == 0 else SMALL)
        progress.at(tally.inputs, len(tally.faults))
        if tally.inputs >= count or len(tally.faults) >= 20 or progress.stopped:
            break
    return tally


def main() -> int:
    """Fuzz as asked, and report; 1 where something was found."""
    parser = argparse.ArgumentParser(prog="tests.fuzz.feel")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    began = time.process_time()
    progress = Progress("inputs")
    progress.listen()
    tally = fuzz(count=asked.count, seed=asked.seed, progress=progress)
    for fault in tally.faults:
        sys.stdout.write(f"FOUND {fault}\n")
    rate = tally.inputs / (time.process_time() - began)
    told = [
        f"seed {asked.seed}: {tally.inputs:,} inputs",
        f"{tally.answered:,} answered, {tally.refused:,} refused, {tally.stopped:,} stopped by the budget",
        f"{len(tally.faults)} faults",
        f"{rate:,.0f} inputs a second of processor time, slowest {tally.slowest[0]:.3f} s",
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB",
    ]
    sys.stdout.write("; ".join(told) + "\n")
    if tally.slowest[0] > 0.3:
        sys.stdout.write(f"slowest: {tally.slowest[1]!r}\n")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
