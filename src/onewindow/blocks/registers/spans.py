"""What is true when: a line of moments, each with what holds from then until the next. Pure.

Because no span says when it ends, no two can overlap; a gap is a moment from which on nothing is said.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

Span = tuple[datetime, Mapping[str, Any] | None]
"""From when on, and the values; None where nothing is said."""
Told = tuple[datetime, dict[str, Any] | None, datetime | None]
"""A span to store, and, where it only goes on with what an earlier span said, when that one began."""


def changed(
    known: Sequence[Span], changes: Mapping[str, Any] | None, start: datetime, end: datetime | None
) -> Iterator[Told]:
    """The spans to store so that changes hold in [start, end) and everything else stays as it was.

    :param known: the spans that are known, by beginning.
    :param changes: attribute to value; None ends the entry for that time.
    :param end: None for ever.
    :returns: spans of which each replaces the known one that begins at the same moment, if there is one.
    """
    standing, begun = at(known, start)
    yield start, _merged(standing, changes), None
    for begins, said in known:
        if begins <= start:
            continue
        if end is not None and begins >= end:
            break
        yield begins, _merged(said, changes), None
        standing, begun = said, begins
    if end is not None and all(begins != end for begins, _ in known):
        yield end, dict(standing) if standing is not None else None, begun


def at(known: Sequence[Span], moment: datetime) -> tuple[Mapping[str, Any] | None, datetime | None]:
    """What is said at a moment, and since when; nothing before the first span."""
    for begins, said in reversed(known):
        if begins <= moment:
            return said, begins
    return None, None


def _merged(said: Mapping[str, Any] | None, changes: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if changes is None:
        return None
    return {**(said or {}), **changes}
