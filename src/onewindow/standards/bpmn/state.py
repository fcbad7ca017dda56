"""Where a case stands: nodes and timers, compact and JSON-able, with the data apart."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, cast

from onewindow.standards.bpmn.stored import StoredData

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOTHING: Mapping[str, Any] = {}


class Node(NamedTuple):
    """A token that waits, or a scope that contains others.

    :param parent: node id of the scope that contains it; -1 for the process itself, whose id is 0.
    :param more: what only some nodes have, by one letter (None for most; never changed in place).
        Joins: f flows that arrived, r flows still expected before a reset. Loops: m kind, n total, d done,
        a started and v the item's name, of a body; i place and o outputs, of an instance. Compensation: k
        what
        can be undone, q what is still to undo, z what is being cancelled. Sub-processes: x an event sub-
        process
        took over, s activities still to start, l (of the process) the end event reached last. Events: g
        triggers that came, w events of a parallel event gateway that came, c conditions that were true, b
        and y what a loop throws when an instance is done. Incidents: e what to try again, v by which flow.
    """

    id: int
    parent: int
    element: str
    more: Mapping[str, Any] | None = None

    @property
    def marks(self) -> Mapping[str, Any]:
        """What it has, without None."""
        return self.more or _NOTHING


class Standing(dict[int, Node]):
    """Nodes that many cases had: what was worked out about them once stays with them. Never changed.

    :param following: the next id to give.
    :param owner: the memory that it belongs to (memory.py), which alone may use ``made``.
    """

    __slots__ = ("following", "made", "owner", "rows")

    def __init__(self, following: int, nodes: Mapping[int, Node], owner: object) -> None:
        super().__init__(nodes)
        self.following = following
        self.owner = owner
        self.made: dict[Any, Any] = {}
        self.rows = [list(node) for node in nodes.values()]

    def __reduce__(self) -> tuple[type[dict[int, Node]], tuple[dict[int, Node]]]:
        return dict, (dict(self),)


class Timer(NamedTuple):
    """A timer that runs.

    :param due: microseconds since 1970 in UTC.
    :param left: further cycles, -1 for ever.
    :param place: which of the event's definitions it belongs to.
    """

    node: int
    element: str
    due: int
    left: int = 0
    place: int = 0

    @property
    def moment(self) -> datetime:
        """When it is due."""
        return EPOCH + timedelta(microseconds=self.due)


as_node = cast("Callable[[type[Node], Sequence[Any]], Node]", tuple.__new__)
"""A case is read at every step, and ``Node`` itself takes twice as long."""


class State(NamedTuple):
    """A case between two events. Never changed in place.

    :param data: data of the process, FEEL values by name; a mapping, not to be changed.
    """

    next: int
    nodes: Mapping[int, Node]
    timers: Mapping[str, Timer]
    data: StoredData
    ended: bool = False

    @property
    def tokens(self) -> dict[str, Any]:
        """The state without its data, as ``to_json`` gives it."""
        return self.to_json()

    def data_to_json(self) -> dict[str, Any]:
        """The data as JSON-able values, to be stored beside the tokens; not to be changed."""
        return self.data.to_json()

    def to_json(self) -> dict[str, Any]:
        """The tokens as JSON-able values, not to be changed; ``feel.to_json(state.data)`` gives the data."""
        following, nodes, timers, _, ended = self
        rows = nodes.rows if type(nodes) is Standing else [*map(list, nodes.values())]
        answer: dict[str, Any] = {"n": following, "k": rows}
        if timers:
            answer["t"] = {name: list(timer) for name, timer in timers.items()}
        if ended:
            answer["e"] = True
        return answer

    @classmethod
    def from_stored(cls, tokens: Mapping[str, Any], data: Mapping[str, Any]) -> "State":
        """The state again, from what ``to_json`` and ``data_to_json`` gave.

        Values are converted when looked at.
        """
        return cls._from(tokens, StoredData.from_json(data))

    @classmethod
    def from_json(cls, tokens: Mapping[str, Any], data: Mapping[str, Any]) -> "State":
        """The state again, from what ``to_json`` gave and the data as FEEL values."""
        return cls._from(tokens, data if isinstance(data, StoredData) else StoredData.of(data))

    @classmethod
    def _from(cls, tokens: Mapping[str, Any], data: StoredData) -> "State":
        kept: list[list[Any]] = tokens["k"]
        nodes = {row[0]: as_node(Node, row) for row in kept}
        timers: dict[str, Timer] = {}
        if "t" in tokens:
            running: Mapping[str, list[Any]] = tokens["t"]
            timers = {name: Timer(*row) for name, row in running.items()}
        return cls(tokens["n"], nodes, timers, data, "e" in tokens)
