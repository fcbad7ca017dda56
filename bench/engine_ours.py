"""The ten-step case on our engine."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import orjson

from bench.engine_case import CALLED, HAPPENINGS, MESSAGE, MODELS, PROCESS, REQUEST
from onewindow.standards import bpmn, dmn
from onewindow.standards.bpmn import OpenWork

STEPS = len(HAPPENINGS) + 1
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DEFINITION = bpmn.load(
    (MODELS / f"{PROCESS}.bpmn").read_bytes(),
    decisions=dmn.load((MODELS / "route.dmn").read_bytes()),
    called={CALLED: bpmn.load((MODELS / f"{CALLED}.bpmn").read_bytes())},
)
_ELEMENTS = {one: f"{CALLED}/pay" if one == "pay" else one for one in HAPPENINGS if one}
_OUTPUTS = {one: {one.replace("-", "_"): "done"} for one in HAPPENINGS if one}


@dataclass
class Stored:
    """A case as it is kept: two JSON texts, and the work that is open."""

    tokens: bytes = b""
    data: bytes = b""
    works: list[OpenWork] = field(default_factory=list)


def begin() -> bpmn.Start:
    return bpmn.Start(at=NOW, data=REQUEST)


def happen(stored: Stored, event: bpmn.Event, state: bpmn.State | None = None) -> bpmn.State:
    """One step: the state restored from what is stored (unless it is given), stepped, and stored."""
    if state is None and stored.tokens:
        state = bpmn.State.from_stored(orjson.loads(stored.tokens), orjson.loads(stored.data))
    state, effects = bpmn.step(DEFINITION, state, event)
    stored.works += [effect for effect in effects if type(effect) is OpenWork]
    stored.tokens = orjson.dumps(state.to_json())
    stored.data = orjson.dumps(state.data_to_json())
    return state


def event_of(happening: str | None, stored: Stored) -> bpmn.Event:
    if happening is None:
        return bpmn.Deliver(at=NOW, message=MESSAGE)
    wanted = _ELEMENTS[happening]
    place = next(place for place, work in enumerate(stored.works) if work.element == wanted)
    return bpmn.Complete(at=NOW, work=stored.works.pop(place).work, output=_OUTPUTS[happening])


def steps(*, restore: bool = True) -> Iterator[Stored]:
    """The case after each of its steps."""
    stored = Stored()
    state = happen(stored, begin())
    yield stored
    for happening in HAPPENINGS:
        state = happen(stored, event_of(happening, stored), None if restore else state)
        yield stored
    if not state.ended:
        raise AssertionError(bpmn.waiting(DEFINITION, state))


def run_case(*, restore: bool = True) -> None:
    for _ in steps(restore=restore):
        pass


def most_bytes() -> int:
    """The largest token state that a case has between two steps."""
    return max(len(stored.tokens) for stored in steps())
