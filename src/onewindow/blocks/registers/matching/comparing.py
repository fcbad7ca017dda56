"""Two entries held against each other: what agrees, what differs, and what that weighs. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from onewindow.blocks.registers import search_keys
from onewindow.blocks.registers.matching import likeness
from onewindow.blocks.registers.resemblance import Comparing, Matching

Verdict = Literal["same", "alike", "swapped", "differs", "unknown"]
_SAME: Final = 0.99
_DIFFERS: Final = 0.5
_SOUNDS_SAME: Final = 0.8  # the nearest that a name in another script can be
_FOR_SOUND: Final = 0.8
_EXCHANGED: Final = 0.9  # of the weight, where two names stand in each other's place


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison of a pair, and what it adds to its weight."""

    slug: str
    verdict: Verdict
    weight: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """All of them: bits by which it is likelier that both are one than that they are two."""

    weight: float
    parts: tuple[Compared, ...]


def compare(matching: Matching, one: Mapping[str, Any], other: Mapping[str, Any]) -> Comparison:
    """Hold two entries against each other; it does not matter which comes first.

    :param one: stored values by attribute (dates as ISO 8601 text).
    """
    parts = {each.slug: _part(each, one, other) for each in matching.compare.values()}
    for each in matching.compare.values():
        if each.swaps_with:
            parts.update(_exchanged(each, matching.compare[each.swaps_with], one, other, parts))
    return Comparison(round(sum(part.weight for part in parts.values()), 2), tuple(parts.values()))


def _part(comparing: Comparing, one: Mapping[str, Any], other: Mapping[str, Any]) -> Compared:
    near = _near(comparing, comparing, one, other)
    if near is None:
        return Compared(comparing.slug, "unknown", 0.0)
    swapped = comparing.how == "date" and near == likeness.SWAPPED
    return Compared(comparing.slug, "swapped" if swapped else _verdict(near), _weight(comparing, near))


def _exchanged(
    comparing: Comparing,
    beside: Comparing,
    one: Mapping[str, Any],
    other: Mapping[str, Any],
    parts: Mapping[str, Compared],
) -> dict[str, Compared]:
    """The two names crosswise, where that fits better than straight."""
    there, back = _near(comparing, beside, one, other), _near(beside, comparing, one, other)
    if there is None or back is None or min(there, back) <= _DIFFERS:
        return {}
    crosswise = {
        comparing.slug: _EXCHANGED * _weight(comparing, there),
        beside.slug: _EXCHANGED * _weight(beside, back),
    }
    if sum(crosswise.values()) <= parts[comparing.slug].weight + parts[beside.slug].weight:
        return {}
    return {slug: Compared(slug, "swapped", weight) for slug, weight in crosswise.items()}


def _near(
    comparing: Comparing, beside: Comparing, one: Mapping[str, Any], other: Mapping[str, Any]
) -> float | None:
    """The nearest two forms; None where one of the entries says nothing."""
    these, those = _said(comparing, one), _said(beside, other)
    if not these or not those:
        return None
    return max(_likeness(comparing.how, this, that) for this in these for that in those)


def _said(comparing: Comparing, values: Mapping[str, Any]) -> Sequence[str]:
    return [str(values[slug]) for slug in comparing.attributes if values.get(slug) not in (None, "")]


def _likeness(how: str, one: str, other: str) -> float:
    if how == "name":
        return likeness.of_names(*sorted((one, other)))
    if how == "date":
        return likeness.of_dates(date.fromisoformat(one[:10]), date.fromisoformat(other[:10]))
    if how == "year":
        return float(one[:4] == other[:4])
    return float(search_keys.words(one) == search_keys.words(other))


def _verdict(near: float) -> Verdict:
    return "same" if near >= _SAME else "alike" if near > _DIFFERS else "differs"


def _weight(comparing: Comparing, near: float) -> float:
    """What speaks against it where they differ, most of what speaks for it where they sound the same."""
    if near >= _SOUNDS_SAME:
        part = _FOR_SOUND + (1 - _FOR_SOUND) * (near - _SOUNDS_SAME) / (1 - _SOUNDS_SAME)
        return round(comparing.same * part, 2)
    part = max((near - _DIFFERS) / (_SOUNDS_SAME - _DIFFERS), 0.0)
    return round(comparing.differs + part * (_FOR_SOUND * comparing.same - comparing.differs), 2)
