"""What may happen to a case. Each event says when it happened and what its expressions may call upon.

``at`` is the moment of the event in UTC, the only time that the engine knows; ``environment`` holds further
FEEL
names and functions, for example the calendars of the house. Named tuples, made with keywords.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Start(NamedTuple):
    """Begin a case, at its plain start event or at the one named."""

    at: datetime
    data: Mapping[str, Any] = _NOTHING
    start: str | None = None
    environment: Mapping[str, Any] = _NOTHING


class Complete(NamedTuple):
    """Work was done; ``output`` becomes data of the case (FEEL values)."""

    at: datetime
    work: str
    output: Mapping[str, Any] = _NOTHING
    environment: Mapping[str, Any] = _NOTHING


class Fail(NamedTuple):
    """Work failed with an error code; an error event of the model may catch it, else it is an incident."""

    at: datetime
    work: str
    code: str
    message: str = ""
    environment: Mapping[str, Any] = _NOTHING


class Deliver(NamedTuple):
    """A message came, by name or id. It wakes the oldest matching wait (or starts an event sub-process).

    :param correlation: must equal the wait's correlation key where the model declares one.
    :param element: only a wait at this element; ``work``: only this receive task's work.
    """

    at: datetime
    message: str
    payload: Mapping[str, Any] = _NOTHING
    correlation: str | None = None
    work: str | None = None
    element: str | None = None
    environment: Mapping[str, Any] = _NOTHING


class Signal(NamedTuple):
    """A signal from outside. It wakes every wait for it."""

    at: datetime
    name: str
    payload: Mapping[str, Any] = _NOTHING
    environment: Mapping[str, Any] = _NOTHING


class TimerDue(NamedTuple):
    """A timer that ``SetTimer`` asked for is due."""

    at: datetime
    timer: str
    environment: Mapping[str, Any] = _NOTHING


class Change(NamedTuple):
    """Data changed outside; conditional events are looked at again, and incidents are tried again."""

    at: datetime
    data: Mapping[str, Any] = _NOTHING
    environment: Mapping[str, Any] = _NOTHING


class Stop(NamedTuple):
    """End the case from outside."""

    at: datetime
    reason: str = ""
    environment: Mapping[str, Any] = _NOTHING


Event = Start | Complete | Fail | Deliver | Signal | TimerDue | Change | Stop
