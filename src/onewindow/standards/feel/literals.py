"""Reading dates, times and durations from text (DMN 1.5 §10.3.2.3, after XML Schema part 2)."""

import re

from .durations import NANOS, DaysTimeDuration, YearsMonthsDuration
from .temporal import Date, DateTime, Time, civil_from_days, valid_date, zone_named

_DATE = r"(?P<year>-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_TIME = (
    r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]+))?"
    r"(?P<zone>[zZ]|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?|@[A-Za-z0-9_/+-]+)?"
)
_DATE_ONLY = re.compile(_DATE)
_TIME_ONLY = re.compile(_TIME)
_DATE_TIME = re.compile(f"{_DATE}(?:T{_TIME})?")
_YEARS_MONTHS = re.compile(r"(?P<sign>-?)P(?:(?P<years>[0-9]{1,18})Y)?(?:(?P<months>[0-9]{1,18})M)?")
_DAYS_TIME = re.compile(
    r"(?P<sign>-?)P(?:(?P<days>[0-9]{1,18})D)?"
    r"(?P<clock>T(?:(?P<hours>[0-9]{1,18})H)?(?:(?P<minutes>[0-9]{1,18})M)?"
    r"(?:(?P<seconds>[0-9]{1,18})(?:\.(?P<fraction>[0-9]+))?S)?)?"
)
_WIDEST_OFFSET = 18 * 3600


def parse_date(text: str) -> Date | None:
    """``2026-01-31``; None for anything else."""
    found = _DATE_ONLY.fullmatch(text)
    return _date(found) if found else None


def parse_time(text: str) -> Time | None:
    """``10:30:00``, with ``.123``, and ``Z``, ``+01:00`` or ``@Africa/Tunis``; None for anything else."""
    found = _TIME_ONLY.fullmatch(text)
    if found is None:
        return None
    read = _time(found)
    return read[0] if read else None


def parse_date_time(text: str) -> DateTime | None:
    """A date, and after ``T`` a time; without one it is midnight. None for anything else."""
    found = _DATE_TIME.fullmatch(text)
    if found is None:
        return None
    date = _date(found)
    if date is None:
        return None
    if found["hour"] is None:
        return DateTime(date, Time(0, 0, 0))
    read = _time(found)
    if read is None:
        return None
    time, next_day = read
    return DateTime(civil_from_days(date.ordinal() + 1) if next_day else date, time)


def parse_duration(text: str) -> YearsMonthsDuration | DaysTimeDuration | None:
    """``P1Y2M`` or ``P1DT2H3M4.5S``; the two kinds do not mix. None for anything else."""
    found = _YEARS_MONTHS.fullmatch(text)
    if found and (found["years"] or found["months"]):
        months = int(found["years"] or 0) * 12 + int(found["months"] or 0)
        return YearsMonthsDuration(-months if found["sign"] else months)
    found = _DAYS_TIME.fullmatch(text)
    if found is None or found["clock"] == "T" or not (found["days"] or found["clock"]):
        return None
    seconds = int(found["days"] or 0) * 86_400 + int(found["hours"] or 0) * 3600
    seconds += int(found["minutes"] or 0) * 60 + int(found["seconds"] or 0)
    nanos = seconds * NANOS + _nanos(found["fraction"])
    return DaysTimeDuration(-nanos if found["sign"] else nanos)


def parse_at_literal(text: str) -> Date | Time | DateTime | YearsMonthsDuration | DaysTimeDuration | None:
    """What ``@"..."`` stands for; None where it is none of the five kinds."""
    return parse_date(text) or parse_time(text) or parse_date_time(text) or parse_duration(text)


def _date(found: re.Match[str]) -> Date | None:
    return valid_date(int(found["year"]), int(found["month"]), int(found["day"]))


def _time(found: re.Match[str]) -> tuple[Time, bool] | None:
    """The time, and whether it was written as 24:00:00, the end of its day."""
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"])
    nanos = _nanos(found["fraction"])
    end_of_day = hour == 24 and not (minute or second or nanos)
    if minute > 59 or second > 59 or (hour > 23 and not end_of_day):
        return None
    offset, zone = None, None
    text = found["zone"]
    if text and text.startswith("@"):
        zone = text[1:]
        if zone_named(zone) is None:
            return None
    elif text:
        offset = _offset(text)
        if offset is None:
            return None
    return Time(0 if end_of_day else hour, minute, second, nanos, offset, zone), end_of_day


def _offset(text: str) -> int | None:
    if text in ("Z", "z"):
        return 0
    parts = [int(part) for part in text[1:].split(":")]
    if any(part > 59 for part in parts[1:]):
        return None
    seconds = sum(part * unit for part, unit in zip(parts, (3600, 60, 1), strict=False))
    if seconds > _WIDEST_OFFSET:
        return None
    return -seconds if text[0] == "-" else seconds


def _nanos(fraction: str | None) -> int:
    return int(fraction[:9].ljust(9, "0")) if fraction else 0
