"""What FEEL sees besides the data of a case: today, now, and the working calendars of the agencies."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from onewindow.blocks.catalogue.types import Formula
from onewindow.blocks.registers import api as registers
from onewindow.standards import feel


def environment(*, at: datetime, calendar: str) -> dict[str, object]:
    """Names for a FEEL evaluation at a moment.

    :param calendar: the agency whose calendar says which civil day it is.
    """
    zone = ZoneInfo(registers.calendar(name=calendar).zone)
    return {
        "now": at,
        "today": at.astimezone(zone).date(),
        "working days after": feel.Function(names=("from", "n", "calendar"), call=_working_days_after),
        "working days between": feel.Function(names=("from", "to", "calendar"), call=_working_days_between),
    }


def text_of(formula: Formula | None, scope: Mapping[str, object], *, now: datetime) -> str:
    """A formula's value as text; empty where there is none."""
    value = formula.value(scope, now=now) if formula else None
    return value if isinstance(value, str) else ""


def _working_days_after(start: object, days: object, calendar: object) -> object:
    if not isinstance(start, date) or not isinstance(days, Decimal) or not isinstance(calendar, str):
        return None
    return registers.calendar(name=calendar).add(start, int(days))


def _working_days_between(start: object, end: object, calendar: object) -> object:
    if not isinstance(start, date) or not isinstance(end, date) or not isinstance(calendar, str):
        return None
    return Decimal(registers.calendar(name=calendar).between(_day(start), _day(end)))


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
