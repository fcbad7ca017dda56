"""Small models as text, and a driver that keeps a case as JSON between events."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from html import escape
from itertools import pairwise
from typing import Any

from onewindow.standards import bpmn, feel
from onewindow.standards.bpmn.step import stepped

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
_NAMESPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0"'
)


def flows(text: str) -> str:
    """Lines ``a -> b -> c`` as sequence flows with ids ``a_b``; ``a -> b : x`` has a condition."""
    found: list[str] = []
    for line in filter(None, (one.strip() for one in text.splitlines())):
        path, _, condition = line.partition(" : ")
        names = [one.strip() for one in path.split("->")]
        inner = f"<conditionExpression>{escape(condition)}</conditionExpression>" if condition else ""
        for source, target in pairwise(names):
            name = f"{source}_{target}"
            found.append(
                f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'
            )
    return "".join(found)


def model(body: str, path: str = "", *, around: str = "", name: str = "p") -> bytes:
    """One process of elements and flows, with what stands around it in the file."""
    text = (
        f'<definitions {_NAMESPACES}>{around}<process id="{name}" '
        f'isExecutable="true">{body}{flows(path)}</process>'
    )
    return f"{text}</definitions>".encode()


class Case:
    """A case that is stored as JSON after every event.

    Every step is repeated to see that it is pure, and worked out anew to see that what the definition
    remembers of steps made before says the same.
    """

    def __init__(
        self,
        xml: bytes | bpmn.Definition,
        data: Mapping[str, Any] | None = None,
        *,
        start: str | None = None,
        environment: Mapping[str, Any] | None = None,
        **loading: Any,
    ) -> None:
        self.definition = xml if isinstance(xml, bpmn.Definition) else bpmn.load(xml, **loading)
        self.now = NOON
        self.environment = environment or {}
        self.tokens: dict[str, Any] | None = None
        self.stored: Any = {}
        self.effects: tuple[bpmn.Effect, ...] = ()
        self.all: list[bpmn.Effect] = []
        self.send(bpmn.Start, data=data or {}, start=start)

    @property
    def state(self) -> bpmn.State | None:
        if self.tokens is None:
            return None
        return bpmn.State.from_json(self.tokens, feel.from_json(self.stored))

    def send(self, kind: Any, **values: Any) -> tuple[bpmn.Effect, ...]:
        event = kind(at=self.now, environment=self.environment, **values)
        before = self.state
        kept = json.dumps(before.to_json()) if before else ""
        state, effects = bpmn.step(self.definition, before, event)
        assert (json.dumps(before.to_json()) if before else "") == kept
        again, told = bpmn.step(self.definition, self.state, event)
        anew, told_anew, _ = stepped(self.definition, self.state, event)
        assert (anew.to_json(), anew.data, told_anew) == (state.to_json(), state.data, effects)
        assert again.data == state.data
        assert (again.to_json(), told) == (state.to_json(), effects)
        self.tokens = json.loads(json.dumps(state.to_json()))
        self.stored = json.loads(json.dumps(feel.to_json(dict(state.data))))
        self.effects = effects
        self.all += effects
        return effects

    @property
    def data(self) -> Mapping[str, Any]:
        assert self.state is not None
        return self.state.data

    @property
    def waits(self) -> list[tuple[str, str]]:
        """Kind and element of everything that is waited for."""
        assert self.state is not None
        return [(one.kind, one.element) for one in bpmn.waiting(self.definition, self.state)]

    def works(self, element: str) -> list[str]:
        assert self.state is not None
        found = bpmn.waiting(self.definition, self.state)
        return [one.name for one in found if one.kind == "work" and one.element == element]

    def done(self, element: str, output: Mapping[str, Any] | None = None) -> None:
        """Complete the oldest work at an element."""
        self.send(bpmn.Complete, work=self.works(element)[0], output=output or {})

    def fail(self, element: str, code: str) -> None:
        self.send(bpmn.Fail, work=self.works(element)[0], code=code, message="no")

    def pass_time(self, length: timedelta) -> None:
        """Let every timer that falls due ring, at its time."""
        end = self.now + length
        while True:
            assert self.state is not None
            found = [one for one in bpmn.waiting(self.definition, self.state) if one.due and one.due <= end]
            if not found:
                break
            assert found[0].due is not None
            self.now = max(self.now, found[0].due)
            self.send(bpmn.TimerDue, timer=found[0].name)
        self.now = end

    @property
    def left(self) -> list[str]:
        """Elements left the regular way, in order."""
        return [one.element for one in self.all if isinstance(one, bpmn.Left)]

    def of(self, kind: Any) -> list[Any]:
        """All effects of a kind so far."""
        return [one for one in self.all if isinstance(one, kind)]

    @property
    def outcome(self) -> str | None:
        ended = self.of(bpmn.Ended)
        return ended[0].outcome if ended else None
