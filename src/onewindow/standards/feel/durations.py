"""The two durations of FEEL (DMN 1.5 §10.3.2.3.7 and §10.3.2.3.8)."""

from dataclasses import dataclass
from datetime import timedelta

NANOS = 1_000_000_000
_DAY = 86_400


@dataclass(frozen=True, slots=True, order=True)
class YearsMonthsDuration:
    """A number of calendar months; ``years`` and ``months`` are its parts, signed like the whole."""

    total_months: int

    @property
    def years(self) -> int:
        return _parts(self.total_months, 12)[0]

    @property
    def months(self) -> int:
        return _parts(self.total_months, 12)[1]

    def __str__(self) -> str:
        years, months = divmod(abs(self.total_months), 12)
        text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return f"{'-' if self.total_months < 0 else ''}P{text or '0M'}"


@dataclass(frozen=True, slots=True, order=True)
class DaysTimeDuration:
    """An exact length of time in nanoseconds; the parts are signed like the whole."""

    nanoseconds: int

    @classmethod
    def of_seconds(cls, seconds: int) -> "DaysTimeDuration":
        return cls(seconds * NANOS)

    @classmethod
    def of_timedelta(cls, length: timedelta) -> "DaysTimeDuration":
        return cls(((length.days * _DAY + length.seconds) * 1_000_000 + length.microseconds) * 1000)

    @property
    def seconds_total(self) -> int:
        """Whole seconds, towards zero."""
        return _parts(self.nanoseconds, NANOS)[0]

    @property
    def days(self) -> int:
        return _parts(self.seconds_total, _DAY)[0]

    @property
    def hours(self) -> int:
        return _parts(_parts(self.seconds_total, _DAY)[1], 3600)[0]

    @property
    def minutes(self) -> int:
        return _parts(_parts(self.seconds_total, 3600)[1], 60)[0]

    @property
    def seconds(self) -> int:
        return _parts(self.seconds_total, 60)[1]

    def to_timedelta(self) -> timedelta:
        """The same length for the standard library, to the microsecond.

        :raises OverflowError: beyond 999,999,999 days.
        """
        return timedelta(microseconds=self.nanoseconds // 1000)

    def __str__(self) -> str:
        seconds, nanos = divmod(abs(self.nanoseconds), NANOS)
        days, seconds = divmod(seconds, _DAY)
        hours, seconds = divmod(seconds, 3600)
        minutes, seconds = divmod(seconds, 60)
        fraction = f".{nanos:09d}".rstrip("0") if nanos else ""
        clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
        if seconds or fraction:
            clock += f"{seconds}{fraction}S"
        text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
        return f"{'-' if self.nanoseconds < 0 else ''}P{text or 'T0S'}"


def _parts(total: int, unit: int) -> tuple[int, int]:
    whole, rest = divmod(abs(total), unit)
    return (-whole, -rest) if total < 0 else (whole, rest)
