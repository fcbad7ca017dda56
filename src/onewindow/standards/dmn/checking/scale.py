"""One input column cut into regions: stretches and points that every cell treats alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import TypeAlias

from onewindow.standards.feel.boundary import to_python
from onewindow.standards.feel.builtins.conversion import quoted, show
from onewindow.standards.feel.durations import NANOS, DaysTimeDuration, YearsMonthsDuration
from onewindow.standards.feel.numbers import plain
from onewindow.standards.feel.run import Run
from onewindow.standards.feel.temporal import Date, DateTime, Time, civil_from_days
from onewindow.standards.feel.values import Value, kind_of

Key: TypeAlias = Fraction
"""Where a value stands on its scale. Whole steps only, except for numbers."""
_DAY = 86_400 * NANOS
_EXACT = Context(prec=100)
_MOST_DIGITS = 30


def _number_key(value: Decimal) -> Key | None:
    # Further out, or finer, a sample between two numbers would not be exact.
    return Fraction(value) if not value or abs(value.adjusted()) <= _MOST_DIGITS else None


@dataclass(frozen=True, slots=True)
class Scale:
    """An ordered kind of values: to a key and back. ``whole``: nothing lies between two keys one apart."""

    key: Callable[[Value], Key | None]
    value: Callable[[Key], Value]
    whole: bool
    least: Key | None = None
    most: Key | None = None


def _moment_key(value: DateTime) -> Key | None:
    if not value.is_local:
        return None
    return Fraction(value.local_seconds() * NANOS + value.time.nanosecond)


def _moment(key: Key) -> Value:
    days, nanos = divmod(int(key), _DAY)
    return DateTime(civil_from_days(days), _time(Fraction(nanos)))


def _time_key(value: Time) -> Key | None:
    return Fraction(value.second_of_day() * NANOS + value.nanosecond) if value.is_local else None


def _time(key: Key) -> Time:
    seconds, nanos = divmod(int(key), NANOS)
    return Time(seconds // 3600, seconds // 60 % 60, seconds % 60, nanos)


def _number(key: Key) -> Value:
    return _EXACT.divide(Decimal(key.numerator), Decimal(key.denominator))


SCALES: dict[type, Scale] = {
    Decimal: Scale(_number_key, _number, whole=False),
    Date: Scale(lambda day: Fraction(day.ordinal()), lambda key: civil_from_days(int(key)), whole=True),
    DateTime: Scale(_moment_key, _moment, whole=True),
    Time: Scale(_time_key, _time, whole=True, least=Fraction(0), most=Fraction(_DAY - 1)),
    DaysTimeDuration: Scale(
        lambda length: Fraction(length.nanoseconds), lambda key: DaysTimeDuration(int(key)), whole=True
    ),
    YearsMonthsDuration: Scale(
        lambda length: Fraction(length.total_months), lambda key: YearsMonthsDuration(int(key)), whole=True
    ),
}


@dataclass(frozen=True, slots=True)
class Region:
    """Values that every cell of a column treats alike, and one of them as the sample.

    :param ends: of a stretch on a scale the words of its ends, None where it has none, and whether they
        belong to it; None for what is on no scale.
    """

    sample: Value
    words: str
    ends: tuple[str | None, bool, str | None, bool] | None = None

    def python(self) -> object:
        return to_python(self.sample)


def regions_of(kind: type | None, values: Iterable[Value], *, with_null: bool) -> list[Region]:
    """The regions of a column.

    :param kind: the class of its values; None where nothing tells.
    :param values: the values that its cells mention, all of that kind.
    """
    if kind is bool:
        found = [Region(True, "true"), Region(False, "false")]
    elif kind in SCALES:
        found = list(_on_scale(SCALES[kind], values))
    else:
        found = _texts({str(value) for value in values}) if kind is str else [Region("?", "anything")]
    return [*found, Region(None, "null")] if with_null else found


def _texts(mentioned: set[str]) -> list[Region]:
    other = "other"
    while other in mentioned:
        other += "?"
    known = [Region(text, quoted(text)) for text in sorted(mentioned)]
    return [*known, Region(other, f"not {', '.join(one.words for one in known)}" if known else "any text")]


def _on_scale(scale: Scale, values: Iterable[Value]) -> Iterable[Region]:
    """Each mentioned value, and each stretch between two of them that is not empty."""
    points = sorted({key for value in values if (key := scale.key(value)) is not None})
    if not points:
        yield Region(scale.value(scale.least or Fraction(0)), "anything")
        return
    if scale.least is None or points[0] > scale.least:
        yield _stretch(scale, points[0] - 1, None, points[0])
    for at, point in enumerate(points):
        words = _words(scale, point)
        yield Region(scale.value(point), words, (words, True, words, True))
        following = points[at + 1] if at + 1 < len(points) else None
        if following is not None and not (scale.whole and following - point <= 1):
            yield _stretch(scale, _between(point, following), point, following)
    if scale.most is None or points[-1] < scale.most:
        yield _stretch(scale, points[-1] + 1, points[-1], None)


def _stretch(scale: Scale, sample: Key, low: Key | None, high: Key | None) -> Region:
    ends = (
        None if low is None else _words(scale, low),
        False,
        None if high is None else _words(scale, high),
        False,
    )
    return Region(scale.value(sample), _stretch_words(ends), ends)


def _stretch_words(ends: tuple[str | None, bool, str | None, bool]) -> str:
    low, low_in, high, high_in = ends
    if low is None or high is None:
        if low is high:
            return "anything"
        return f"{'>=' if low_in else '>'} {low}" if high is None else f"{'<=' if high_in else '<'} {high}"
    if low == high:
        return low
    return f"{'[' if low_in else '('}{low}..{high}{']' if high_in else ')'}"


def in_words(regions: Sequence[Region], chosen: Iterable[int]) -> str:
    """Some regions of a column in words; what lies side by side on a scale is told as one stretch."""
    runs: list[list[int]] = []
    for at in sorted(chosen):
        beside = runs and runs[-1][-1] == at - 1 and regions[at].ends and regions[at - 1].ends
        if beside:
            runs[-1].append(at)
        else:
            runs.append([at])
    told = [_run_words(regions[run[0]], regions[run[-1]]) for run in runs]
    more = [f"… ({len(told)})"] if len(told) > _MOST_TOLD else []
    return " or ".join([*told[:_MOST_TOLD], *more])


_MOST_TOLD = 8


def _run_words(first: Region, last: Region) -> str:
    if first is last or first.ends is None or last.ends is None:
        return first.words
    return _stretch_words((*first.ends[:2], *last.ends[2:]))


def _between(low: Key, high: Key) -> Key:
    """A key between two, a whole one if there is one."""
    whole = Fraction(low.numerator // low.denominator + 1)
    return whole if whole < high else (low + high) / 2


def _words(scale: Scale, key: Key) -> str:
    value = scale.value(key)
    return plain(value) if kind_of(value) is Decimal else show(Run({}), value)
