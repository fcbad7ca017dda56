"""A second opinion on what FEEL means: random well-typed sentences put to ours and to ``feelin``, on Node.

python -m tests.fuzz.second_opinion [--count N] [--seed S]

Sentences in which something is null for a reason are not compared: there ``feelin`` goes on with JavaScript's
own answers. Every other difference is printed; who is right is for the standard to say, and what is known
stands in ``differences``. ``make bench ONLY=rules`` installs ``feelin``, where that can be.
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench.rules_peers import PLACE
from onewindow.standards import feel
from onewindow.standards.feel.boundary import to_feel
from tests.fuzz.typed import TypedSentences

_WORKER = Path(__file__).with_suffix(".cjs")
_CLOSE = 1e-9
_AT_ONCE = 5_000

Told = Any
"""A value as both sides tell it: null, a boolean, or a list that begins with its kind."""


@dataclass(slots=True)
class Opinions:
    """How many sentences were compared, how many were null for a reason, and those that mean two things."""

    compared: int = 0
    apart: int = 0
    differing: list[str] = field(default_factory=list[str])


def command() -> list[str] | None:
    """How ``feelin`` is asked; None where Node or ``feelin`` is not there."""
    node = shutil.which("node")
    there = (PLACE / "node_modules" / "feelin").is_dir()
    return [node, str(_WORKER), str(PLACE)] if node is not None and there else None


def theirs(asked: Sequence[str], command: Sequence[str]) -> list[dict[str, Told]]:
    """What ``feelin`` says of some texts: ``{"value": told}`` or ``{"problem": text}`` for each."""
    ran = subprocess.run(
        command, input=json.dumps(asked) + "\n", capture_output=True, text=True, timeout=300, check=True
    )
    return json.loads(ran.stdout)


def ours(text: str) -> tuple[dict[str, Told], bool]:
    """The same of ours, and whether something in it was null for a reason."""
    try:
        result = feel.compile_expression(text).evaluate({})
    except feel.FeelSyntaxError as problem:
        return {"problem": str(problem)}, False
    return {"value": told(to_feel(result.value))}, bool(result.reasons)


def told(value: object) -> Told:
    """A FEEL value in the form that the worker uses."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        return ["number", float(value)]
    if isinstance(value, str):
        return ["string", value]
    if isinstance(value, list):
        return ["list", [told(item) for item in value]]
    if isinstance(value, dict):
        return ["context", {str(key): told(item) for key, item in value.items()}]
    if isinstance(value, feel.Range):
        return ["range", told(value.start), told(value.end), value.start_included, value.end_included]
    return ["moment", str(value)]


def alike(one: Told, other: Told) -> bool:
    """Whether both mean the same; a number to nine digits, since theirs are binary."""
    if isinstance(one, list) and isinstance(other, list):
        if one[:1] == ["number"] == other[:1]:
            return abs(one[1] - other[1]) <= _CLOSE * max(1, abs(one[1]))
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    return type(one) is type(other) and one == other


def compare(*, count: int, seed: int, command: Sequence[str]) -> Opinions:
    """Put so many sentences of one seed to both."""
    sentences, opinions = TypedSentences(random.Random(seed)), Opinions()
    for start in range(0, count, _AT_ONCE):
        texts = [sentences.one() for _ in range(min(_AT_ONCE, count - start))]
        for text, other in zip(texts, theirs(texts, command), strict=True):
            _judge(text, other, opinions)
    return opinions


def _judge(text: str, other: dict[str, Told], opinions: Opinions) -> None:
    answer, apart = ours(text)
    if apart:
        opinions.apart += 1
        return
    opinions.compared += 1
    if not alike(answer, other):
        opinions.differing.append(f"{text}\n  ours   {answer}\n  theirs {other}")


def main() -> int:
    """Compare as asked, and report; 1 where something differs, 2 where ``feelin`` is not there."""
    parser = argparse.ArgumentParser(prog="tests.fuzz.second_opinion")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    found = command()
    if found is None:
        sys.stdout.write("feelin is not here: make bench ONLY=rules installs it\n")
        return 2
    opinions = compare(count=asked.count, seed=asked.seed, command=found)
    for one in opinions.differing:
        sys.stdout.write(f"{one}\n")
    sys.stdout.write(
        f"seed {asked.seed}: {opinions.compared:,} sentences compared, {opinions.apart:,} null for a reason; "
        f"{len(opinions.differing)} differ\n"
    )
    return 1 if opinions.differing else 0


if __name__ == "__main__":
    sys.exit(main())
