"""Runs the betsy conformance models for BPMN engines (uniba-dsg/betsy), laid out with an ``expected.json``.

Their scripts are names of things to do, such as ``SCRIPT_task1``; here they become FEEL when a model is read,
and the engine learns nothing of it. ``python -m onewindow.standards.bpmn.betsy FOLDER [--verbose]`` runs one.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from onewindow.standards import bpmn

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
_SCRIPT = re.compile(r"(<(?:\w+:)?script>)([^<]*)(</(?:\w+:)?script>)")
_CONTAINS = re.compile(r'test\s*\.\s*contains\(\s*(?:"|&quot;)([^"&]*)(?:"|&quot;)\s*\)')
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
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


def to_feel(xml: str) -> str:
    """The model with its scripts and conditions in FEEL."""
    xml = _CDATA.sub(lambda found: found[1].replace("&", "&amp;").replace("<", "&lt;"), xml)
    xml = _SCRIPT.sub(lambda found: f"{found[1]}{_script(found[2].strip())}{found[3]}", xml)
    return _CONTAINS.sub(r'contains(test, "\1")', xml)


def _script(name: str) -> str:
    if name.startswith("SCRIPT_"):
        return _logged(f'"{name.removeprefix("SCRIPT_")}"')
    if name == "INCREMENT_INTEGER_VARIABLE":
        return "{integerVariable: integerVariable + 1}"
    if name == "INCREMENT_INTEGER_VARIABLE_AND_LOG":
        return '{integerVariable: integerVariable + 1, trace: append(trace, "INCREMENT")}'
    if name == "LOG_INTEGER_VARIABLE":
        return _logged("string(integerVariable)")
    if name == "CREATE_MARKER_FILE":
        return "{marker: true}"
    return "{}"


def _logged(text: str) -> str:
    return f"{{trace: append(trace, {text})}}"


@dataclass
class _Player:
    """The processes of one model's file, running beside each other, with the messages between them."""

    definitions: Mapping[str, bpmn.Definition]
    data: Mapping[str, Any]
    now: datetime = BEGIN
    running: dict[str, bpmn.State] = field(default_factory=dict[str, bpmn.State])
    timers: list[tuple[datetime, str, str]] = field(default_factory=list[tuple[datetime, str, str]])
    messages: list[str] = field(default_factory=list[str])
    lines: list[str] = field(default_factory=list[str])

    def start(self, process: str, at: str | None = None) -> None:
        event = bpmn.Start(at=self.now, data=self.data, start=at)
        self.apply(process, None, event)

    def apply(self, process: str, state: bpmn.State | None, event: bpmn.Event) -> None:
        fresh, effects = bpmn.step(self.definitions[process], state, event)
        self.running[process] = bpmn.State.from_json(fresh.to_json(), fresh.data)
        for effect in effects:
            if isinstance(effect, bpmn.SetTimer):
                self.timers.append((effect.due, process, effect.timer))
            elif isinstance(effect, bpmn.CancelTimer):
                self.timers = [one for one in self.timers if one[1:] != (process, effect.timer)]
            elif isinstance(effect, bpmn.SendMessage):
                self.messages.append(effect.message)
            elif isinstance(effect, bpmn.Incident):
                self.lines.append("ERROR_RUNTIME")
            elif isinstance(effect, bpmn.Ended) and effect.error is not None:
                self.lines.append("ERROR_THROWN_ERROR_EVENT")

    def work(self) -> bool:
        """Do the first work that waits for nobody in particular."""
        for process, state in self.running.items():
            for wait in bpmn.waiting(self.definitions[process], state):
                kind = self.definitions[process].elements[wait.element].kind
                if wait.kind == "work" and kind != "receiveTask":
                    self.apply(process, state, bpmn.Complete(at=self.now, work=wait.name))
                    return True
        return False

    def deliver(self) -> bool:
        """Bring the oldest message that somebody waits for, or that starts a process."""
        for message in self.messages:
            for process in self.definitions:
                if self._takes(process, message):
                    self.messages.remove(message)
                    return True
        return False

    def _takes(self, process: str, message: str) -> bool:
        state = self.running.get(process)
        if state is None:
            for element in self.definitions[process].root.children:
                starts = element.kind == "startEvent" or element.instantiate
                if starts and any(message in one.names for one in element.triggers):
                    self.start(process, element.id)
                    return True
            return False
        try:
            self.apply(process, state, bpmn.Deliver(at=self.now, message=message))
        except bpmn.NothingWaits:
            return False
        return True

    def wake(self, end: datetime) -> bool:
        """Let time pass to the next timer."""
        due = [one for one in sorted(self.timers) if one[0] <= end]
        if not due:
            return False
        self.timers.remove(due[0])
        self.now = due[0][0]
        self.apply(due[0][1], self.running[due[0][1]], bpmn.TimerDue(at=self.now, timer=due[0][2]))
        return True

    def trace(self) -> tuple[str, ...]:
        lines = [line for state in self.running.values() for line in state.data["trace"]]
        if any(state.data.get("marker") for state in self.running.values()):
            lines.append("MARKER_EXISTS")
        return (*lines, *dict.fromkeys(self.lines))


def run(folder: Path, case: Case) -> Outcome:
    """Run one case; a model that cannot be loaded leaves ERROR_GENERIC."""
    text = to_feel((folder / case.model).read_text(encoding="utf-8")).encode()
    try:
        first = bpmn.load(text)
        found = {name: bpmn.load(text, process=name) for name in first.processes}
    except bpmn.ModelNotValid:
        return Outcome(case, ("ERROR_GENERIC",))
    data: dict[str, Any] = {"trace": [], "test": case.input, "integerVariable": case.number}
    player = _Player(found, data)
    main = next((name for name in found if name == Path(case.model).stem), first.id)
    player.start(main)
    for name, definition in found.items() if case.parallel else ():
        plain = [one for one in definition.root.starts if one.kind == "startEvent"]
        if name != main and plain:
            player.start(name)
    end = BEGIN + max(case.delay * 2, timedelta(minutes=10))
    for _ in range(_MOST_EVENTS):
        if not (player.work() or player.deliver() or player.wake(end)):
            break
    return Outcome(case, player.trace())


def run_folder(folder: Path) -> list[Outcome]:
    """Every case of a folder."""
    return [run(folder, case) for case in cases(folder)]


def main(arguments: list[str]) -> int:
    """Print failing cases (with ``--verbose`` all), then ``N passed, M failed``."""
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
