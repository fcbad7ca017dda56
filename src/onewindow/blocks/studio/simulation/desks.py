"""The desks of offices: officers who work through one queue, first come, first served."""

from collections import deque
from typing import Any, Final

from onewindow.blocks.studio.simulation.assumptions import Staff
from onewindow.blocks.studio.simulation.hours import Hours
from onewindow.blocks.studio.simulation.plan import Answer

WAITS, RUNS, OVER = range(3)
MOST_SAMPLES: Final = 4_000


class Task:
    """A work on its way: asked for, begun, over."""

    __slots__ = ("answer", "asked", "begun", "case", "desk", "element", "minutes", "name", "state")

    def __init__(self, case: Any, name: str, element: str, asked: float, answer: Answer | None) -> None:
        self.case = case
        self.name = name
        self.element = element
        self.asked = asked
        self.begun = asked
        self.minutes = 0.0
        self.answer = answer
        self.state = WAITS
        self.desk: Desk | None = None


class Desk:
    """Officers of one role in one agency.

    :param longest: the longest that the queue ever was.
    :param area: waiting cases times minutes.
    :param worked: working minutes that officers spent on tasks.
    """

    __slots__ = (
        "area", "busy", "changed", "hours", "key", "longest", "queue", "samples", "staff", "tasks", "waiting",
        "worked",
    )  # fmt: skip

    def __init__(self, key: str, staff: Staff, hours: Hours) -> None:
        self.key = key
        self.staff = staff
        self.hours = hours
        self.busy = 0
        self.waiting = 0
        self.longest = 0
        self.area = 0.0
        self.changed = 0.0
        self.worked = 0.0
        self.tasks = 0
        self.queue: deque[Task] = deque()
        self.samples: list[tuple[float, int]] = []

    def ask(self, task: Task, minute: float) -> float | None:
        """A task comes; the minute at which it will be done where an officer is free, else None."""
        task.desk = self
        self.tasks += 1
        if self.busy < self.staff.officers:
            return self._begin(task, minute)
        self.queue.append(task)
        self._count(minute, 1)
        return None

    def give_up(self, task: Task, minute: float) -> tuple[Task, float] | None:
        """A task is no longer wanted, begun or not; the next one and when it will be done, if one begins."""
        begun = task.state == RUNS
        task.state = OVER
        if not begun:
            self._count(minute, -1)
            return None
        self.worked -= max(0.0, task.minutes - (self.hours.worked(minute) - self.hours.worked(task.begun)))
        return self.free(minute)

    def free(self, minute: float) -> tuple[Task, float] | None:
        """An officer is free again; the next task, and the minute at which it will be done."""
        self.busy -= 1
        while self.queue:
            task = self.queue.popleft()
            if task.state == WAITS:
                self._count(minute, -1)
                return task, self._begin(task, minute)
        return None

    def _begin(self, task: Task, minute: float) -> float:
        self.busy += 1
        task.state = RUNS
        task.begun = self.hours.opened(minute)
        self.worked += task.minutes
        return self.hours.after(minute, task.minutes / self.staff.share)

    def _count(self, minute: float, change: int) -> None:
        self.area += self.waiting * (minute - self.changed)
        self.changed = minute
        self.waiting += change
        if self.waiting > self.longest:
            self.longest = self.waiting

    def sample(self, minute: float) -> None:
        """Note how long the queue is; every other note is forgotten when there are too many."""
        self.samples.append((minute, self.waiting))
        if len(self.samples) > MOST_SAMPLES:
            del self.samples[1::2]
