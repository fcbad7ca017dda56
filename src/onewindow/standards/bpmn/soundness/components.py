"""Strongly connected components of a graph of numbers. Source: Tarjan 1972, without recursion."""

from collections.abc import Iterator, Sequence


def components(after: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Groups of numbers that can all reach each other; those that come later on a way are given first."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    for root in range(len(after)):
        if root in index:
            continue
        work: list[tuple[int, int]] = [(root, 0)]
        while work:
            one, place = work.pop()
            if place == 0:
                index[one] = low[one] = len(index)
                stack.append(one)
                on_stack.add(one)
            descended = False
            for position in range(place, len(after[one])):
                other = after[one][position]
                if other not in index:
                    work += [(one, position + 1), (other, 0)]
                    descended = True
                    break
                if other in on_stack:
                    low[one] = min(low[one], index[other])
            if descended:
                continue
            if work:
                above = work[-1][0]
                low[above] = min(low[above], low[one])
            if low[one] == index[one]:
                group: list[int] = []
                while True:
                    top = stack.pop()
                    on_stack.discard(top)
                    group.append(top)
                    if top == one:
                        break
                yield group
