"""Charts as shapes that a template writes as SVG: no script, no style; beside each stands a table.

Coordinates are in a box of ``WIDTH`` by ``HEIGHT``; the numbers on the axes are text in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 640.0, 220.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 48.0, 8.0, 10.0, 26.0
_MARKS = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """A number on an axis and where it stands."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A column; ``text`` says it in words."""

    x: float
    y: float
    width: float
    height: float
    text: str
    second: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart.

    :param title: what it shows; ``x_title`` and ``y_title`` what the axes count.
    :param points: of a line, as SVG wants them.
    """

    title: str
    x_title: str
    y_title: str
    x_marks: tuple[Mark, ...] = ()
    y_marks: tuple[Mark, ...] = ()
    bars: tuple[Bar, ...] = ()
    points: str = ""
    limit: float | None = None
    limit_text: str = ""
    width: float = WIDTH
    height: float = HEIGHT
    box: tuple[float, float, float, float] = field(
        default=(_LEFT, _TOP, WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM)
    )


def columns(
    *,
    values: Sequence[tuple[float, int]],
    title: str,
    x_title: str,
    y_title: str,
    limit: float | None = None,
    limit_text: str = "",
) -> Chart:
    """A histogram.

    :param values: (upper end of a step, how many), in equal steps from 0.
    :param limit: a value on the x axis to be marked, such as a deadline.
    """
    left, top, wide, high = Chart("", "", "").box
    most = max((count for _upto, count in values), default=0) or 1
    last = values[-1][0] if values else 1.0
    each = wide / max(len(values), 1)
    whole = sum(count for _upto, count in values) or 1
    bars = tuple(
        Bar(
            round(left + place * each + 1, 1), round(top + high - count / most * high, 1), round(each - 2, 1),
            round(count / most * high, 1), f"≤ {number(upto)}: {count:,}",
            limit is not None and upto > limit,
        )
        for place, (upto, count) in enumerate(values)
    )  # fmt: skip
    return Chart(
        title, x_title, y_title,
        tuple(Mark(round(left + share * wide, 1), number(last * share)) for share in _shares()),
        tuple(
            Mark(round(top + high - share * high, 1), f"{most * share / whole:.0%}") for share in _shares()
        ),
        bars, "", round(left + limit / last * wide, 1) if limit is not None and limit <= last else None,
        limit_text,
    )  # fmt: skip


def line(*, values: Sequence[tuple[float, float]], title: str, x_title: str, y_title: str) -> Chart:
    """A line through (x, y) with x ascending from 0."""
    left, top, wide, high = Chart("", "", "").box
    most = _above(max((y for _x, y in values), default=0.0))
    last = max((x for x, _y in values), default=0.0) or 1.0
    points = " ".join(f"{left + x / last * wide:.1f},{top + high - y / most * high:.1f}" for x, y in values)
    return Chart(
        title, x_title, y_title,
        tuple(Mark(round(left + share * wide, 1), number(last * share)) for share in _shares()),
        tuple(Mark(round(top + high - share * high, 1), number(most * share)) for share in _shares()),
        (), points,
    )  # fmt: skip


def _shares() -> list[float]:
    return [step / _MARKS for step in range(_MARKS + 1)]


def _above(value: float) -> float:
    """A round number, not below the value, that four steps divide."""
    power = 1.0
    while True:
        for factor in (1, 2, 4, 6, 8):
            if value <= factor * power * 4:
                return factor * power * 4
        power *= 10


def number(value: float) -> str:
    """A number without needless digits."""
    if value >= 10 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.2g}"
