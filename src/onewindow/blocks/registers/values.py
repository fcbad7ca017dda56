"""Values of attributes: checked when written, kept as JSON, typed when read, hidden in part where masked."""

import re
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any, cast

from onewindow.blocks.registers.declarations import Declaration, Field
from onewindow.blocks.registers.errors import AttributeUnknown, ValueNotValid
from onewindow.kernel.errors import N_, OnewindowError
from onewindow.kernel.money import parse_decimal
from onewindow.kernel.reference import Reference

_MASK = "•"
_LONGEST_TEXT = 4000
_PLAIN = frozenset({"text", "code"})
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Control characters but tab and new line: no register keeps them, and PostgreSQL takes no NUL."""
_KINDS = {
    "date": N_("a day that there is, written like 2026-01-31, is needed"),
    "time": N_("an hour written like 14:30 is needed"),
    "decimal": N_("a number written like 1234.5 is needed"),
    "reference": N_("an entry of a register, such as register/people/10000295, is needed"),
}


def to_stored(declaration: Declaration, values: Mapping[str, object]) -> dict[str, Any]:
    """Check values and turn them into JSON.

    :raises AttributeUnknown: an attribute that the register does not have.
    :raises ValueNotValid: a value that its field refuses; ``field`` is the path to it.
    """
    stored: dict[str, Any] = {}
    for slug, value in values.items():
        field = declaration.fields.get(slug)
        if field is None:
            raise AttributeUnknown(field=slug, register=declaration.slug, attribute=slug)
        stored[slug] = _stored(field, value, slug)
    return stored


def missing(declaration: Declaration, stored: Mapping[str, object]) -> list[str]:
    """The required attributes that an entry lacks."""
    return [
        slug
        for slug, field in declaration.fields.items()
        if field.required and not str(stored.get(slug) if stored.get(slug) is not None else "").strip()
    ]


def to_typed(declaration: Declaration, stored: Mapping[str, Any], attributes: list[str]) -> dict[str, object]:
    """JSON back to typed values, for the attributes that were asked."""
    return {slug: _typed(declaration.fields[slug], stored.get(slug)) for slug in attributes}


def mask(field: Field, value: object) -> object:
    """The value with all but its last characters hidden."""
    if value is None:
        return None
    if not isinstance(value, str) or field.mask <= 0:
        return _MASK * 4
    shown = value[-field.mask :] if len(value) > field.mask else ""
    return _MASK * max(len(value) - len(shown), 1) + shown


def _refuse(field: Field, value: object, path: str, rule: str) -> ValueNotValid:
    return ValueNotValid(field=path, value=str(value)[:80], attribute=field.slug, rule=rule)


def _hold_seen(field: Field, value: str, path: str) -> None:
    if _UNSEEN.search(value):
        raise _refuse(field, _UNSEEN.sub("�", value), path, N_("it holds a character that nobody can see"))


def _stored(field: Field, value: object, path: str) -> Any:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str) and not value.isprintable():
        _hold_seen(field, value, path)
    if type(value) is str and field.type in _PLAIN and not field.pattern and len(value) <= _LONGEST_TEXT:
        return value  # nearly all values of large lists; the way below says the same, slower
    match field.type:
        case "list":
            if not isinstance(value, list | tuple):
                raise _refuse(field, value, path, N_("a list is needed"))
            rows = cast("list[object]", value)
            if not field.fields and all(type(row) is str and row.isprintable() for row in rows):
                return list(rows)
            return [_row(field, row, f"{path}/{number}") for number, row in enumerate(rows)]
        case "group":
            return _row(field, value, path)
        case "localised":
            return _localised(field, value, path)
        case "boolean" | "integer":
            return _exact(field, value, path)
        case _:
            return _text(field, value, path)


def _row(field: Field, value: object, path: str) -> Any:
    if not field.fields:
        if not isinstance(value, str):
            raise _refuse(field, value, path, N_("a text is needed"))
        _hold_seen(field, value, path)
        return value
    if not isinstance(value, Mapping):
        raise _refuse(field, value, path, N_("a group of values is needed"))
    inner = {each.slug: each for each in field.fields}
    row = cast("Mapping[str, object]", value)
    for slug in row:
        if slug not in inner:
            raise _refuse(field, slug, f"{path}/{slug}", N_("there is no such part"))
    return {slug: _stored(inner[slug], part, f"{path}/{slug}") for slug, part in row.items()}


def _localised(field: Field, value: object, path: str) -> dict[str, str]:
    if not isinstance(value, Mapping) or not value:
        raise _refuse(field, value, path, N_("a text by language is needed"))
    said = {str(tag): str(text) for tag, text in cast("Mapping[object, object]", value).items()}
    _hold_seen(field, "".join(said.values()), path)
    return said


def _exact(field: Field, value: object, path: str) -> object:
    wanted = bool if field.type == "boolean" else int
    if type(value) is not wanted:
        raise _refuse(
            field,
            value,
            path,
            N_("yes or no is needed") if wanted is bool else N_("a whole number is needed"),
        )
    return value


def _text(field: Field, value: object, path: str) -> str:
    try:
        text = _spelled(field.type, value)
    except (ValueError, OnewindowError) as problem:
        rule = _KINDS.get(field.type, N_("it is of another kind"))
        raise _refuse(field, value, path, rule) from problem
    if len(text) > _LONGEST_TEXT:
        raise _refuse(field, text, path, N_("it is too long"))
    if field.pattern and not re.fullmatch(field.pattern, text):
        raise _refuse(field, text, path, N_("it does not have the right form"))
    return text


def _spelled(kind: str, value: object) -> str:
    match kind:
        case "decimal":
            if isinstance(value, float):
                raise ValueError("never a float")
            return str(parse_decimal(cast("str | int | Decimal", value)))
        case "date":
            return (value if type(value) is date else date.fromisoformat(str(value))).isoformat()
        case "time":
            return (value if isinstance(value, time) else time.fromisoformat(str(value))).isoformat("minutes")
        case "reference":
            return Reference(str(value)).text
        case _:
            if not isinstance(value, str):
                raise ValueError("not a text")
            return value


def _typed(field: Field, stored: Any) -> object:
    if stored is None:
        return None
    match field.type:
        case "decimal":
            return Decimal(stored)
        case "date":
            return date.fromisoformat(stored)
        case "time":
            return time.fromisoformat(stored)
        case "list":
            return [_typed_row(field, row) for row in stored]
        case "group":
            return _typed_row(field, stored)
        case _:
            return stored


def _typed_row(field: Field, row: Any) -> object:
    if not field.fields:
        return row
    return {each.slug: _typed(each, row.get(each.slug)) for each in field.fields}
