"""A grown country: parts that are written once each, by several processes, and the indexes afterwards."""

from collections.abc import Iterable, Iterator, Mapping

from django.db import transaction

from onewindow.blocks.registers import codes, declared
from onewindow.blocks.registers.bulk import chunks, indexes, runs
from onewindow.blocks.registers.models import BulkRun
from onewindow.blocks.registers.types import BulkView, NewEntry
from onewindow.foundation.record import api as record
from onewindow.kernel.reference import Reference


def begin(*, name: str, asked: Mapping[str, object], parts: int) -> BulkView:
    """The run of this name, begun or gone on with."""
    return runs.view(
        runs.begin(name=name, kind="grow", register="", asked=asked, by="register/country", total=parts)
    )


def done_parts(run: int) -> frozenset[int]:
    """Numbers of the parts that are written."""
    return chunks.done_chunks(run)[0]


def prepare(*, entries: int) -> None:
    """Before many entries are written: indexes of what is searched are dropped where that pays."""
    if indexes.worth_rebuilding(rows=entries):
        indexes.drop()


def write(*, run: int, part: int, entries: Iterable[NewEntry], source: str) -> int:
    """Write one part, once; how many entries it has in registers that are declared."""
    declarations = {each.slug: each for each in declared.declarations()}
    return chunks.write_chunk(declarations, entries, run=run, number=part, source=source)


def finish(run: int, *, whole: bool) -> Iterator[str]:
    """Build the indexes that are absent, telling each; then, if that was the whole, the run is done."""
    yield from indexes.build()
    indexes.analyse()
    _, entries = chunks.done_chunks(run)
    BulkRun.objects.filter(pk=run).update(done=entries, new=entries)
    if whole:
        _end(run, entries)
    codes.forget()


def _end(run: int, entries: int) -> None:
    with transaction.atomic():
        runs.end(run, state="done")
        record.append(
            kind="registers.grown",
            subject=Reference.of("bulk", str(run)),
            payload={"entries": entries, "name": BulkRun.objects.get(pk=run).name},
        )
