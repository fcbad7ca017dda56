"""A case of the simulation: where it stands, and what is open in it."""

from onewindow.blocks.studio.simulation.course import Walker
from onewindow.blocks.studio.simulation.desks import Task
from onewindow.blocks.studio.simulation.plan import Behaviour


class Life(Walker):
    """A case of the simulation."""

    __slots__ = (
        "answered", "asked", "decided", "early", "events", "key", "number", "open", "over", "said", "since",
        "timers", "used", "waited",
    )  # fmt: skip

    def __init__(self, behaviour: Behaviour, filed: float, number: int, key: int) -> None:
        super().__init__(behaviour, filed)
        self.number = number
        self.key = key
        self.open: dict[str, Task] = {}
        self.timers: dict[str, float] = {}
        self.asked: dict[str, int] = {}
        self.used: dict[str, int] = {}
        self.early: dict[str, Task] = {}
        self.answered = 0
        self.said = 0
        self.events = 0
        self.since = filed
        self.waited = 0
        self.decided = ""
        self.over = False
