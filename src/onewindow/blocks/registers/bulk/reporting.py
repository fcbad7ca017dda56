"""What officers see of imports: those into registers, or parts of one, that they may import into."""

from itertools import islice
from typing import cast

from onewindow.blocks.registers import declared
from onewindow.blocks.registers.bulk import importing, rights, runs
from onewindow.blocks.registers.bulk.errors import RunUnknown
from onewindow.blocks.registers.models import BulkRejection, BulkRun
from onewindow.blocks.registers.types import BulkView, Rejected
from onewindow.foundation.access.types import Actor

_MOST = 1_000


def imports(officer: Actor, *, limit: int) -> tuple[BulkView, ...]:
    """The newest first."""
    mine = {
        each.slug: each for each in declared.declarations() if importing.may_import(each, officer=officer)
    }
    rows = BulkRun.objects.filter(kind="import", register__in=mine).order_by("-id")
    theirs = (
        row for row in rows.iterator() if importing.may_see(mine[row.register], row.asked, officer=officer)
    )
    return tuple(runs.view(row) for row in islice(theirs, limit))


def seen(number: int, officer: Actor) -> BulkView:
    """One of them; whoever may not see it is told that there is none."""
    row = BulkRun.objects.filter(pk=number, kind="import").first()
    if row is None:
        raise RunUnknown(number=number)
    if not importing.may_see(declared.declaration(row.register), row.asked, officer=officer):
        raise RunUnknown(number=number)
    return runs.view(row)


def who_confirms(run: BulkView) -> tuple[tuple[str, str], ...]:
    """Agency and role of those who may confirm a run that waits."""
    if run.state != "asked":
        return ()
    agencies, second = (cast("list[str]", run.asked[name]) for name in ("agencies", "second"))
    return rights.who_confirms(declared.declaration(run.register), agencies=agencies, second=second)


def rejected(number: int, officer: Actor, *, after: int, limit: int) -> tuple[Rejected, ...]:
    """Rows that were not taken, from a line on."""
    run = seen(number, officer)
    rows = BulkRejection.objects.filter(run=run.number, line__gt=after).order_by("line", "id")
    return tuple(
        Rejected(
            line=row.line,
            field=row.field,
            value=row.value,
            code=row.code,
            rule=row.rule,
            way_out=row.way_out,
        )
        for row in rows[: max(1, min(limit, _MOST))]
    )
