"""What a step wants the world to know or do, in order. The engine itself does none of it.

Named tuples, for a step makes many of them; tell them apart by their class, not by comparing.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple, cast


class Entered(NamedTuple):
    """A token entered an element.

    ``token`` is the id of its node where the element waits or contains, else "".
    """

    element: str
    token: str = ""


class Left(NamedTuple):
    """A token left an element in the regular way."""

    element: str


class OpenWork(NamedTuple):
    """Somebody or something has to work; ``Complete`` or ``Fail`` with the same ``work`` answers it.

    :param kind: user, manual, service, send or receive.
    :param local: what is particular to this piece of work: mapped data inputs, the item of a multi-instance,
        loopCounter.
    """

    work: str
    element: str
    kind: str
    local: Mapping[str, object]


class CloseWork(NamedTuple):
    """Work that is no longer wanted. ``reason`` names the element that ended it, or what Stop said."""

    work: str
    reason: str


class SetTimer(NamedTuple):
    """Send ``TimerDue`` with this ``timer`` once ``due`` (UTC) has come."""

    timer: str
    element: str
    due: datetime


class CancelTimer(NamedTuple):
    timer: str


class SendMessage(NamedTuple):
    """A message leaves the case.

    ``message`` is the message's name in the model, else its id, else the element's name.
    """

    element: str
    message: str
    payload: Mapping[str, object]


class SendSignal(NamedTuple):
    """A signal was broadcast; catchers inside this case have already seen it."""

    element: str
    name: str
    payload: Mapping[str, object]


class Decided(NamedTuple):
    """A business rule task decided. ``fired`` names the rules, by decision id."""

    element: str
    decision: str
    value: object
    fired: Mapping[str, tuple[object, ...]]


class Incident(NamedTuple):
    """The case cannot go on at this element; its token stays there. A ``Change`` tries again."""

    element: str
    reason: str


class Ended(NamedTuple):
    """The case is over.

    :param outcome: id of the last end event reached (or of the last element where there is none); "" after
        ``Stop``.
    :param error: the error code that nothing caught, else None.
    """

    outcome: str
    name: str
    error: str | None = None


_as_entered = cast("Callable[[type[Entered], tuple[str, str]], Entered]", tuple.__new__)
_as_work = cast(
    "Callable[[type[OpenWork], tuple[str, str, str, Mapping[str, object]]], OpenWork]", tuple.__new__
)
"""Past the classes' own constructors, which take twice as long: a step makes many."""


def entered(element: str, node: int) -> Entered:
    """A token entered an element and waits in a node."""
    return _as_entered(Entered, (element, str(node)))


def open_work(node: int, element: str, kind: str, local: Mapping[str, object]) -> OpenWork:
    """Work opened at a node."""
    return _as_work(OpenWork, (str(node), element, kind, local))


Effect = (
    Entered
    | Left
    | OpenWork
    | CloseWork
    | SetTimer
    | CancelTimer
    | SendMessage
    | SendSignal
    | Decided
    | Incident
    | Ended
)
