"""Taking a merger apart: both entries say again what they said, now and later, but for what changed since."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Min

from onewindow.blocks.registers import writing
from onewindow.blocks.registers.declarations import Declaration
from onewindow.blocks.registers.models import Duplicate, Fact
from onewindow.blocks.registers.reading import known_row
from onewindow.blocks.registers.types import EntriesParted
from onewindow.foundation.access.types import Actor
from onewindow.foundation.outbox import api as outbox
from onewindow.kernel.clock import clock
from onewindow.kernel.period import Period

_Span = tuple[Period, Mapping[str, Any] | None]


def source_of(row: Duplicate) -> str:
    """How the facts that a merger stores name it."""
    return f"merger/{row.pk}"


def part(declaration: Declaration, row: Duplicate, officer: Actor) -> None:
    """As if they had never been one, in the caller's transaction."""
    source = f"{source_of(row)}/undone"
    for valid, said in _said_before(row, row.gone):
        writing.store(
            declaration, key=row.gone, stored=said, valid=valid, source=source, writer=officer, said=False
        )
    for valid, said in _said_before(row, row.stays):
        if back := _taken_back(row, valid, said or {}):
            writing.store(
                declaration, key=row.stays, stored=back, valid=valid, source=source, writer=officer,
                said=False,
            )  # fmt: skip
    outbox.publish(EntriesParted(register=row.register, gone=row.gone, stays=row.stays))


def _taken_back(row: Duplicate, valid: Period, said: Mapping[str, Any]) -> dict[str, Any]:
    """What the entry that stayed took over and still says, as it was before."""
    now = clock.now()
    standing = known_row(row.register, row.stays, as_of=now if now in valid else valid.start)
    return {
        slug: said.get(slug)
        for slug, taken in row.values.items()
        if standing is not None and standing.values.get(slug) == taken
    }


def _said_before(row: Duplicate, key: str) -> Iterator[_Span]:
    """What an entry said from the merger on: what stood then, and what had been announced for later.

    The merger ended these spans or wrote over them; the register still knows what it replaced.
    """
    assert row.merged_at is not None
    spans: list[tuple[datetime, Mapping[str, Any] | None]] = [(row.merged_at, row.before[key])]
    facts = Fact.objects.filter(register=row.register, key=key)
    stored_at = facts.filter(source=source_of(row)).aggregate(at=Min("recorded_from"))["at"]
    if stored_at is not None:
        later = facts.filter(recorded_until=stored_at, valid_from__gt=row.merged_at).order_by("valid_from")
        spans.extend(later.values_list("valid_from", "values"))
    ends = [begins for begins, _ in spans[1:]]
    for (begins, said), end in zip(spans, [*ends, None], strict=True):
        yield Period(begins, end), said
