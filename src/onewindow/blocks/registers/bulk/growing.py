"""A grown country: parts that are written once each, by several processes, and the indexes afterwards."""

from collections.abc import Iterable, Iterator, Mapping

from django.db import transaction

from onewindow.blocks.registers import codes, declared
from onewindow.blocks.registers.bulk import chunks, indexes, runs
from onewindow.blocks.registers.bulk.errors import GrownOtherwise
from onewindow.blocks.registers.models import BulkRun, Fact
from onewindow.blocks.registers.types import BulkView, NewEntry
from onewindow.foundation.record import api as record
from onewindow.kernel.reference import Reference


def begin(*, name: str, asked: Mapping[str, object], parts: int) -> BulkView:
    """The run of this name, begun or gone on with; ``asked`` gets ``first``: the parts of all runs before."""
    before = list(BulkRun.objects.filter(kind="grow").exclude(name=name).values_list("asked", "total"))
    others = {other.get("names") for other, _ in before} - {asked.get("names")}
    if others:
        raise GrownOtherwise(names=", ".join(sorted(map(str, others))))
    first = max((int(other.get("first", 0)) + parts - 1 for other, parts in before), default=0)
    whole = {**asked, "first": first}
    return runs.view(
        runs.begin(name=name, kind="grow", register="", asked=whole, by="register/country", total=parts)
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
    fresh = _not_known(entries) if part == 0 else entries
    return chunks.write_chunk(declarations, fresh, run=run, number=part, source=source)


def _not_known(entries: Iterable[NewEntry]) -> list[NewEntry]:
    """The places, which every run makes: those of an earlier one stay."""
    listed = list(entries)
    known: set[tuple[str, str]] = set()
    for register in {register for register, _, _ in listed}:
        keys = [key for slug, key, _ in listed if slug == register]
        there = Fact.objects.filter(register=register, key__in=keys).values_list("key", flat=True)
        known |= {(register, key) for key in there}
    return [entry for entry in listed if entry[:2] not in known]


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
