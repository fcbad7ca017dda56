"""Importing a file into a register: some hundred rows at a time, each part once, whatever happens."""

import hashlib
import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

import orjson
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import check_digits, codes, values
from onewindow.blocks.registers.access_lines import reader_of
from onewindow.blocks.registers.bulk import chunks, files, kept_files, mapping, merging, runs
from onewindow.blocks.registers.bulk.carrying import Carried, carrying
from onewindow.blocks.registers.bulk.errors import RunBusy, RunMovedOn, RunUnknown
from onewindow.blocks.registers.bulk.rights import covers, filled_by, filled_of, second_needed
from onewindow.blocks.registers.declarations import Declaration
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.errors import (
    CheckDigitWrong,
    KeyNotValid,
    SecondPersonNeeded,
    SourceMissing,
    WriteRefused,
)
from onewindow.blocks.registers.models import BulkRejection, BulkRun, Fact
from onewindow.blocks.registers.types import BulkView
from onewindow.foundation.access.types import Actor
from onewindow.foundation.record import api as record
from onewindow.kernel.errors import N_, NotFound, OnewindowError
from onewindow.kernel.localised import Localised
from onewindow.kernel.reference import Reference

_log = logging.getLogger("onewindow.registers")
_PART: Final = 500
_UNEXPECTED: Final = N_("The import ended because of a fault in the program. The operators can read which.")
_LONGEST_REASON: Final = 1_000
_LOCK: Final = "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))"
_UNLOCK: Final = "SELECT pg_advisory_unlock(hashtextextended(%s, 0))"


def ask(
    register: str, *, file: Path, name: str, mapping_text: str, source: str, dry: bool, officer: Actor
) -> BulkView:
    """Ask for an import, or find the one that was asked for with the same file, mapping and kind.

    :raises WriteRefused, SourceMissing, FileNotReadable, MappingNotValid, ColumnMissing: nothing was kept.
    """
    declaration = declared(register)
    filled = filled_by(declaration, officer=officer)
    if filled.nothing:
        raise WriteRefused(register=register)
    if not source.strip():
        raise SourceMissing(field="source")
    kind = files.kind_of(name)
    columns = _first_look(declaration, file, kind, mapping_text)
    second = frozenset[str]() if dry else second_needed(declaration, columns, officer=officer)
    alone = filled_by(declaration, officer=officer, alone=True)
    if second and alone.makes and not _names_known(declaration, file, kind, mapping_text):
        second = (
            frozenset()
        )  # what makes new entries is another event; a row that changes one is refused then
    if not dry and not second:
        filled = alone
    # The same file of an officer who may change something else is another import.
    rights = {"agencies": sorted(officer.agencies), **filled.kept()}
    digest = _digest(file, mapping_text, orjson.dumps(rights).decode())
    kept = kept_files.keep(file, f"{digest}.{kind}")
    asked: dict[str, Any] = {
        "file": name[:200],
        "kept": kept.name,
        "kind": kind,
        "mapping": mapping_text,
        "source": source.strip()[:200],
        "dry": dry,
        "language": officer.language,
        "second": sorted(second),
        **rights,
    }
    run = runs.view(
        runs.begin(
            name=f"import/{register}/{digest[:40]}{'/dry' if dry else ''}",
            kind="import",
            register=register,
            asked=asked,
            by=reader_of(officer),
            total=files.count(kept, kind=kind),
            state="asked" if second else "waiting",
        )
    )
    if run.state == "done" and not dry:
        kept_files.forget(kept.name)
    return run


def confirm(number: int, *, officer: Actor) -> BulkView:
    """Confirm, as a second officer, an import that changes what one officer alone may not change.

    :raises RunUnknown: none that this officer may see.
    :raises RunMovedOn: it does not wait for a second officer.
    :raises SecondPersonNeeded: they asked for it themselves.
    :raises WriteRefused: they may not change all that it changes.
    """
    with transaction.atomic():
        row = BulkRun.objects.select_for_update().filter(pk=number, kind="import").first()
        if row is None or not may_see(declared(row.register), row.asked, officer=officer):
            raise RunUnknown(number=number)
        if row.state != "asked":
            raise RunMovedOn()
        if Reference(row.by).key in identity.accounts_of_person(account=officer.account or ""):
            raise SecondPersonNeeded()
        if not covers(declared(row.register), officer, row.asked["second"]):
            raise WriteRefused(register=row.register)
        row.state = "waiting"
        row.asked = {**row.asked, "confirmed_by": reader_of(officer)}
        row.save(update_fields=["state", "asked"])
        record.append(
            kind="register.import-confirmed",
            subject=Reference.of("register", row.register),
            payload={"run": row.pk, "source": row.asked["source"]},
            actor=reader_of(officer),
        )
        return runs.view(row)


def may_import(declaration: Declaration, *, officer: Actor) -> bool:
    """Officers who may write all of the register, or a part of it, or record an event of it."""
    return not filled_by(declaration, officer=officer).nothing


def may_see(declaration: Declaration, asked: Mapping[str, Any], *, officer: Actor) -> bool:
    """Officers of the same agency who fill the same parts; of a shared register the owner above, too."""
    mine = filled_by(declaration, officer=officer)
    if mine.nothing:
        return False
    filled = asked.get("parts")
    if declaration.partition is not None:
        return mine.parts is None or (bool(filled) and mine.parts.issuperset(filled))
    return "agencies" not in asked or bool(officer.agencies.intersection(asked["agencies"]))


def _first_look(declaration: Declaration, file: Path, kind: str, mapping_text: str) -> frozenset[str]:
    """The mapping must fit the first row that can be read; the attributes that it fills. Rows come later."""
    for _, row in files.rows(file, kind=kind):
        if not isinstance(row, OnewindowError):
            return frozenset(mapping.read_mapping(mapping_text, declaration, columns=list(row)).fields)
    return frozenset()


def _names_known(declaration: Declaration, file: Path, kind: str, mapping_text: str) -> bool:
    """Whether any row is about an entry that is there."""
    for part in _parts(files.rows(file, kind=kind)):
        meant = _meant(mapping_text, declaration, part)
        keys = [_key_in(meant, row) for _, row in part]
        if Fact.objects.filter(register=declaration.slug, key__in=keys, recorded_until=None).exists():
            return True
    return False


def _key_in(meant: mapping.Meant | None, row: files.Row | OnewindowError) -> str:
    """The number in a row; empty where it has none that can be read."""
    if meant is None or isinstance(row, OnewindowError):
        return ""
    with suppress(OnewindowError):
        return mapping.key_of(meant, row)
    return ""


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
    if row.state in ("asked", "done", "failed", kept_files.DECLINED):
        return runs.view(row)
    if not _locked(row.name):
        raise RunBusy()
    try:
        BulkRun.objects.filter(pk=number).update(state="running")
        _all_parts(row, tell)
    except OnewindowError as problem:
        if "name" in problem.values:  # of the file as it was called, not as it is kept
            problem.values["name"] = row.asked["file"]
        runs.end(number, state="failed", problem=problem.text()[:_LONGEST_REASON])
    except (OperationalError, InterfaceError, ConnectionError):
        raise  # the next worker goes on with it
    except Exception:
        _log.exception("import %s ended", number)
        runs.end(number, state="failed", problem=_UNEXPECTED)
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
    if asked["dry"]:
        _forget_parts(row)
    source = files.rows(kept_files.folder() / asked["kept"], kind=asked["kind"])
    done, _ = chunks.done_chunks(row.pk)
    with carrying() as carried:
        for number, part in enumerate(_parts(source)):
            if number in done:
                _carry_on(row, declaration, part, carried)
                continue
            with translation.override(asked.get("language", "en")):
                _one_part(row, declaration, number, part, carried)
            if tell is not None:
                tell(view(row.pk))
    _end(row)


def _forget_parts(row: BulkRun) -> None:
    """A check begins anew: what its earlier parts would have made was written nowhere."""
    with transaction.atomic():
        chunks.forget(row.pk)
        BulkRejection.objects.filter(run=row.pk).delete()
        BulkRun.objects.filter(pk=row.pk).update(done=0, new=0, changed=0, rejected=0)


def _carry_on(row: BulkRun, declaration: Declaration, part: Sequence[files.Line], carried: Carried) -> None:
    """The keys of a part that was done before the run stopped."""
    lines = [line for line, _ in part]
    refused = BulkRejection.objects.filter(run=row.pk, line__gte=min(lines), line__lte=max(lines))
    not_taken = set(refused.values_list("line", flat=True))
    meant = _meant(row.asked["mapping"], declaration, part)
    keys = {_key_in(meant, cells): line for line, cells in part if line not in not_taken}
    carried.note({key: line for key, line in keys.items() if key})


def _parts(rows: files.Rows) -> Iterator[list[files.Line]]:
    while part := list(islice(rows, _PART)):
        yield part


def _meant(text: str, declaration: Declaration, part: Sequence[files.Line]) -> mapping.Meant | None:
    """What the columns mean; None where no line of the part can be read."""
    first = next((row for _, row in part if not isinstance(row, OnewindowError)), None)
    return None if first is None else mapping.read_mapping(text, declaration, columns=list(first))


def _one_part(
    row: BulkRun, declaration: Declaration, number: int, part: Sequence[files.Line], carried: Carried
) -> None:
    asked: dict[str, Any] = row.asked
    meant = _meant(asked["mapping"], declaration, part)
    zone = ZoneInfo(identity.agency(slug=declaration.owner).zone)
    ready: list[merging.Ready] = []
    refused: list[tuple[int, OnewindowError]] = []
    for line, cells in part:
        try:
            if isinstance(cells, OnewindowError) or meant is None:
                raise cast("OnewindowError", cells)
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
                carried=carried,
                filled=filled_of(asked),
                officers=_behind(row),
            )
            transaction.set_rollback(asked["dry"])
        carried.note(merged.lines, made=merged.made if asked["dry"] else ())
        carried.note_values(merged.given)
        refused += merged.refused
        _keep_refused(row.pk, refused)
        runs.note(row.pk, done=len(part), new=merged.new, changed=merged.changed, rejected=len(refused))
        if not asked["dry"]:
            _record(row, number, merged)


def _writer(row: BulkRun) -> Actor:
    return Actor(kind="system", name=row.by)


def _behind(row: BulkRun) -> tuple[Reference, ...]:
    """Who asked and who confirmed, under every number by which the registers know them."""
    accounts = [Reference(each).key for each in (row.by, row.asked.get("confirmed_by")) if each]
    found: list[Reference] = []
    for account in accounts:
        with suppress(NotFound):  # an account that is gone stands for nobody
            found += identity.actor_of_account(account=account, assurance="substantial").own
    return tuple(found)


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
    told = {name: _in_words(value) for name, value in values.items()}
    return gettext(text).format(**told) if text else ""


def _in_words(value: object) -> object:
    if isinstance(value, Localised):
        return value.in_language(translation.get_language() or "en")
    return gettext(value) if isinstance(value, str) and value else value


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
            "confirmed_by": row.asked.get("confirmed_by", ""),
        },
        actor=row.by,
    )


def _end(row: BulkRun) -> None:
    runs.end(row.pk, state="done")
    codes.forget()
    if not row.asked["dry"]:  # after a check, the same file may be imported
        kept_files.forget(row.asked["kept"])


def view(number: int) -> BulkView:
    """How far an import is.

    :raises RunUnknown: there is none.
    """
    row = BulkRun.objects.filter(pk=number).first()
    if row is None:
        raise RunUnknown(number=number)
    return runs.view(row)
