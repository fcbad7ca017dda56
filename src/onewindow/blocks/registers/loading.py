"""A country's registers out of its folder: declarations, then facts. What did not change costs nothing."""

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml
from django.db import transaction
from django.db.models import F

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import checking, codes, copying, indexing, values
from onewindow.blocks.registers.bulk import reindexing
from onewindow.blocks.registers.declarations import Declaration
from onewindow.blocks.registers.declaring import read_declaration
from onewindow.blocks.registers.declaring_purposes import hold_purposes
from onewindow.blocks.registers.errors import DataNotValid, DeclarationNotValid, RuleBroken
from onewindow.blocks.registers.models import Register
from onewindow.blocks.registers.sources import agencies, files, hs, names, places
from onewindow.blocks.registers.types import RegisterView
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.reference import Reference

_FORMAT: Final = "1"  # part of every digest: grows when what is stored for the same file changes
_BUILTIN: Final[Mapping[str, tuple[Callable[[], str], Callable[[], files.Rows]]]] = {
    "hs": (hs.edition, hs.rows),
    "places": (places.edition, places.rows),
    "countries": (names.edition, names.countries),
    "currencies": (names.edition, names.currencies),
    "agencies": (agencies.edition, agencies.rows),
}


def load(folder: Path) -> tuple[str, ...]:
    """Load what changed; the slugs of those registers. All or nothing."""
    with transaction.atomic(), copying.without_indexes():
        transaction.on_commit(codes.forget)
        known = {row.slug: row for row in Register.objects.all()}
        loaded = (_load_one(path, folder, known) for path in sorted(folder.glob("registers/*.yaml")))
        changed = tuple(slug for slug in loaded if slug)
        Register.objects.exclude(slug__in=known).update(indexed=indexing.FORM)
    reindexing.reindex_stale()
    return changed


def load_declarations(folder: Path) -> tuple[str, ...]:
    """Only the declarations (``<folder>/*.yaml``), without facts."""
    with transaction.atomic():
        transaction.on_commit(codes.forget)
        return tuple(_declare(path)[0].slug for path in sorted(folder.glob("*.yaml")))


def _load_one(path: Path, folder: Path, known: Mapping[str, Register]) -> str:
    text = path.read_bytes()
    row = known.get(path.stem)
    if row is None or row.digest != _digest(text):
        declaration, row = _declare(path)
    else:
        declaration = _read(path, row.declaration)
    loaded = _edition(declaration, folder, text)
    if row.loaded == loaded:
        return ""
    entries = _checked(declaration, folder)
    count = copying.replace(declaration, entries, source=f"country/{path.stem}")
    for key, spans in entries.items() if declaration.unique else ():
        checking.keep_unique(declaration, key, [stored for _, stored in spans])
    Register.objects.filter(slug=declaration.slug).update(loaded=loaded, revision=F("revision") + 1)
    codes.forget()
    record.append(
        kind="register.loaded",
        subject=Reference.of("register", declaration.slug),
        payload={"digest": loaded, "new": count.new, "changed": count.changed},
    )
    return declaration.slug


def _parsed(path: Path, text: bytes) -> object:
    try:
        return yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as problem:
        raise DeclarationNotValid(file=path.name, where="", rule=f"not YAML: {problem}") from problem


def _read(path: Path, data: object) -> Declaration:
    declaration = hold_purposes(read_declaration(data, file=path.name), file=path.name)
    if declaration.slug != path.stem:
        raise DeclarationNotValid(file=path.name, where="register", rule="must be the name of the file")
    return declaration


def _declare(path: Path) -> tuple[Declaration, Register]:
    text = path.read_bytes()
    data = _parsed(path, text)
    declaration = _read(path, data)
    row, _ = Register.objects.update_or_create(
        slug=declaration.slug,
        defaults={"owner": declaration.owner, "declaration": data, "digest": _digest(text)},
    )
    codes.forget()
    return declaration, row


def _digest(*parts: bytes) -> str:
    whole = hashlib.sha256(_FORMAT.encode())
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()


def _edition(declaration: Declaration, folder: Path, text: bytes) -> str:
    """A digest of everything that the facts come from."""
    parts = [text]
    if file := declaration.source.get("file"):
        parts.append(_inside(folder, file, declaration).read_bytes())
    if builtin := declaration.source.get("builtin"):
        parts.append(_builtin(declaration, builtin)[0]().encode())
    return _digest(*parts)


def _inside(folder: Path, file: str, declaration: Declaration) -> Path:
    path = (folder / file).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise DeclarationNotValid(
            file=f"{declaration.slug}.yaml",
            where="source/file",
            rule=f"there is no file “{file}” in the folder",
        )
    return path


def _builtin(declaration: Declaration, name: str) -> tuple[Callable[[], str], Callable[[], files.Rows]]:
    if name not in _BUILTIN:
        raise DeclarationNotValid(
            file=f"{declaration.slug}.yaml",
            where="source/builtin",
            rule=f"“{name}” is not one of {', '.join(_BUILTIN)}",
        )
    return _BUILTIN[name]


def _rows(declaration: Declaration, folder: Path) -> files.Rows:
    if file := declaration.source.get("file"):
        yield from files.rows(_inside(folder, file, declaration), declaration)
    if builtin := declaration.source.get("builtin"):
        yield from _builtin(declaration, builtin)[1]()


def _checked(declaration: Declaration, folder: Path) -> dict[str, list[copying.Span]]:
    """Key to spans of stored values; the first entry that breaks a rule is named."""
    file = declaration.source.get("file") or declaration.source.get("builtin", "")
    key_pattern = re.compile(declaration.key_pattern)
    zone: ZoneInfo | None = None
    found: dict[str, list[copying.Span]] = {}
    for key, row in _rows(declaration, folder):
        if not key_pattern.fullmatch(key):
            raise DataNotValid(file=file, entry=key, rule=f"a key must look like {declaration.key_pattern}")
        since = copying.SINCE_EVER
        if (day := row.pop("valid_from", None) or row.get(declaration.source.get("since", ""))) is not None:
            zone = zone or ZoneInfo(identity.agency(slug=declaration.owner).zone)
            since = datetime.combine(date.fromisoformat(str(day)), time.min, zone).astimezone(UTC)
        spans = found.setdefault(key, [])
        if spans and spans[-1][0] >= since:
            raise DataNotValid(file=file, entry=key, rule="the key is there twice for one time")
        spans.append((since, _stored(declaration, file, key, row)))
    return found


def _stored(declaration: Declaration, file: str, key: str, row: Mapping[str, Any]) -> dict[str, Any]:
    try:
        stored = values.to_stored(declaration, row)
        checking.hold_rules(declaration, key, stored, None, now=clock.now())
    except RuleBroken as problem:
        raise DataNotValid(file=file, entry=key, rule=str(problem.values["rule"])) from problem
    except OnewindowError as problem:
        raise DataNotValid(file=file, entry=key, rule=problem.text().rstrip(".")) from problem
    if lacking := values.missing(declaration, stored):
        raise DataNotValid(file=file, entry=key, rule=f"“{lacking[0]}” is missing")
    return stored


def declared_in(folder: Path) -> tuple[RegisterView, ...]:
    """What the files of a country's folder declare; nothing is stored."""
    return tuple(
        _read(path, _parsed(path, path.read_bytes())).view()
        for path in sorted(folder.glob("registers/*.yaml"))
    )
