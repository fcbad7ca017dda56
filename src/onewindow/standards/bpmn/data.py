"""Data of a running case: the process's own, and what is local to a call or to one instance of many.

Values are FEEL values and never changed in place; the dictionaries of the state before are never touched.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from onewindow.standards.bpmn.names import Names
from onewindow.standards.bpmn.state import Node
from onewindow.standards.bpmn.stored import LOCALS, StoredData

if TYPE_CHECKING:
    from onewindow.standards.bpmn.tape import Op, Tape

ISOLATED = "$isolated"
"""Mark of a local scope that does not see what is around it: a called process with data inputs of its own."""
ITEMS = "$items"
"""The collection that a multi-instance body goes through, as it was when it began."""


class Data:
    """Reads and writes names from the view of a node.

    ``tape`` is None as soon as a step did something that it does not tell (tape.py).
    """

    __slots__ = (
        "_contexts", "_fresh", "_fresh_locals", "_fresh_root", "at", "changed", "environment", "locals",
        "nodes", "root", "tape",
    )  # fmt: skip

    def __init__(
        self, data: StoredData, nodes: Mapping[int, Node], at: datetime, environment: Mapping[str, Any]
    ) -> None:
        self.root = data
        self.locals = data.locals() if LOCALS in data else {}
        self.nodes = nodes
        self.at = at
        self.environment = environment
        self.changed = False
        self.tape: Tape | None = None
        self._contexts: dict[int, Names] = {}
        self._fresh_root = self._fresh_locals = False
        self._fresh: set[str] = set()

    def context(self, node: int) -> Names:
        """All names that an expression at a node sees.

        Environment, process data, and locals from outer to inner.
        """
        scope = self.scope_of(node)
        found = self._contexts.get(scope)
        if found is None:
            found = self._contexts[scope] = self._build(scope)
        return found

    def _build(self, scope: int) -> Names:
        if scope < 0:
            return Names(self.root, self.environment, _Clock(self.at))
        own = self.own(scope)
        if ISOLATED in own:
            return Names(own, self.environment, _Clock(self.at))
        return self.context(self.nodes[scope].parent).over(own)

    def scope_of(self, node: int) -> int:
        """The nearest node, from this one outward, that has data of its own; -1 for the process."""
        locals_ = self.locals
        if not locals_:
            return -1
        while node >= 0:
            _, parent, _, more = self.nodes[node]
            if (more and "i" in more) or str(node) in locals_:
                return node
            node = parent
        return -1

    def local(self, node: int) -> StoredData:
        """The data that is stored for this very node."""
        found = self.locals.get(str(node))
        return _NOTHING if found is None else found

    def own(self, node: int) -> Mapping[str, Any]:
        """The data of this very node.

        What is stored, and for an instance of many its item and its counter.
        """
        _, parent, _, more = self.nodes[node]
        stored = self.local(node)
        if not more or "i" not in more:
            return stored
        place, body = more["i"], self.nodes[parent]
        made: dict[str, Any] = {"loopCounter": place + 1}
        if body.more and "v" in body.more:
            made[body.more["v"]] = self.locals[str(body.id)].item(ITEMS, place)
        return Names(stored, made) if stored else made

    def particular(self, node: int) -> dict[str, Any]:
        """All that a node sees and the process does not: its own data, and that of the scopes around it."""
        found: dict[str, Any] = {}
        while node >= 0:
            _, parent, _, more = self.nodes[node]
            # a multi-instance body holds only what its instances leave behind
            if ("m" not in more) if more else (str(node) in self.locals):
                own = self.own(node)
                found = {**own, **found} if found else {**own}
                if ISOLATED in own:
                    del found[ISOLATED]
                    break
            node = parent
        return found

    def open(self, node: int, data: StoredData) -> None:
        """Give a node data of its own."""
        self.tape = None
        self._scopes()[str(node)] = data
        self._fresh.add(str(node))
        self.changed = True
        self._contexts.clear()

    def close(self, node: int) -> None:
        """Forget a node's own data."""
        if self.locals and str(node) in self.locals:
            self.tape = None
            del self._scopes()[str(node)]
            self._fresh.discard(str(node))
            self._contexts.pop(node, None)

    def put(self, scope: int, values: Mapping[str, Any]) -> None:
        """Write names into a scope: -1 for the process, else a node that has data of its own."""
        self.tape = None
        if values:
            self._writable(scope).update(values)

    def take(self, scope: int, brought: Mapping[str, Any]) -> None:
        """As ``put``, of what the event of this step brought; the caller notes it."""
        self._writable(scope).update(brought)

    def put_item(self, scope: int, name: str, place: int, value: Any) -> None:
        """Write one item, as JSON, of a list that a scope holds."""
        self.tape = None
        data = self._writable(scope)
        items = list(data.json_of(name))
        items[place] = value
        data.put_json(name, items)

    def put_json(self, scope: int, name: str, value: Any) -> None:
        """As ``assign``, of one value as JSON holds it."""
        self.tape = None
        nearest = self.scope_of(scope)
        home = self._home_of(name, nearest) if nearest >= 0 else -1
        self._writable(home).put_json(name, value)

    def assign(self, node: int, values: Mapping[str, Any]) -> None:
        """Write each name where it lives already, from this node outward.

        New names into the nearest scope.
        """
        nearest = self.scope_of(node)
        if nearest < 0:
            self.put(-1, values)
            return
        for name, value in values.items():
            self.put(self._home_of(name, nearest), {name: value})

    def told(self, tape: "Tape | None", line: "Op") -> None:
        """What was just done is done by this line as well, so the tape goes on."""
        self.tape = tape
        if tape is not None:
            tape.lines.append(line)

    def _home_of(self, name: str, nearest: int) -> int:
        scope = nearest
        while scope >= 0:
            own = self.own(scope)
            if name in own or ISOLATED in own:
                return scope
            scope = self.scope_of(self.nodes[scope].parent)
        return -1 if name in self.root else nearest

    def _writable(self, scope: int) -> StoredData:
        """The data of a scope, as a copy of this step's own."""
        self.changed = True
        if scope < 0:
            if not self._fresh_root:
                self.root, self._fresh_root = self.root.copy(), True
                self._contexts.clear()
            return self.root
        name, scopes = str(scope), self._scopes()
        self._contexts.clear()
        if name not in self._fresh:
            self._fresh.add(name)
            scopes[name] = self.local(scope).copy()
        return scopes[name]

    def _scopes(self) -> dict[str, StoredData]:
        if not self._fresh_locals:
            self.locals, self._fresh_locals = dict(self.locals), True
        return self.locals

    def result(self) -> StoredData:
        """The data to keep, locals under their reserved name."""
        if not self._fresh_locals:
            return self.root
        if self.locals or LOCALS in self.root:
            root = self.root if self._fresh_root else self.root.copy()
            root.keep_locals(self.locals)
            return root
        return self.root


_NOTHING = StoredData({}, {})


class _Clock(Mapping[str, Any]):
    """The moment of the event, by the names that expressions use unless data has these names."""

    __slots__ = ("at",)

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __contains__(self, name: object) -> bool:
        return name in ("now", "today")

    def __getitem__(self, name: str) -> Any:
        if name == "now":
            return self.at
        if name == "today":
            return self.at.date()
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(("now", "today"))

    def __len__(self) -> int:
        return 2
