"""When cases are filed: a Poisson process whose rate follows the day and the hour."""

import math
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from onewindow.blocks.studio.simulation.assumptions import Assumptions
from onewindow.blocks.studio.simulation.draws import key_of, name_of, uniform


def arrivals(*, assumptions: Assumptions, begins: datetime) -> Iterator[float]:
    """Minutes after ``begins`` (a midnight, UTC), ascending, without end."""
    waits = _waits(assumptions.seed)
    need = next(waits)
    for minute, rate in _hours(assumptions, begins):
        left = rate
        at = 0.0
        while rate > 0 and left >= need:
            at += need / rate
            left -= need
            yield minute + at * 60
            need = next(waits)
        need -= left


def _waits(seed: int) -> Iterator[float]:
    """How many cases are expected between one and the next: exponential, with a mean of 1."""
    arrives = name_of("arrives")
    for case in count():
        yield -math.log(uniform(key_of(seed=seed, case=case), arrives))


def _hours(assumptions: Assumptions, begins: datetime) -> Iterator[tuple[float, float]]:
    """Each hour's first minute, and how many cases are expected in it."""
    calendar = assumptions.calendars(assumptions.calendar)
    zone = ZoneInfo(calendar.zone)
    whole = math.fsum(assumptions.by_hour) or 1.0
    by_hour = [weight / whole for weight in assumptions.by_hour]
    moment = begins
    minute = 0.0
    while True:
        civil = moment.astimezone(zone)
        day = assumptions.per_day if calendar.is_working(civil.date()) else assumptions.per_free_day
        yield minute, day * by_hour[civil.hour]
        moment += timedelta(hours=1)
        minute += 60
