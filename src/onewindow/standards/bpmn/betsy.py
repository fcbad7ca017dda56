"""Runs the betsy conformance models for BPMN engines (uniba-dsg/betsy), laid out with an ``expected.json``.

``onewindow bpmn run FOLDER [--verbose]`` runs one; what the traces mean is in docs/standards/bpmn.md.
"""

import json
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from onewindow.standards import bpmn
from onewindow.standards.bpmn.betsy_model import to_feel
from onewindow.standards.bpmn.betsy_player import RUNTIME, Player

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
DEPLOYMENT, GENERIC = "ERROR_DEPLOYMENT", "ERROR_GENERIC"
_GRACE, _LONG = timedelta(seconds=5), timedelta(minutes=10)
_MOST_EVENTS = 200


@dataclass(frozen=True)
class Case:
    """One run of a model and the trace that it should leave; order does not count."""

    model: str
    input: str | None
    number: int
    delay: timedelta
    parallel: bool
    trace: tuple[str, ...]


@dataclass
class Outcome:
    """What a run left."""

    case: Case
    got: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the trace is the expected one; ERROR_GENERIC is any error, of loading or of running."""
        if self.case.trace == (GENERIC,):
            return len(self.got) == 1 and self.got[0] in (DEPLOYMENT, RUNTIME)
        return Counter(self.got) == Counter(self.case.trace)


def cases(folder: Path) -> list[Case]:
    """The cases of ``expected.json``, those of its models that are there."""
    expected = cast("dict[str, list[dict[str, Any]]]", json.loads((folder / "expected.json").read_text()))
    return [
        Case(
            model,
            one.get("input"),
            one.get("integerVariable") or 0,
            timedelta(milliseconds=one.get("delay_ms") or 0),
            bool(one.get("parallel_process")),
            tuple(one["trace"]),
        )
        for model, rows in expected.items()
        if (folder / model).is_file()
        for one in rows
    ]


def run(folder: Path, case: Case) -> Outcome:
    """Run one case of a folder."""
    return play((folder / case.model).read_text(encoding="utf-8"), case)


def play(xml: str, case: Case) -> Outcome:
    """Run one model; one that cannot be loaded leaves ERROR_DEPLOYMENT."""
    model = to_feel(xml)
    text = model.text.encode()
    try:
        first = bpmn.load(text)
        found = {name: bpmn.load(text, process=name) for name in first.processes}
    except bpmn.ModelNotValid:
        return Outcome(case, (DEPLOYMENT,))
    data: dict[str, Any] = {"trace": [], "test": case.input, "integerVariable": case.number, "stamps": None}
    player = Player(found, model, data, BEGIN)
    main = next((name for name in found if name == Path(case.model).stem), first.id)
    if not player.waits(main):
        player.begin(main)
    for name, definition in found.items():
        if name != main:
            _beside(player, name, definition, plainly=case.parallel)
    end = BEGIN + (case.delay + _GRACE if case.delay else _LONG)
    player.play(end, _MOST_EVENTS)
    if all(one.process != main for one in player.running) and player.waits(main):
        player.begin(main)
        player.play(end, _MOST_EVENTS)
    return Outcome(case, player.trace())


def _beside(player: Player, name: str, definition: bpmn.Definition, *, plainly: bool) -> None:
    """Another process of the file: begun beside the main one, or by its timer as soon as it is deployed."""
    events = [one for one in definition.root.starts if one.kind == "startEvent"]
    if plainly and any(not one.triggers for one in events):
        player.start(name)
    elif any(trigger.kind == "timer" for one in events for trigger in one.triggers):
        player.begin(name)


def run_folder(folder: Path) -> list[Outcome]:
    """Every case of a folder."""
    return [run(folder, case) for case in cases(folder)]


def main(arguments: list[str]) -> int:
    """Print failing cases (with ``--verbose`` all, with their traces), then ``N passed, M failed``."""
    folder = Path(next(one for one in arguments if not one.startswith("-")))
    outcomes = run_folder(folder)
    for one in outcomes:
        if not one.passed or "--verbose" in arguments:
            said = "passed" if one.passed else "FAILED"
            _say(f"{said} {one.case.model} input={one.case.input} expected={one.case.trace} got={one.got}")
    failed = sum(not one.passed for one in outcomes)
    _say(f"{len(outcomes) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
