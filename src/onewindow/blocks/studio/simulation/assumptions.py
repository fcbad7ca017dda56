"""What a simulation assumes about the world: arrivals, officers, durations, costs; each with its source."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from onewindow.blocks.studio.simulation.distributions import Distribution, Lognormal
from onewindow.kernel.working_days import WorkingCalendar

Source = Literal["declared", "measured", "assumed"]
_SAYING = Lognormal(2 * 1440, 5 * 1440)
_OUTSIDE = Lognormal(1440, 4 * 1440)
Calendars = Callable[[str], WorkingCalendar]


@dataclass(frozen=True, slots=True)
class Staff:
    """The officers of one desk.

    :param officers: how many there are.
    :param share: of their working time that belongs to this service; 0 < share <= 1.
    """

    officers: int
    share: float = 1.0
    source: Source = "assumed"


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long a step takes: working minutes of an officer, else minutes of the clock until the answer."""

    minutes: Distribution
    source: Source = "assumed"


@dataclass(frozen=True, slots=True)
class Costs:
    """What an hour costs, in major units of one currency.

    :param officers: role to the cost of an hour; ``citizen`` is an hour of the applicant's.
    """

    currency: str
    officers: Mapping[str, float]
    other_officer: float
    citizen: float


@dataclass(frozen=True, slots=True)
class Deadline:
    """The statutory deadline from filing to decision, in working days of a calendar."""

    days: int
    calendar: str


@dataclass(frozen=True, slots=True)
class Assumptions:
    """All that a run needs beside the package.

    :param start: civil day of the first arrivals.
    :param per_day: cases filed on a working day, on average; ``per_free_day`` on another day.
    :param by_hour: 24 weights, in the arrival calendar's zone.
    :param staff: ``agency/role`` to its officers; a desk that is missing has ``other_staff``.
    :param touch: element to minutes that an applicant works on it (filling in, paying), for costs only.
    """

    cases: int
    seed: int
    start: date
    per_day: float
    per_free_day: float
    by_hour: tuple[float, ...]
    calendar: str
    calendars: Calendars
    staff: Mapping[str, Staff]
    lasting: Mapping[str, Lasting]
    deadline: Deadline | None
    costs: Costs | None
    touch: Mapping[str, float] = field(default_factory=dict[str, float])
    filing_minutes: float = 0.0
    other_staff: Staff = Staff(1)
    saying: Distribution = _SAYING
    outside: Distribution = _OUTSIDE
    arrivals_source: Source = "assumed"
    weights_source: Source = "assumed"


OFFICE_HOURS: tuple[float, ...] = (0,) * 7 + (1, 4, 6, 6, 5, 3, 3, 4, 4, 3, 2, 1, 1, 1, 1) + (0,) * 2
"""When people file, where nobody says: mostly in the morning, some in the evening. By civil hour."""
