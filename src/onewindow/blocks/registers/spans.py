"""What is true when: a line of moments, each with what holds from then until the next. Pure.

Because no span says when it ends, no two can overlap; a gap is a moment from which on nothing is said.

What is told late does not undo what is known of later: it holds until the attribute is next known to change.
A correction holds as far as the value that was wrong.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, Final, NamedTuple

_NOTHING: Final = (None, "", [])


class Span(NamedTuple):
    """From when on, and the values; None where nothing is said.

    :param said: attributes that somebody told for just this moment, even where they stayed the same.
    """

    begins: datetime
    values: Mapping[str, Any] | None
    said: frozenset[str] = frozenset()


class Told(NamedTuple):
    """A span to store.

    :param kept_from: where it only goes on with what an earlier span said: when that one began.
    """

    begins: datetime
    values: dict[str, Any] | None
    said: frozenset[str]
    kept_from: datetime | None


class _Piece(NamedTuple):
    """For how long a new value of one attribute holds; None for ever."""

    attribute: str
    value: Any
    start: datetime
    end: datetime | None

    def covers(self, moment: datetime) -> bool:
        return self.start <= moment and (self.end is None or moment < self.end)


def changed(
    known: Sequence[Span],
    changes: Mapping[str, Any],
    start: datetime,
    end: datetime | None,
    *,
    said: bool = True,
) -> list[Told]:
    """The spans to store so that changes hold from a moment on, and everything else stays as it was.

    :param known: the spans that are known, by beginning.
    :param changes: attribute to value.
    :param end: until when, whatever is known; None until the next moment at which an attribute is known to
        change, each its own, or the entry to end or to begin.
    :param said: whether each of the changes was told of its own, or only what differs is one.
    :returns: spans of which each replaces the known one that begins at the same moment, if there is one.
    """
    pieces = [
        _Piece(slug, value, start, end if end is not None else _next_change(known, slug, start))
        for slug, value in changes.items()
    ]
    return _over(known, pieces, said=frozenset(changes) if said else frozenset())


def corrected(
    known: Sequence[Span], changes: Mapping[str, Any], moment: datetime, *, back: bool
) -> list[Told]:
    """The spans to store so that each value that is wrong at a moment is put right for as long as it ran.

    :param back: also before that moment.
    """
    pieces = [
        _Piece(slug, value, *_run_of(known, slug, moment, back=back)) for slug, value in changes.items()
    ]
    return _over(known, pieces, said=frozenset(changes))


def ended(known: Sequence[Span], start: datetime, end: datetime | None) -> list[Told]:
    """The spans to store so that nothing is said in [start, end).

    :param end: None until the entry is made anew.
    """
    if end is None:
        begins = (span.begins for before, span in _from(known, start) if _begins(before, span))
        end = next(begins, None)
    covered = [span.begins for span in known if span.begins > start and (end is None or span.begins < end)]
    told = [Told(begins, None, frozenset(), None) for begins in (start, *covered)]
    if end is not None and all(span.begins != end for span in known):
        told.append(_going_on(end, *at(known, end)))
    return told


def at(known: Sequence[Span], moment: datetime) -> tuple[Mapping[str, Any] | None, datetime | None]:
    """What is said at a moment, and since when; nothing before the first span."""
    found = _standing(known, moment)
    return (found.values, found.begins) if found is not None else (None, None)


def after(known: Sequence[Span], told: Sequence[Told]) -> list[Span]:
    """The line as it is once the spans are stored."""
    line = {span.begins: span for span in known}
    line.update({each.begins: Span(each.begins, each.values, each.said) for each in told})
    return [line[begins] for begins in sorted(line)]


def _standing(known: Sequence[Span], moment: datetime) -> Span | None:
    return next((span for span in reversed(known) if span.begins <= moment), None)


def _begins(before: Span | None, span: Span) -> bool:
    return span.values is not None and (before is None or before.values is None)


def _from(known: Sequence[Span], moment: datetime) -> Iterator[tuple[Span | None, Span]]:
    """Each span that begins later, and the one before it."""
    before = _standing(known, moment)
    for span in known:
        if span.begins > moment:
            yield before, span
            before = span


def _next_change(known: Sequence[Span], slug: str, moment: datetime) -> datetime | None:
    changes = (span.begins for before, span in _from(known, moment) if _changes(before, span, slug))
    return next(changes, None)


def _changes(before: Span | None, span: Span, slug: str) -> bool:
    """Whether something else becomes known of an attribute when a span begins."""
    if span.values is None:
        return before is not None and before.values is not None
    if before is None or before.values is None:
        return True
    return slug in span.said or before.values.get(slug) != span.values.get(slug)


def _run_of(
    known: Sequence[Span], slug: str, moment: datetime, *, back: bool
) -> tuple[datetime, datetime | None]:
    """From when until when an entry says of an attribute what it says at a moment."""
    breaks = (span.begins for before, span in _from(known, moment) if _says_another(before, span, slug))
    start, end = moment, next(breaks, None)
    if back:
        earlier = [None, *(span for span in known if span.begins <= moment)]
        for before, span in reversed(list(pairwise(earlier))):
            assert span is not None
            start = span.begins
            if _says_another(before, span, slug):
                break
    return start, end


def _says_another(before: Span | None, span: Span, slug: str) -> bool:
    """Whether a span says another value. Told again, it is the same mistake, but for nothing."""
    if span.values is None or before is None or before.values is None:
        return _changes(before, span, slug)
    was, becomes = before.values.get(slug), span.values.get(slug)
    return was != becomes or (becomes in _NOTHING and slug in span.said)


def _over(known: Sequence[Span], pieces: Sequence[_Piece], *, said: frozenset[str]) -> list[Told]:
    """Lay pieces over the line; what they do not change is not stored again."""
    there = {span.begins: span for span in known}
    ends = {piece.end for piece in pieces if piece.end is not None}
    told: list[Told] = []
    for moment in sorted({*there, *(piece.start for piece in pieces), *ends}):
        own = there.get(moment, Span(moment, None))
        was, begun = at(known, moment)
        covering = {piece.attribute: piece.value for piece in pieces if piece.covers(moment)}
        begin = {piece.attribute for piece in pieces if piece.start == moment}
        if covering and (begin or not _says(was, covering) or moment not in there):
            told.append(Told(moment, {**(was or {}), **covering}, own.said | (said & begin), None))
        elif not covering and moment in ends and moment not in there:
            told.append(_going_on(moment, was, begun))
    return told


def _says(values: Mapping[str, Any] | None, covering: Mapping[str, Any]) -> bool:
    return values is not None and all(values.get(slug) == value for slug, value in covering.items())


def _going_on(moment: datetime, was: Mapping[str, Any] | None, begun: datetime | None) -> Told:
    return Told(moment, dict(was) if was is not None else None, frozenset(), begun)
