"""How long the ways of a process take at most, where the lengths of its steps are known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from onewindow.standards.bpmn.model import CONTAINERS, Definition, Element
from onewindow.standards.bpmn.soundness.components import components


@dataclass(frozen=True, slots=True)
class PathLength:
    """The longest way to one end.

    :param end: id of the element at which it ends: an end event, or what nothing leaves.
    :param days: sum of the lengths along it, in the unit of ``durations``.
    :param elements: ids along it, in order.
    :param loops: ids of those among them that a case may come to several times; each is counted once.
    """

    end: str
    days: int
    elements: tuple[str, ...]
    loops: tuple[str, ...]


def longest_paths(definition: Definition, durations: Mapping[str, int]) -> tuple[PathLength, ...]:
    """The longest way to each end of the process, the longest first.

    Ways in parallel take as long as the longest of them. A sub-process takes as long as its longest way,
    unless ``durations`` names it; an event at a border comes as late as what it is attached to is done,
    unless ``durations`` names the event. An event sub-process counts from when it is triggered.

    :param durations: length of an element in working days, by its id; 0 where it is not named.
    """
    found = _ends(definition.root, durations, frozenset({definition.root.id}))
    return tuple(sorted(found, key=lambda one: (-one.days, one.end)))


def _ends(holder: Element, durations: Mapping[str, int], above: frozenset[str]) -> list[PathLength]:
    """The longest way to each end within a process or sub-process."""
    elements = [one for one in holder.children if not one.for_compensation]
    places = {one.id: place for place, one in enumerate(elements)}
    lengths = [_length(one, durations, above) for one in elements]
    after = [[places[other.id] for other in _after(one) if other.id in places] for one in elements]
    ahead, order = _without_circles(after)
    days = [0] * len(elements)
    came = [-1] * len(elements)
    for place in reversed(order):
        for other in ahead[place]:
            late = days[place] + _until(elements[place], elements[other], lengths[place], durations)
            if late > days[other] or came[other] < 0:
                days[other], came[other] = late, place
    looping = {place for group in components(after) for place in group if len(group) > 1}
    looping |= {place for place, others in enumerate(after) if place in others}
    found: list[PathLength] = []
    for place, others in enumerate(after):
        if not others:
            way = _way(place, came)
            found.append(
                PathLength(
                    elements[place].id,
                    days[place] + lengths[place],
                    tuple(elements[one].id for one in way),
                    tuple(elements[one].id for one in way if one in looping),
                )
            )
    return found


def _way(end: int, came: list[int]) -> list[int]:
    way = [end]
    while came[way[-1]] >= 0:
        way.append(came[way[-1]])
    return way[::-1]


def _without_circles(after: list[list[int]]) -> tuple[list[list[int]], list[int]]:
    """The edges that do not lead back to where a way came from, and the places, followers first."""
    ahead: list[list[int]] = [[] for _ in after]
    order: list[int] = []
    began: set[int] = set()
    open_: set[int] = set()
    entered = {other for others in after for other in others}
    for root in sorted(range(len(after)), key=lambda one: one in entered):
        work = [(root, iter(after[root]))] if root not in began else []
        began.add(root)
        open_.update(one for one, _ in work)
        while work:
            place, others = work[-1]
            other = next(others, None)
            if other is None:
                work.pop()
                open_.discard(place)
                order.append(place)
            elif other not in open_:
                ahead[place].append(other)
                if other not in began:
                    began.add(other)
                    open_.add(other)
                    work.append((other, iter(after[other])))
    return ahead, order


def _until(source: Element, target: Element, length: int, durations: Mapping[str, int]) -> int:
    """Days from when the source begins until the target does."""
    if target.attached_to is source:
        return durations.get(target.id, length)
    return length


def _length(element: Element, durations: Mapping[str, int], above: frozenset[str]) -> int:
    """Days that an element takes; those of an event at a border are over when it comes."""
    if element.attached_to is not None:
        return 0
    if element.id in durations:
        return durations[element.id]
    inner = element.called or element
    if inner.kind not in CONTAINERS or inner.id in above:
        return 0
    return max((one.days for one in _ends(inner, durations, above | {inner.id})), default=0)


def _after(element: Element) -> Iterator[Element]:
    for flow in element.outgoing:
        yield flow.target
    yield from element.boundaries
    if element.link_target is not None:
        yield element.link_target
