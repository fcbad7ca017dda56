"""Spans of time: half-open, so that one ends where the next begins."""

from dataclasses import dataclass
from datetime import datetime

from onewindow.kernel.errors import N_, InvalidInput


class PeriodEndsBeforeItBegins(InvalidInput):
    code = "period-ends-before-it-begins"
    message = N_("The period ends ({end}) before it begins ({start}).")
    way_out = N_("Give an end that is later than the beginning.")


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` (in) to ``end`` (out); either may be None, for open.

    :param start: a moment with a zone.
    :param end: a moment with a zone, later than start.
    :raises PeriodEndsBeforeItBegins: end <= start.
    """

    start: datetime | None
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise PeriodEndsBeforeItBegins(start=self.start.isoformat(), end=self.end.isoformat())

    def __contains__(self, moment: datetime) -> bool:
        return (self.start is None or self.start <= moment) and (self.end is None or moment < self.end)

    def overlaps(self, other: "Period") -> bool:
        """Whether any moment is in both."""
        starts_in_time = self.start is None or other.end is None or self.start < other.end
        return starts_in_time and (other.start is None or self.end is None or other.start < self.end)
