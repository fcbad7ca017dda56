"""Licences to practise: of companies in trades that need one, and of people who drive others."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from onewindow.commands.growing import ages, numbers
from onewindow.commands.growing.plan import Entry, Plan

_IN_A_CHUNK: Final = 1_000
"""Numbers that a chunk may give: it has fewer than half as many companies."""
_TRADES: Final = (
    "food-trade",
    "food-trade",
    "food-trade",
    "pharmacy",
    "security",
    "customs-agent",
    "architect",
)
_LICENSED: Final = 0.3  # of companies
_TAXI: Final = 0.2  # of those who are licensed, the driver is, too
_YEARS: Final = 5


def entries(plan: Plan, draw: Random, *, chunk: int, companies: Sequence[Entry]) -> Iterator[Entry]:
    """For some of a chunk's companies, and for who acts for them.

    :param chunk: its number among those of all runs.
    """
    made = 0
    for _, key, spans in companies:
        chance = draw.random()
        if chance >= _LICENSED:
            continue
        facts = spans[0][1]
        holder = facts["officers"][0]["person"]
        serial = (chunk - 1) * _IN_A_CHUNK + made
        founded = date.fromisoformat(facts["founded"])
        said = {"company": key, "holder": holder, "kind": draw.choice(_TRADES)}
        yield _licence(plan, draw, serial, founded, said)
        made += 1
        if chance < _LICENSED * _TAXI:
            yield _licence(plan, draw, serial + 1, founded, {"holder": holder, "kind": "taxi"})
            made += 1


def _licence(plan: Plan, draw: Random, serial: int, first: date, said: dict[str, Any]) -> Entry:
    issued = first + (plan.on - first) * draw.random()
    until = issued + timedelta(days=int(_YEARS * ages.YEAR))
    facts = said | {
        "issued_on": str(issued),
        "valid_until": str(until),
        "status": "valid" if until >= plan.on else "expired",
    }
    return "licences", numbers.licence(serial), [(f"{issued} 00:00:00+00", facts)]
