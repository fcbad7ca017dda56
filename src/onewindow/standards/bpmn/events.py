"""What may happen to a case. Each event says when it happened and what its expressions may call upon."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


def _nothing() -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Happening:
    """
    :param at: the moment of the event, UTC. The only time that the engine knows.
    :param environment: further FEEL names and functions, for example the calendars of the house.
    """

    at: datetime
    environment: Mapping[str, Any] = field(default_factory=_nothing)


@dataclass(frozen=True, kw_only=True, slots=True)
class Start(_Happening):
    """Begin a case, at its plain start event or at the one named."""

    data: Mapping[str, Any] = field(default_factory=_nothing)
    start: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Complete(_Happening):
    """Work was done; ``output`` becomes data of the case (FEEL values)."""

    work: str
    output: Mapping[str, Any] = field(default_factory=_nothing)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fail(_Happening):
    """Work failed with an error code; an error event of the model may catch it, else it is an incident."""

    work: str
    code: str
    message: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Deliver(_Happening):
    """A message came, by name or id. It wakes the oldest matching wait (or starts an event sub-process).

    :param correlation: must equal the wait's correlation key where the model declares one.
    :param element: only a wait at this element; ``work``: only this receive task's work.
    """

    message: str
    payload: Mapping[str, Any] = field(default_factory=_nothing)
    correlation: str | None = None
    work: str | None = None
    element: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Signal(_Happening):
    """A signal from outside. It wakes every wait for it."""

    name: str
    payload: Mapping[str, Any] = field(default_factory=_nothing)


@dataclass(frozen=True, kw_only=True, slots=True)
class TimerDue(_Happening):
    timer: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Change(_Happening):
    """Data changed outside; conditional events are looked at again, and incidents are tried again."""

    data: Mapping[str, Any] = field(default_factory=_nothing)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stop(_Happening):
    """End the case from outside."""

    reason: str = ""


Event = Start | Complete | Fail | Deliver | Signal | TimerDue | Change | Stop
