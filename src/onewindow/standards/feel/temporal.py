"""Dates, times, and dates with times, over the whole range that FEEL knows.

Python's own types end at the year 9999 and at microseconds; FEEL goes to the year 999,999,999, both ways,
and to nanoseconds (DMN 1.5 §10.3.2.3.4 to §10.3.2.3.6).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MOST_YEARS = 999_999_999
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Date:
    """A day of the proleptic Gregorian calendar."""

    year: int
    month: int
    day: int

    def ordinal(self) -> int:
        """Days since 1970-01-01."""
        return days_from_civil(self.year, self.month, self.day)

    def __str__(self) -> str:
        return f"{'-' if self.year < 0 else ''}{abs(self.year):04d}-{self.month:02d}-{self.day:02d}"


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day: local (neither), at an offset in seconds, or in a named zone."""

    hour: int
    minute: int
    second: int
    nanosecond: int = 0
    offset: int | None = None
    zone: str | None = None

    @property
    def is_local(self) -> bool:
        return self.offset is None and self.zone is None

    def second_of_day(self) -> int:
        return self.hour * 3600 + self.minute * 60 + self.second

    def __str__(self) -> str:
        fraction = f".{self.nanosecond:09d}".rstrip("0") if self.nanosecond else ""
        return f"{self.hour:02d}:{self.minute:02d}:{self.second:02d}{fraction}{self._zone_text()}"

    def _zone_text(self) -> str:
        if self.zone is not None:
            return f"@{self.zone}"
        return "" if self.offset is None else offset_text(self.offset)


@dataclass(frozen=True, slots=True)
class DateTime:
    """A day and a time of day together."""

    date: Date
    time: Time

    @property
    def is_local(self) -> bool:
        return self.time.is_local

    def offset(self) -> int | None:
        """Seconds east of UTC at that moment; None for a local value."""
        if self.time.zone is None:
            return self.time.offset
        return zone_offset(self.time.zone, self.date, self.time)

    def local_seconds(self) -> int:
        """Seconds from 1970-01-01T00:00:00 on the clock of its own place."""
        return self.date.ordinal() * 86_400 + self.time.second_of_day()

    def epoch_seconds(self) -> int:
        """Seconds since 1970 in UTC; a local value counts as UTC."""
        return self.local_seconds() - (self.offset() or 0)

    def __str__(self) -> str:
        return f"{self.date}T{self.time}"


def offset_text(offset: int) -> str:
    """``Z``, ``+01:00`` or, where it has seconds, ``+01:00:30``."""
    if offset == 0:
        return "Z"
    minutes, seconds = divmod(abs(offset), 60)
    hours, minutes = divmod(minutes, 60)
    tail = f":{seconds:02d}" if seconds else ""
    return f"{'-' if offset < 0 else '+'}{hours:02d}:{minutes:02d}{tail}"


def days_from_civil(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01 of a proleptic Gregorian date, for any year."""
    year -= month <= 2
    era, of_era = divmod(year, 400)
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468


def civil_from_days(days: int) -> Date:
    """The date that many days after 1970-01-01."""
    era, of_era = divmod(days + 719_468, 146_097)
    years = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * years + years // 4 - years // 100)
    shifted = (5 * of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return Date(years + era * 400 + (month <= 2), month, of_year - (153 * shifted + 2) // 5 + 1)


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    return 29 if month == 2 and is_leap(year) else _LENGTHS[month - 1]


def valid_date(year: int, month: int, day: int) -> Date | None:
    """The date, or None where the calendar has no such day."""
    if not (-MOST_YEARS <= year <= MOST_YEARS and 1 <= month <= 12):
        return None
    return Date(year, month, day) if 1 <= day <= month_length(year, month) else None


@lru_cache(maxsize=512)
def zone_named(name: str) -> ZoneInfo | None:
    """The zone of the IANA database, or None. Only plain names reach the file system."""
    if (
        not name
        or ".." in name
        or not name.replace("/", "").replace("_", "").replace("-", "").replace("+", "").isalnum()
    ):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone_offset(name: str, date: Date, time: Time) -> int:
    """Seconds east of UTC in a named zone; years beyond Python's use their twin of another cycle."""
    zone = zone_named(name)
    year = date.year if 2 <= date.year <= 9998 else 2000 + date.year % 400
    moment = datetime(year, date.month, date.day, time.hour, time.minute, time.second, tzinfo=zone)
    return _seconds(moment.utcoffset())


def utc_offset(name: str, date: Date, time: Time) -> int:
    """Seconds east of UTC in a named zone at a moment that is given in UTC."""
    year = date.year if 2 <= date.year <= 9998 else 2000 + date.year % 400
    moment = datetime(year, date.month, date.day, time.hour, time.minute, time.second, tzinfo=UTC)
    return _seconds(moment.astimezone(zone_named(name) or UTC).utcoffset())


def fixed_offset(zone: str) -> int | None:
    """The offset of a zone that has had only one since 1970 (such as Etc/UTC), else None."""
    found = zone_named(zone)
    if found is None:
        return None
    seen = {
        _seconds(_moment(year, month, found).utcoffset()) for year in (1975, 2000, 2025) for month in (1, 7)
    }
    return seen.pop() if len(seen) == 1 and zone.startswith("Etc/") else None


def _moment(year: int, month: int, zone: tzinfo) -> datetime:
    return datetime(year, month, 1, tzinfo=UTC).astimezone(zone)


def _seconds(offset: timedelta | None) -> int:
    return 0 if offset is None else int(offset.total_seconds())
