"""The states of a recovery as a pure function, so that every order of events can be tried.

``asked`` (one officer) -> ``waiting`` -> ``done``; ``cancelled`` and ``expired`` end it. By letter it begins
as ``waiting`` and can be finished only between ``ready_at`` and ``expires_at``. A wrong code is no event:
anybody who knows the address can send one, so it ends nothing (``limits`` slows down whoever guesses).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

State = Literal["asked", "waiting", "done", "cancelled", "expired"]
Event = Literal["second-officer", "owner-stops", "owner-signs-in", "finish"]
OPEN: tuple[State, ...] = ("asked", "waiting")


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """What decides.

    :param way: ``letter`` or ``counter``.
    """

    state: State
    way: str
    ready_at: datetime
    expires_at: datetime


def after(found: Open, event: Event, *, at: datetime) -> State | None:
    """The next state; None where the event is refused and nothing changes."""
    if found.state not in OPEN:
        return None
    if at >= found.expires_at:
        return "expired"
    if event == "owner-stops":
        return "cancelled"
    if event == "owner-signs-in":
        # A thief who is signed in must not be able to stop what two officers saw with their eyes.
        return "cancelled" if found.way == "letter" else None
    if event == "second-officer":
        return "waiting" if found.state == "asked" else None
    return "done" if found.state == "waiting" and at >= found.ready_at else None
