"""One step under way: the nodes, timers, queue and effects that the behaviours of elements work on."""

from collections import deque
from collections.abc import Mapping
from typing import Any

from onewindow.kernel.errors import OnewindowError
from onewindow.standards import feel
from onewindow.standards.bpmn import effects
from onewindow.standards.bpmn.data import Data
from onewindow.standards.bpmn.errors import Stuck
from onewindow.standards.bpmn.events import Event
from onewindow.standards.bpmn.model import Definition, Element, Flow
from onewindow.standards.bpmn.state import Node, State, Timer, as_node
from onewindow.standards.bpmn.tape import Op, Question, Tape

__all__ = ["ARRIVE", "BEGIN", "FINISH", "MOVES_PER_STEP", "OUT", "THROW", "Move", "Run", "Stuck"]

ARRIVE, BEGIN, OUT, FINISH, THROW = 1, 2, 3, 4, 5
MOVES_PER_STEP = 20_000
"""Moves of tokens that one event may cause. A model that needs more runs in circles."""

Move = tuple[int, Element, int, Flow | None]
"""What to do, with which element, in which node (for ARRIVE.

The scope; else the node itself), by which flow.
"""


class Run:
    """Mutable during one step, thrown away after it."""

    __slots__ = (
        "alive", "at", "cuts", "data", "definition", "done", "effects", "elements", "ended", "last", "moves",
        "next", "nodes", "queue", "throws", "timers",
    )  # fmt: skip

    def __init__(self, definition: Definition, state: State, event: Event) -> None:
        nodes = dict(state.nodes)
        self.definition = definition
        self.elements = definition.elements
        self.at = event.at
        self.next = state.next
        self.nodes = nodes
        self.timers = dict(state.timers)
        self.data = Data(state.data, nodes, event.at, event.environment)
        self.data.tape = Tape()
        self.effects: list[effects.Effect] = []
        self.queue: deque[Move] = deque()
        self.throws: deque[Move] = deque()
        self.done: list[int] = []
        self.cuts: dict[int, int] = {}
        self.moves = 0
        self.ended = state.ended
        root = nodes.get(0)
        self.last: str = root.more.get("l", "") if root and root.more else ""
        self.alive = alive = dict.fromkeys(nodes, 0)
        alive[-1] = 0
        for _, parent, _, _ in nodes.values():
            alive[parent] += 1

    def state(self) -> State:
        """Where the case stands after the step; the end event reached last is kept for the outcome."""
        if self.last and not self.ended and self.nodes[0].marks.get("l") != self.last:
            self.mark(0, l=self.last)
        return State(self.next, self.nodes, self.timers, self.data.result(), self.ended)

    def send(self, element: Element, parent: int, flow: Flow | None = None) -> None:
        """Put a token on its way to an element, within a scope."""
        self.alive[parent] += 1
        self.queue.append((ARRIVE, element, parent, flow))

    def add(self, element: Element, parent: int, more: Mapping[str, Any] | None = None) -> Node:
        """A new node in a scope."""
        name, alive = self.next, self.alive
        self.next = name + 1
        self.nodes[name] = node = as_node(Node, (name, parent, element.id, more))
        alive[name] = 0
        alive[parent] += 1
        return node

    def mark(self, node: int, **more: Any) -> Node:
        """Change what a node carries; a value of None takes it away."""
        old = self.nodes[node]
        merged = {**old.more, **more} if old.more else more
        if None in more.values():
            merged = {name: value for name, value in merged.items() if value is not None}
        self.nodes[node] = fresh = as_node(Node, (old.id, old.parent, old.element, merged or None))
        return fresh

    def release(self, parent: int) -> None:
        """One token less in a scope; an empty scope is done."""
        alive = self.alive
        alive[parent] = left = alive[parent] - 1
        if not left:
            self.done.append(parent)

    def drop(self, node: int) -> None:
        """A node leaves the regular way: nothing runs in it any more."""
        if self.timers:
            self.stop_timers(node)
        if self.data.locals:
            self._close(node)
        alive = self.alive
        del alive[node]
        parent = self.nodes.pop(node)[1]
        alive[parent] = left = alive[parent] - 1
        if not left:
            self.done.append(parent)

    def cancel(self, node: int, reason: str) -> None:
        """A node is ended from outside, with all that it contains."""
        parent = self.nodes[node].parent
        self._wipe(node, reason)
        self.release(parent)

    def cut(self, scope: int, reason: str) -> None:
        """End everything inside a scope, but not the scope. Tokens on their way in it vanish too."""
        for node in [one.id for one in self.nodes.values() if one.parent == scope]:
            if node in self.nodes:
                self._wipe(node, reason)
        tokens = (ARRIVE, THROW)
        self.queue = deque(move for move in self.queue if not (move[0] in tokens and move[2] == scope))
        self.throws = deque(move for move in self.throws if move[2] != scope)
        self.alive[scope] = 0
        self.cuts[scope] = self.cuts.get(scope, 0) + 1

    def _wipe(self, node: int, reason: str) -> None:
        for child in [one.id for one in self.nodes.values() if one.parent == node]:
            self._wipe(child, reason)
        if self.has_work(self.nodes[node]):
            self.effects.append(effects.CloseWork(str(node), reason))
        self._forget(node)

    def _forget(self, node: int) -> None:
        if self.timers:
            self.stop_timers(node)
        if self.data.locals:
            self._close(node)
        self.alive.pop(node, None)
        del self.nodes[node]

    def _close(self, node: int) -> None:
        """Forget a node's own data."""
        if str(node) in self.data.locals:
            tape = self.data.tape
            self.data.close(node)
            self.data.told(tape, lambda again: again.data.close(node))

    def has_work(self, node: Node) -> bool:
        """Whether work is open at a node."""
        if not self.elements[node.element].work:
            return False
        return not node.more or not ("f" in node.more or "m" in node.more or "e" in node.more)

    def stop_timers(self, node: int) -> None:
        for name in [name for name, timer in self.timers.items() if timer.node == node]:
            del self.timers[name]
            self.effects.append(effects.CancelTimer(name))

    def set_timer(self, timer: Timer) -> str:
        self.data.tape = None
        name = str(self.next)
        self.next += 1
        self.timers[name] = timer
        return name

    def value(self, expression: feel.Expression, node: int, extra: Mapping[str, Any] | None = None) -> Any:
        """The value of an expression as seen from a node; errors of FEEL are None."""
        return self.explained(expression, node, extra)[0]

    def explained(
        self, expression: feel.Expression, node: int, extra: Mapping[str, Any] | None = None
    ) -> tuple[Any, str]:
        """The value, and why it or a part of it is null.

        :raises Stuck: the expression needed more than its budget.
        """
        context = self.data.context(node)
        self.data.tape = None
        try:
            result = expression.evaluate(context.over(extra) if extra else context, now=self.at)
        except OnewindowError as error:
            raise Stuck(str(error)) from error
        return result.value, "; ".join([reason.text() for reason in result.reasons]) if result.reasons else ""

    def holds(self, expression: feel.Expression, node: int, extra: Mapping[str, Any] | None = None) -> bool:
        """Whether a condition is true; null is not."""
        data, tape = self.data, self.data.tape
        answer = self.explained(expression, node, extra)[0] is True
        if tape is not None and not extra and data.scope_of(node) < 0:
            tape.lines.append(Question(expression, answer))
            data.tape = tape
        return answer

    def is_true(self, expression: feel.Expression, node: int, extra: Mapping[str, Any] | None = None) -> bool:
        """As ``holds``, where no token stands that an incident could keep.

        An expression out of budget is not true.
        """
        try:
            return self.holds(expression, node, extra)
        except Stuck:
            return False

    def hole(self, tape: Tape | None, line: Op) -> None:
        """As ``Data.told``, of a line that finds the effect to be appended next."""
        self.data.told(tape, line)
        if tape is not None:
            tape.holes.append(len(self.effects))

    def park(self, move: Move, reason: str) -> None:
        """Keep a token that cannot go on, with an incident. ``Change`` makes it try again."""
        operation, element, where, flow = move
        self.data.tape = None
        if operation == ARRIVE:
            more = {"e": operation, "v": flow.id} if flow else {"e": operation}
            self.add(element, where, more)
        elif where in self.nodes:
            self.mark(where, e=operation)
        self.effects.append(effects.Incident(element.id, reason))
