"""Calendars and rates: two open registers that other rooms ask for in their own terms."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, cast
from zoneinfo import ZoneInfo

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import states
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.errors import CalendarUnknown, RateUnknown
from onewindow.blocks.registers.reading import known_row
from onewindow.blocks.registers.values import to_typed
from onewindow.kernel.money import Rate
from onewindow.kernel.working_days import WorkingCalendar

CALENDARS = "calendars"
RATES = "exchange-rates"

_calendars: dict[str, tuple[object, WorkingCalendar]] = {}


def calendar(name: str) -> WorkingCalendar:
    """A working calendar; kept until the register changes."""
    state = states.state(CALENDARS)
    kept = _calendars.get(name)
    if kept is not None and kept[0] == state:
        return kept[1]
    row = known_row(CALENDARS, name)
    if row is None:
        raise CalendarUnknown(name=name)
    declaration = declared(CALENDARS)
    said = to_typed(declaration, row.values, list(declaration.fields))
    found = WorkingCalendar(
        name=name,
        zone=str(said["zone"]),
        weekend=frozenset(int(day) for day in cast("list[str]", said["weekend"])),
        holidays=frozenset(
            cast("date", each["day"]) for each in cast("list[dict[str, Any]]", said["holidays"])
        ),
        opens=cast("time", said["opens"]),
        closes=cast("time", said["closes"]),
    )
    _calendars[name] = (state, found)
    return found


def rate(base: str, quote: str, on: date) -> Rate:
    """The rate that was valid on that day; between two published ones the earlier stays valid."""
    if base == quote:
        return Rate(base, quote, Decimal(1))
    found = _value(base, quote, on)
    if found is not None:
        return Rate(base, quote, found)
    turned = _value(quote, base, on)
    if turned is None:
        raise RateUnknown(base=base, quote=quote, on=on.isoformat())
    # The inverse of a published rate, to twelve significant digits.
    return Rate(base, quote, Decimal(f"{1 / turned:.12g}"))


def _value(base: str, quote: str, on: date) -> Decimal | None:
    zone = ZoneInfo(identity.agency(slug=declared(RATES).owner).zone)
    row = known_row(RATES, base, as_of=datetime.combine(on, time.max, zone))
    if row is None or row.values.get("quote") != quote:
        return None
    return Decimal(row.values["value"])
