"""What the check of a model tells: which element, what is wrong, what to do, and the way that leads there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from onewindow.kernel.errors import N_
from onewindow.standards.bpmn.model import Element
from onewindow.standards.bpmn.soundness.names import label

Wording = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Leg:
    """One event on the way to a finding.

    :param event: start, work, error, message, signal, timer or condition.
    :param element: the task or event at which it happens, or the process for ``start``.
    :param passed: ids of the elements that tokens entered because of it, in order.
    :param chosen: ids of flows (and of loops) whose condition was taken to be true; those not named were not.
    :param name: error code, message or signal name; "" for the others.
    """

    event: str
    element: str
    passed: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a model, or may be.

    :param code: a key of ``WORDINGS``.
    :param severity: error (the case can be lost), warning (look whether it is meant) or note.
    :param element: id of the element.
    :param message: and ``way_out``: English msgids with named places, for which ``values`` has the data.
    :param path: what happens, event by event, until it is so; empty where no way leads there.
    """

    code: str
    severity: str
    element: str
    message: str
    way_out: str
    values: Mapping[str, object] = field(default_factory=dict[str, object])
    path: tuple[Leg, ...] = ()

    def text(self) -> str:
        """What is wrong, in English."""
        return self.message.format(**self.values)

    def advice(self) -> str:
        """What to do, in English."""
        return self.way_out.format(**self.values)

    def route(self) -> tuple[str, ...]:
        """The ids of the elements along the path, in order."""
        found: list[str] = []
        for leg in self.path:
            for name in (leg.element, *leg.passed):
                if not found or found[-1] != name:
                    found.append(name)
        return tuple(found)


WORDINGS: Mapping[str, Wording] = {
    "unreachable": (
        "error",
        N_("No case can ever reach “{element}”."),
        N_("Connect it to what comes before it, or remove it."),
    ),
    "deadlock": (
        "error",
        N_("A case can wait for ever at “{element}”: nothing can come any more by {missing}."),
        N_("Join only what was split in the same way: use an exclusive join after a choice."),
    ),
    "livelock": (
        "error",
        N_("A case that comes to “{element}” goes round in circles and can never end."),
        N_("Give the circle a way out that leads to an end event."),
    ),
    "endless-circle": (
        "error",
        N_("Nothing waits and no data changes in the circle at “{element}”: a case never comes out of it."),
        N_("Put a task into the circle that waits for somebody or changes what its conditions look at."),
    ),
    "lack-of-synchronisation": (
        "warning",
        N_("Two tokens can be at “{element}” at the same time: what follows it happens twice."),
        N_("Join the parallel ways with a parallel or inclusive gateway before it."),
    ),
    "unhandled-error": (
        "error",
        N_("Nothing catches the error “{code}” that comes from “{element}”."),
        N_("Add an error event at its border, or an event sub-process that catches it."),
    ),
    "unhandled-escalation": (
        "warning",
        N_("Nothing catches the escalation “{code}” that “{element}” throws."),
        N_("Add an escalation event at the border of the sub-process around it."),
    ),
    "message-not-sent": (
        "warning",
        N_("Nobody sends the message “{name}” that “{element}” waits for."),
        N_("Say who sends it, or name a message that is sent."),
    ),
    "no-default": (
        "warning",
        N_("When no condition of the flows that leave “{element}” is true, the case stops there."),
        N_("Make one of the flows its default."),
    ),
    "never-fires": (
        "warning",
        N_("The event “{element}” can never come."),
        N_("Remove it, or let what it is attached to throw what it catches."),
    ),
    "dead-end": (
        "warning",
        N_("The way ends at “{element}” without an end event, so that the case has no outcome there."),
        N_("Lead it to an end event that names the outcome."),
    ),
    "too-many-instances": (
        "error",
        N_("“{element}” would run {count} times; the most is {most}."),
        N_("Let it run fewer times."),
    ),
    "not-explored": (
        "note",
        N_("The process has more than {states} situations; only these were looked at."),
        N_("Move parts of it into sub-processes of their own files, or check with a larger budget."),
    ),
}
"""Severity, message and way out by code."""


def finding(kind: str, at: Element, path: tuple[Leg, ...] = (), /, **values: object) -> Finding:
    """A finding of a kind at an element. ``values`` fill its sentences, beside the element's name."""
    severity, message, way_out = WORDINGS[kind]
    return Finding(kind, severity, at.id, message, way_out, {"element": label(at), **values}, path)
