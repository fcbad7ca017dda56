"""All that is held about somebody, gathered from the rules of all models."""

import base64
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.db.models import BinaryField, Model, Q

from onewindow.foundation.holdings import registry
from onewindow.foundation.holdings.types import Everything, Holding, Section, Somebody

_INLINE = 64
_ALL = Q()


def everything_about(who: Somebody) -> Everything:
    """Ask every model that says anything about people."""
    files: dict[str, bytes] = {}
    sections: list[Section] = []
    asked = [holding for holding in registry.rules() if holding.rows is not None]
    for holding in asked:
        rows = tuple(_told(holding, found(holding, who), who, files))
        if rows:
            sections.append(
                Section(model=holding.model, topic=holding.topic, rows=rows, hidden=dict(holding.hidden))
            )
    return Everything(sections=tuple(sections), looked_in=tuple(each.model for each in asked), files=files)


def found(holding: Holding, who: Somebody, which: Q = _ALL) -> list[Model]:
    """The rows of one model about somebody, each once.

    :param which: only such rows.
    """
    if holding.rows is None:
        return []
    model = registry.model_of(holding)
    keys = model._default_manager.filter(holding.rows(who)).values("pk")
    return list(model._default_manager.filter(which, pk__in=keys).order_by("pk"))


def _told(
    holding: Holding, rows: Sequence[Model], who: Somebody, files: dict[str, bytes]
) -> Iterator[Mapping[str, Any]]:
    if holding.told is None:
        yield from (_shown(holding, row, who, files) for row in rows)
        return
    for said in holding.told(rows, who):
        yield {name: plain(value) for name, value in said.items()}


def _shown(holding: Holding, row: Model, who: Somebody, files: dict[str, bytes]) -> Mapping[str, Any]:
    if holding.show is not None:
        return {name: plain(value) for name, value in holding.show(row, who).items()}
    told: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if field.name in holding.hidden:
            continue
        value = getattr(row, field.attname)
        if isinstance(field, BinaryField) and value is not None and len(value) > _INLINE:
            name = f"files/{holding.model}-{row.pk}-{field.name}"
            files[name] = bytes(value)
            told[field.name] = name
        else:
            told[field.name] = plain(value)
    return told


def plain(value: object) -> Any:
    """A value as JSON has it."""
    match value:
        case None | bool() | int() | str():
            return value
        case datetime() | date() | time():
            return value.isoformat()
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode()
        case Mapping():
            parts = cast("Mapping[object, object]", value)
            return {str(name): plain(part) for name, part in parts.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(part) for part in cast("list[object]", value)]
        case Decimal() | UUID() | timedelta() | float():
            return str(value)
        case _:
            return str(value)
