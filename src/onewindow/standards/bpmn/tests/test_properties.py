"""Random block-structured processes always end, whatever order things happen in, and leave nothing behind."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onewindow.standards import bpmn
from onewindow.standards.bpmn.tests.driving import Case, flows, model

BLOCKS = [
    "task",
    "script",
    "pass",
    "exclusive",
    "parallel",
    "inclusive",
    "race",
    "loop",
    "many",
    "sub",
    "ring",
    "each",
]


@dataclass
class Drawing:
    """Elements and flows so far; every block has one way in and one way out."""

    body: list[str] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    count: int = 0

    def name(self, kind: str) -> str:
        self.count += 1
        return f"{kind}{self.count}"

    def add(self, kind: str, text: str = "", attributes: str = "") -> str:
        name = self.name(kind[:2])
        self.body.append(f'<{kind} id="{name}" {attributes}>{text}</{kind}>')
        return name


@st.composite
def processes(draw: st.DrawFn) -> bytes:
    drawing = Drawing()
    first, last = _sequence(draw, drawing, 3)
    start, end = drawing.add("startEvent"), drawing.add("endEvent")
    drawing.path += [f"{start} -> {first}", f"{last} -> {end}"]
    return model("".join(drawing.body), "\n".join(drawing.path))


def _sequence(draw: st.DrawFn, to: Drawing, depth: int) -> tuple[str, str]:
    first, last = _block(draw, to, depth)
    for _ in range(draw(st.integers(0, 2))):
        following, end = _block(draw, to, depth)
        to.path.append(f"{last} -> {following}")
        last = end
    return first, last


def _block(draw: st.DrawFn, to: Drawing, depth: int) -> tuple[str, str]:
    kind = draw(st.sampled_from(BLOCKS[:3] if depth == 0 else BLOCKS))
    single = {"task": "userTask", "pass": "task", "script": "scriptTask"}.get(kind)
    if single:
        name = to.add(
            single, "<script>{n: if n = null then 1 else n + 1}</script>" if kind == "script" else ""
        )
        return name, name
    if kind in ("exclusive", "parallel", "inclusive"):
        return _split(draw, to, depth, kind)
    if kind == "race":
        return _race(draw, to, depth)
    if kind == "loop":
        return _back(draw, to, depth)
    return _nested(draw, to, depth, kind)


def _split(draw: st.DrawFn, to: Drawing, depth: int, kind: str) -> tuple[str, str]:
    split = to.name("g")
    branches = draw(st.integers(2, 3))
    joins = {"exclusive": "exclusiveGateway", "parallel": "parallelGateway", "inclusive": "inclusiveGateway"}[
        kind
    ]
    join = to.add(joins)
    for number in range(branches):
        first, last = _sequence(draw, to, depth - 1)
        chance = (
            ""
            if kind == "parallel" or number == 0
            else f" : {draw(st.sampled_from(['true', 'false', 'n > 2']))}"
        )
        to.path += [f"{split} -> {first}{chance}", f"{last} -> {join}"]
        if number == 0:
            default = "" if kind == "parallel" else f'default="{split}_{first}"'
            to.body.append(f'<{joins} id="{split}" {default}/>')
    return split, join


def _race(draw: st.DrawFn, to: Drawing, depth: int) -> tuple[str, str]:
    """An event gateway: whichever comes first."""
    gate, join = to.add("eventBasedGateway"), to.add("exclusiveGateway")
    message = "<messageEventDefinition/>"
    timer = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
    for definition in (message, timer):
        event = to.add("intermediateCatchEvent", definition)
        first, last = _sequence(draw, to, depth - 1)
        to.path += [f"{gate} -> {event} -> {first}", f"{last} -> {join}"]
    return gate, join


def _back(draw: st.DrawFn, to: Drawing, depth: int) -> tuple[str, str]:
    """Back to the beginning a few times."""
    merge, count = to.add("exclusiveGateway"), to.name("c")
    plus = f"(if {count} = null then 0 else {count}) + 1"
    to.body.append(f'<scriptTask id="{count}"><script>{plus}</script></scriptTask>')
    first, last = _sequence(draw, to, depth - 1)
    split = to.name("g")
    out = to.add("task")
    to.body.append(f'<exclusiveGateway id="{split}" default="{split}_{out}"/>')
    to.path += [
        f"{merge} -> {count} -> {first}",
        f"{last} -> {split} -> {out}",
        f"{split} -> {merge} : {count} < 3",
    ]
    return merge, out


def _nested(draw: st.DrawFn, to: Drawing, depth: int, kind: str) -> tuple[str, str]:
    """A sub-process: plain, repeated, in parallel, or with a boundary event."""
    inner = Drawing(count=to.count)
    first, _ = _sequence(draw, inner, depth - 1)
    start = inner.add("startEvent")
    inner.path.append(f"{start} -> {first}")
    to.count = inner.count
    twice = "<loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
    loops = {
        "many": f"<multiInstanceLoopCharacteristics>{twice}",
        "each": f'<multiInstanceLoopCharacteristics isSequential="true">{twice}',
        "ring": '<standardLoopCharacteristics loopMaximum="2"/>',
    }
    name = to.add("subProcess", loops.get(kind, "") + "".join(inner.body) + flows("\n".join(inner.path)))
    if kind != "sub":
        return name, name
    join = to.add("exclusiveGateway")
    timer = "<timerEventDefinition><timeDuration>PT2H</timeDuration></timerEventDefinition>"
    event = to.add("boundaryEvent", timer, f'attachedToRef="{name}"')
    to.path += [f"{name} -> {join}", f"{event} -> {join}"]
    return name, join


def _happen(draw: Callable[..., Any], case: Case) -> None:
    assert case.state is not None
    waits = bpmn.waiting(case.definition, case.state)
    assert waits, "a running case always waits for something"
    wait = draw(st.sampled_from(waits))
    assert wait.kind != "incident"
    if wait.kind == "work":
        case.send(bpmn.Complete, work=wait.name, output={"n": draw(st.integers(0, 4))})
    elif wait.kind == "message":
        case.send(bpmn.Deliver, message=wait.name)
    else:
        assert wait.due is not None
        case.pass_time(max(timedelta(), wait.due - case.now))


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_block_structured_processes_end_and_leave_nothing(data: st.DataObject) -> None:
    case = Case(data.draw(processes()), {"n": 0})
    for _ in range(400):
        if case.outcome is not None:
            break
        _happen(data.draw, case)
    assert case.outcome is not None
    state = case.state
    assert state is not None and not state.nodes and not state.timers
    assert "$local" not in case.data
    opened = {one.work for one in case.of(bpmn.OpenWork)}
    assert {one.work for one in case.of(bpmn.CloseWork)} <= opened
    gone = [one.timer for one in case.of(bpmn.CancelTimer)]
    assert len(gone) == len(set(gone))
