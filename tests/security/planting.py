"""Marks: one of its own in every field that can hold one, and the way back from a mark to its field.

A text gets a word that stands nowhere else, a number a number, a day a day of a century that nothing else of
the scene lies in, bytes the word again: so what somebody was shown tells which fields it came from.
"""

from __future__ import annotations

import base64
import html
import io
import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from onewindow.kernel.clock import clock

MARK = re.compile(r"Zq\d{6}x")
_BASE64 = re.compile(r"WnEw[A-Za-z0-9+/_-]{8}")
_HEX = re.compile(r"5a7130[0-9a-f]{12}")
_DAY = re.compile(r"(?<!\d)(1[78]\d\d|22\d\d)-(\d\d)-(\d\d)(?!\d)")
_DAY_IN_WORDS = re.compile(r"(?<!\d)(\d{1,2}) ([A-Z][a-z]+) (1[78]\d\d|22\d\d)(?!\d)")
_DAY_IN_AMERICAN = re.compile(r"([A-Z][a-z]+) (\d{1,2}), (1[78]\d\d|22\d\d)(?!\d)")
_NUMBER = re.compile(r"(?<![\w#&;-])(73\d{7}|21\d{3})(?!\w)")
_TELLING = re.compile(r"@|(?=.*\d)(?=.*[A-Za-z])|[a-z][A-Z]|[A-Z]{4}", re.DOTALL)
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[ ,.\u00a0\u202f](?=\d)")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_GONE, _COMING = date(1771, 1, 1), date(2271, 1, 1)
_WIDTH = len("Zq000000x")


def fields() -> Iterator[tuple[str, models.Field[Any, Any]]]:
    """Every field of every model of ours: ``cases.Case.status``."""
    for model in apps.get_models():
        if model.__module__.startswith("onewindow."):
            for field in model._meta.concrete_fields:
                yield f"{model._meta.label}.{field.name}", field


def kind_of(field: models.Field[Any, Any]) -> str:
    """What a field can hold: ``text``, ``texts``, ``number``, ``day`` and ``bytes`` take a mark, others not.

    ``points`` to another row, ``names`` its own row, is a ``flag``, or one ``word`` of a few.
    """
    if field.is_relation:
        return "points"
    if field.primary_key or field.unique:
        return "names"
    for kind, word in (
        (models.BooleanField, "flag"), (models.BinaryField, "bytes"), (models.DateField, "day"),
        (models.IntegerField, "number"), (models.SlugField, "word"), (models.JSONField, "text"),
        (models.CharField, "text"), (models.TextField, "text"), (ArrayField, "texts"),
    ):  # fmt: skip
        if isinstance(field, kind):
            short = isinstance(field, models.CharField) and (field.max_length or _WIDTH) <= _WIDTH
            return "word" if short or field.choices else word
    return "word"


class Planted:
    """Which mark stands in which field."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def mark_of(self, name: str) -> str:
        """A word that stands nowhere else, and from now on stands for the field."""
        mark = f"Zq{len(self.names):06d}x"
        self.names[mark] = name
        return mark

    def day_of(self, name: str, before: date) -> date:
        """A day that nothing else has, gone if the field's was gone, to come if it was to come."""
        start = _COMING if before > clock.now().date() else _GONE
        day = start + timedelta(len(self.names))
        self.names[day.isoformat()] = name
        return day

    def number_of(self, name: str, field: models.Field[Any, Any]) -> int:
        """A number that nothing else has; a small one where only a small one fits."""
        small = isinstance(field, (models.SmallIntegerField, models.PositiveSmallIntegerField))
        number = (21_000 if small else 730_000_000) + len(self.names)
        self.names[str(number)] = name
        return number

    def plant(
        self,
        name: str,
        rows: models.QuerySet[Any],
        field: models.Field[Any, Any],
        instead_of: str | None = None,
    ) -> int:
        """Put the field's mark into each of the rows; in JSON, in place of each text that stands in it.

        :param instead_of: only in place of this text, where the others steer the program.
        :returns: into how many rows; 0 if none has anything to put it in place of.
        """
        changed = 0
        kind, mark = kind_of(field), None
        for row in rows.only("pk", field.attname).iterator():
            before = getattr(row, field.attname)
            if before is None:
                continue
            if mark is None:
                mark = self._mark(name, field, kind, before)
            after = with_mark(before, mark, instead_of) if isinstance(field, models.JSONField) else mark
            changed += rows.model._base_manager.filter(pk=row.pk).update(**{field.attname: after})
        return changed

    def _mark(self, name: str, field: models.Field[Any, Any], kind: str, before: Any) -> Any:
        if kind == "number":
            return self.number_of(name, field)
        if kind == "day":
            day = self.day_of(name, before.date() if isinstance(before, datetime) else before)
            return (
                datetime(day.year, day.month, day.day, 11, tzinfo=UTC)
                if isinstance(before, datetime)
                else day
            )
        mark = self.mark_of(name)
        return {"bytes": mark.encode(), "texts": [mark]}.get(kind, mark)

    def found_in(self, content: bytes) -> set[str]:
        """The fields whose marks stand in an answer, whichever way it writes them."""
        return {self.names[mark] for mark in _marks(content) if mark in self.names}


class Own:
    """Fields that take no mark, but hold values which stand in no other field and so tell of themselves."""

    def __init__(self, rows_of: Callable[[type[models.Model]], models.QuerySet[Any]]) -> None:
        where: dict[str | bytes, set[str]] = defaultdict(set)
        for name, field in fields():
            if not field.is_relation:
                for value in field.model._base_manager.values_list(field.attname, flat=True).distinct():
                    for one in _telling(value):
                        where[one].add(name)
        self.values: dict[str, set[str | bytes]] = {}
        for name, field in fields():
            if not field.is_relation:
                of_rows = rows_of(field.model).values_list(field.attname, flat=True)
                own = {one for value in of_rows for one in _telling(value) if where[one] == {name}}
                if own:
                    self.values[name] = own

    def found_in(self, content: bytes, *, asked: str, names: Iterable[str]) -> set[str]:
        """Which of the fields stand in an answer with a value that was not asked for by that value."""
        joined = content.replace(b"\n", b"")
        return {
            name
            for name in names
            if any(
                form in joined
                for value in self.values[name]
                if not (isinstance(value, str) and value in asked)
                for form in _forms(value)
            )
        }


def _telling(value: Any) -> Iterator[str | bytes]:
    """The parts of a value by which one would know it again."""
    if isinstance(value, (bytes, memoryview)):
        if len(value) >= 16:
            yield bytes(value)
    elif isinstance(value, UUID):
        yield str(value)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _telling(one)
    elif isinstance(value, list):
        for one in value:
            yield from _telling(one)
    elif isinstance(value, str) and len(value) >= 7 and _TELLING.search(value):
        yield value


@cache
def _forms(value: str | bytes) -> tuple[bytes, ...]:
    """How a value may stand in an answer: as it is, in hex, in base64 (a part from inside, as files of a kind
    begin alike), as JSON and HTML write it."""
    if isinstance(value, bytes):
        start = len(value) // 6 * 3
        part = value[start : start + 12]
        plain = base64.b64encode(part)
        return value, part.hex().encode(), plain, plain.replace(b"+", b"-").replace(b"/", b"_")
    return value.encode(), html.escape(value).encode(), json.dumps(value)[1:-1].encode()


def with_mark(value: Any, mark: str, instead_of: str | None = None) -> Any:
    """The same shape with the mark in place of each text, or of one of them."""
    if isinstance(value, dict):
        return {key: with_mark(inner, mark, instead_of) for key, inner in value.items()}
    if isinstance(value, list):
        return [with_mark(inner, mark, instead_of) for inner in value]
    return mark if isinstance(value, str) and instead_of in (None, value) else value


def _marks(content: bytes) -> Iterator[str]:
    if content[:4] == b"PK\3\4":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from _marks(archive.read(name))
    text = content.decode(errors="replace")
    yield from MARK.findall(text)
    for found in _BASE64.findall(text):
        yield base64.urlsafe_b64decode(found.replace("+", "-").replace("/", "_")).decode(errors="replace")
    for found in _HEX.findall(text):
        yield bytes.fromhex(found).decode(errors="replace")
    for year, month, day in _DAY.findall(text):
        yield f"{year}-{month}-{day}"
    in_words = _DAY_IN_WORDS.findall(text)
    in_words += [(day, month, year) for month, day, year in _DAY_IN_AMERICAN.findall(text)]
    for day, month, year in in_words:
        if month in _MONTHS:
            yield f"{year}-{_MONTHS.index(month) + 1:02d}-{int(day):02d}"
    yield from _NUMBER.findall(text)
    yield from _NUMBER.findall(_BETWEEN_DIGITS.sub("", text))
