"""Importing a file into a register: some hundred rows at a time, each part once, whatever happens."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import check_digits, codes, values
from onewindow.blocks.registers.access_lines import reader_of
from onewindow.blocks.registers.bulk import chunks, files, mapping, merging, runs
from onewindow.blocks.registers.bulk.errors import RunBusy, RunUnknown
from onewindow.blocks.registers.declarations import Declaration
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.errors import (
    CheckDigitWrong,
    KeyNotValid,
    SourceMissing,
    WriteRefused,
)
from onewindow.blocks.registers.models import BulkRejection, BulkRun
from onewindow.blocks.registers.permission import parts_of
from onewindow.blocks.registers.types import BulkView
from onewindow.foundation.access.types import Actor
from onewindow.foundation.record import api as record
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.reference import Reference

_PART: Final = 500
_LONGEST_REASON: Final = 1_000
_LOCK: Final = "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))"
_UNLOCK: Final = "SELECT pg_advisory_unlock(hashtextextended(%s, 0))"


def folder() -> Path:
    """Where files wait to be imported; beside the uploads."""
    place = Path(settings.ONEWINDOW_UPLOADS_DIR) / "bulk"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def ask(
    register: str, *, file: Path, name: str, mapping_text: str, source: str, dry: bool, officer: Actor
) -> BulkView:
    """Ask for an import, or find the one that was asked for with the same file, mapping and kind.

    :raises WriteRefused, SourceMissing, FileNotReadable, MappingNotValid, ColumnMissing: nothing was kept.
    """
    declaration = declared(register)
    own = parts_of(declaration, writer=officer)
    if own is not None and not own:
        raise WriteRefused(register=register)
    if not source.strip():
        raise SourceMissing(field="source")
    kind = files.kind_of(name)
    _first_look(declaration, file, kind, mapping_text)
    # The same file of another agency's officer is another import: other rows of it are theirs.
    digest = _digest(file, mapping_text, *sorted(own or ()))
    kept = folder() / f"{digest}.{kind}"
    if not kept.exists():
        kept.write_bytes(file.read_bytes())
    asked: dict[str, Any] = {
        "file": name[:200],
        "kept": kept.name,
        "kind": kind,
        "mapping": mapping_text,
        "source": source.strip()[:200],
        "dry": dry,
        "language": officer.language,
        "parts": None if own is None else sorted(own),
    }
    run = runs.view(
        runs.begin(
            name=f"import/{register}/{digest[:40]}{'/dry' if dry else ''}",
            kind="import",
            register=register,
            asked=asked,
            by=reader_of(officer),
            total=files.count(kept, kind=kind),
        )
    )
    if run.state == "done" and not dry:
        kept.unlink(missing_ok=True)
    return run


def may_import(declaration: Declaration, *, officer: Actor) -> bool:
    """Officers who may write all of the register, or a part of it."""
    own = parts_of(declaration, writer=officer)
    return own is None or bool(own)


def may_see(declaration: Declaration, asked: Mapping[str, Any], *, officer: Actor) -> bool:
    """Officers who might have asked for this import themselves: its rows are all theirs to read."""
    own = parts_of(declaration, writer=officer)
    if own is None:
        return True
    filled = asked.get("parts")
    return bool(filled) and own.issuperset(filled)


def _first_look(declaration: Declaration, file: Path, kind: str, mapping_text: str) -> None:
    """The mapping must fit the first row; each row is checked later."""
    for _, row in files.rows(file, kind=kind):
        mapping.read_mapping(mapping_text, declaration, columns=list(row))
        return


def _digest(file: Path, mapping_text: str, *parts: str) -> str:
    whole = hashlib.sha256("\0".join((mapping_text, *parts)).encode())
    with file.open("rb") as opened:
        for piece in iter(lambda: opened.read(1 << 20), b""):
            whole.update(piece)
    return whole.hexdigest()


def run(number: int, *, tell: Callable[[BulkView], None] | None = None) -> BulkView:
    """Do an import that was asked for, from where it stopped; a run that is through is only told.

    :raises RunBusy: another process does it.
    """
    row = BulkRun.objects.filter(pk=number, kind="import").first()
    if row is None:
        raise RunUnknown(number=number)
    if row.state in ("done", "failed"):
        return runs.view(row)
    if not _locked(row.name):
        raise RunBusy()
    try:
        BulkRun.objects.filter(pk=number).update(state="running")
        _all_parts(row, tell)
    except OnewindowError as problem:
        runs.end(number, state="failed", problem=problem.text()[:_LONGEST_REASON])
    finally:
        with connection.cursor() as cursor:
            cursor.execute(_UNLOCK, [row.name])
    return view(number)


def _locked(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [name])
        return bool(cursor.fetchone()[0])


def _all_parts(row: BulkRun, tell: Callable[[BulkView], None] | None) -> None:
    declaration = declared(row.register)
    asked: dict[str, Any] = row.asked
    source = files.rows(folder() / asked["kept"], kind=asked["kind"])
    done, _ = chunks.done_chunks(row.pk)
    for number, part in enumerate(_parts(source)):
        if number in done:
            continue
        with translation.override(asked.get("language", "en")):
            _one_part(row, declaration, number, part)
        if tell is not None:
            tell(view(row.pk))
    _end(row)


def _parts(rows: files.Rows) -> Iterator[list[tuple[int, files.Row]]]:
    while part := list(islice(rows, _PART)):
        yield part


def _one_part(
    row: BulkRun, declaration: Declaration, number: int, part: Sequence[tuple[int, files.Row]]
) -> None:
    asked: dict[str, Any] = row.asked
    meant = mapping.read_mapping(asked["mapping"], declaration, columns=list(part[0][1]))
    zone = ZoneInfo(identity.agency(slug=declaration.owner).zone)
    ready: list[merging.Ready] = []
    refused: list[tuple[int, OnewindowError]] = []
    for line, cells in part:
        try:
            ready.append(_checked(declaration, meant, line, cells, zone))
        except OnewindowError as problem:
            refused.append((line, problem))
    with transaction.atomic():
        if not chunks.first(row.pk, number, len(part)):
            return
        with transaction.atomic():
            merged = merging.merge(
                declaration,
                ready,
                source=asked["source"],
                writer=_writer(row),
                dry=asked["dry"],
                own=asked.get("parts"),
            )
            transaction.set_rollback(asked["dry"])
        refused += merged.refused
        _keep_refused(row.pk, refused)
        runs.note(row.pk, done=len(part), new=merged.new, changed=merged.changed, rejected=len(refused))
        if not asked["dry"]:
            _record(row, number, merged)


def _writer(row: BulkRun) -> Actor:
    return Actor(kind="system", name=row.by)


def _checked(
    declaration: Declaration, meant: mapping.Meant, line: int, cells: files.Row, zone: ZoneInfo
) -> merging.Ready:
    key = mapping.key_of(meant, cells)
    if not re.fullmatch(declaration.key_pattern, key):
        raise KeyNotValid(field="key", key=key[:80], register=declaration.slug)
    if declaration.number is not None and not check_digits.fits(declaration.number, key):
        raise CheckDigitWrong(field="key", key=key)
    stored = values.to_stored(declaration, mapping.values_of(meant, cells, declaration))
    return merging.Ready(line, key, mapping.since_of(meant, cells, zone=zone), stored)


def _keep_refused(run: int, refused: Sequence[tuple[int, OnewindowError]]) -> None:
    BulkRejection.objects.bulk_create(
        BulkRejection(
            run_id=run,
            line=line,
            field=(problem.field or "")[:200],
            value=str(problem.values.get("value", problem.values.get("key", "")))[:200],
            code=problem.code,
            rule=_told(problem.message, problem.values),
            way_out=_told(problem.way_out, problem.values),
        )
        for line, problem in refused
    )


def _told(text: str, values: Mapping[str, object]) -> str:
    """In the language of whoever asked for the import; a value may be a text of ours, too."""
    told = {
        name: gettext(value) if isinstance(value, str) and value else value for name, value in values.items()
    }
    return gettext(text).format(**told) if text else ""


def _record(row: BulkRun, number: int, merged: merging.Merged) -> None:
    record.append(
        kind="register.imported",
        subject=Reference.of("register", row.register),
        payload={
            "run": row.pk,
            "part": number,
            "new": merged.new,
            "changed": merged.changed,
            "digest": row.asked["kept"],
            "source": row.asked["source"],
        },
        actor=row.by,
    )


def _end(row: BulkRun) -> None:
    runs.end(row.pk, state="done")
    codes.forget()
    if not row.asked["dry"]:  # after a check, the same file may be imported
        (folder() / row.asked["kept"]).unlink(missing_ok=True)


def view(number: int) -> BulkView:
    """How far an import is.

    :raises RunUnknown: there is none.
    """
    row = BulkRun.objects.filter(pk=number).first()
    if row is None:
        raise RunUnknown(number=number)
    return runs.view(row)
