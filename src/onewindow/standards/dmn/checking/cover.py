"""Which combinations of regions no rule covers, and which rules meet. Sets of rules are bits of a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

_MOST_STEPS = 200_000
Box = list[set[int]]
"""For each column the regions that a part of the table's space has there."""


class TooEntangled(Exception):
    """The search would take too long."""


@dataclass(slots=True)
class Search:
    """A search for a combination of regions that none of the rules covers.

    :param masks: for each column and region, the rules that take it.
    :param space: for each column the regions to look at.
    """

    masks: Sequence[Sequence[int]]
    space: Box
    steps: int = _MOST_STEPS
    _order: list[int] = field(default_factory=list[int])
    _open: list[int] = field(default_factory=list[int])
    _closed: list[set[int]] = field(default_factory=list[set[int]])

    def uncovered(self, rules: int) -> list[int] | None:
        """One region for each column that together no rule covers; None where there are none.

        :raises TooEntangled: after too many steps.
        """
        if any(not regions for regions in self.space):
            return None
        columns = range(len(self.masks))
        self._order = sorted(columns, key=lambda column: self._weight(column, rules))
        self._open = self._always(rules)
        self._closed = [set[int]() for _ in self.masks]
        way = self._go(0, rules)
        if way is None:
            return None
        found = [0] * len(self.masks)
        for column, region in zip(self._order, way, strict=False):
            found[column] = region
        for column in self._order[len(way) :]:
            found[column] = min(self.space[column])
        return found

    def _weight(self, column: int, rules: int) -> float:
        regions = self.space[column]
        return sum((self.masks[column][region] & rules).bit_count() for region in regions) / len(regions)

    def _always(self, rules: int) -> list[int]:
        """For each depth, the rules that take everything from there on."""
        always = [rules]
        for column in reversed(self._order):
            taken = always[-1]
            for region in self.space[column]:
                taken &= self.masks[column][region]
            always.append(taken)
        return always[::-1]

    def _go(self, depth: int, rules: int) -> list[int] | None:
        """The rest of an uncovered combination, from a depth on, among the rules that are left."""
        if not rules:
            return []
        if depth == len(self._order) or rules & self._open[depth] or rules in self._closed[depth]:
            return None
        self.steps -= 1
        if self.steps < 0:
            raise TooEntangled
        column = self._order[depth]
        seen: set[int] = set()
        for region in sorted(self.space[column], key=lambda at: (self.masks[column][at] & rules).bit_count()):
            left = self.masks[column][region] & rules
            if left in seen:
                continue
            seen.add(left)
            found = self._go(depth + 1, left)
            if found is not None:
                return [region, *found]
        self._closed[depth].add(rules)
        return None


def widened(masks: Sequence[Sequence[int]], point: Sequence[int], rules: int) -> Box:
    """The largest box around an uncovered point that grows column by column and stays uncovered."""
    box: Box = [{region} for region in point]
    for column in range(len(masks)):
        others = rules
        for other, regions in enumerate(box):
            if other != column:
                others &= _any(masks[other], regions)
        box[column] |= {region for region, mask in enumerate(masks[column]) if not mask & others}
    return box


def _any(masks: Sequence[int], regions: set[int]) -> int:
    taken = 0
    for region in regions:
        taken |= masks[region]
    return taken


def gaps(masks: Sequence[Sequence[int]], count: int, *, most: int) -> tuple[list[Box], bool]:
    """Boxes that no rule covers, each found once, and whether that is all of them.

    :param count: of rules.
    :param most: of boxes to look for.
    """
    rules = (1 << count) - 1
    own = [list(column) for column in masks]
    space: Box = [set(range(len(column))) for column in masks]
    found: list[Box] = []
    while len(found) < most:
        try:
            point = Search(own, space).uncovered(rules)
        except TooEntangled:
            return found, False
        if point is None:
            return found, True
        box = widened(own, point, rules)
        found.append(box)
        bit = 1 << (count + len(found) - 1)
        rules |= bit
        for column, regions in enumerate(box):
            for region in regions:
                own[column][region] |= bit
    return found, False


def meetings(masks: Sequence[Sequence[int]], count: int) -> list[int]:
    """For each rule the rules that meet it somewhere, itself among them where it can fit at all."""
    met = [(1 << count) - 1] * count
    for column in masks:
        together = [0] * count
        for mask in column:
            left = mask
            while left:
                lowest = left & -left
                together[lowest.bit_length() - 1] |= mask
                left ^= lowest
        met = [one & other for one, other in zip(met, together, strict=True)]
    return met


def shared(masks: Sequence[Sequence[int]], rules: int) -> list[int]:
    """One region for each column that all of some rules take."""
    return [next(at for at, mask in enumerate(column) if mask & rules == rules) for column in masks]
