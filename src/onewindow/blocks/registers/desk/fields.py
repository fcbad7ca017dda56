"""A register's attributes as fields of a page, and what was typed in them as values."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, cast

from django.http import QueryDict

from onewindow.blocks.registers.declarations import Field
from onewindow.foundation.web.types import ErrorSummary, FieldKind, FieldView, Option, Row

_CHOICE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*(?:\|[A-Za-z0-9][A-Za-z0-9-]*)+")
_KINDS: Final[Mapping[str, FieldKind]] = {
    "integer": "integer",
    "decimal": "decimal",
    "boolean": "yes_no",
    "date": "date",
    "list": "long_text",
}
_LANGUAGES: Final = ("en", "fr", "ar")
_LONGEST_NUMBER: Final = 9  # of a row, or of a part of a day


def views(
    declared: Sequence[Field],
    said: Mapping[str, object],
    *,
    needs: frozenset[str],
    errors: ErrorSummary,
    language: str,
    before: str = "",
) -> tuple[FieldView, ...]:
    """The fields to ask, filled with what is said so far (typed values, or what was typed)."""
    return tuple(
        _view(field, said.get(field.slug), f"{before}{field.slug}", field.slug in needs, errors, language)
        for field in declared
    )


def _view(
    field: Field, value: object, name: str, required: bool, errors: ErrorSummary, language: str
) -> FieldView:
    label = field.name.in_language(language)
    if field.type == "list" and field.fields:
        rows = cast("list[Mapping[str, object]]", value or [])
        return FieldView(
            name=name,
            kind="list",
            label=label,
            required=required,
            error=errors.of(name),
            rows=tuple(
                Row(
                    number=number,
                    title=f"{label} {number + 1}",
                    fields=views(
                        field.fields,
                        row,
                        needs=frozenset(),
                        errors=errors,
                        language=language,
                        before=f"{name}/{number}/",
                    ),
                )
                for number, row in enumerate(rows)
            ),
        )
    if field.type in ("group", "localised"):
        return FieldView(
            name=name,
            kind="group",
            label=label,
            required=required,
            error=errors.of(name),
            fields=_members(field, value, name, errors, language),
        )
    options = tuple(Option(value=one, label=field.word(one, language)) for one in _choices(field))
    return FieldView(
        name=name,
        kind="choice" if options else _KINDS.get(field.type, "text"),
        label=label,
        value=shown(field, value),
        required=required,
        options=options,
        error=errors.of(name),
    )


def _members(
    field: Field, value: object, name: str, errors: ErrorSummary, language: str
) -> tuple[FieldView, ...]:
    said = cast("Mapping[str, object]", value or {})
    if field.type == "group":
        return views(
            field.fields, said, needs=frozenset(), errors=errors, language=language, before=f"{name}/"
        )
    return tuple(
        FieldView(
            name=f"{name}/{tag}",
            kind="text",
            label=tag,
            value=said.get(tag, ""),
            required=False,
            language=tag,
        )
        for tag in _LANGUAGES
    )


def _choices(field: Field) -> list[str]:
    """The values of a pattern that only lists them."""
    return field.pattern.split("|") if _CHOICE.fullmatch(field.pattern) else []


def shown(field: Field, value: object) -> object:
    """A value as its input shows it."""
    if value is None:
        return ""
    if field.type == "boolean":
        return {True: "yes", False: "no"}.get(cast("bool", value), value)
    if field.type == "reference":
        return str(value).rpartition("/")[2]
    if isinstance(value, list):
        return "\n".join(str(each) for each in cast("list[object]", value))
    return value if isinstance(value, dict) else str(value)


def typed(declared: Sequence[Field], posted: QueryDict, before: str = "") -> dict[str, object]:
    """What was typed, as values to be checked: what cannot be read stays text, for the check to refuse."""
    return {field.slug: _typed(field, posted, f"{before}{field.slug}") for field in declared}


def _typed(field: Field, posted: QueryDict, name: str) -> object:
    if field.type == "date":
        return day(posted, name)
    if field.type == "list" and field.fields:
        parts = {each[len(name) + 1 :].split("/")[0] for each in posted if each.startswith(f"{name}/")}
        numbers = sorted(int(part) for part in parts if _is_number(part))
        return [typed(field.fields, posted, f"{name}/{number}/") for number in numbers[:500]] or None
    if field.type == "group":
        return typed(field.fields, posted, f"{name}/")
    if field.type == "localised":
        texts = {tag: str(posted.get(f"{name}/{tag}", "")).strip() for tag in _LANGUAGES}
        return {tag: text for tag, text in texts.items() if text} or None
    text = str(posted.get(name, "")).strip()
    return _of_text(field, text) if text else None


def _of_text(field: Field, text: str) -> object:
    match field.type:
        case "boolean":
            return text == "yes"
        case "integer":
            return int(text) if re.fullmatch(r"-?[0-9]{1,15}", text) else text
        case "decimal":
            plain = text.replace(" ", "").replace(",", ".")
            return Decimal(plain) if re.fullmatch(r"-?[0-9]{1,20}(\.[0-9]{1,10})?", plain) else text
        case "reference":
            return text if "/" in text else f"register/{field.register}/{text}"
        case "list":
            return [line.strip() for line in text.splitlines() if line.strip()]
        case _:
            return text


def day(posted: QueryDict, name: str) -> str | None:
    """ISO 8601 of a day typed in three parts; what is no day stays as typed."""
    year, month, day = (str(posted.get(f"{name}/{part}", "")).strip() for part in ("year", "month", "day"))
    if not (year or month or day):
        return None
    if all(_is_number(part) for part in (year, month, day)):
        return f"{int(year):04d}-{int(month):02d}-{int(day):02d}"
    return f"{year}-{month}-{day}"


def _is_number(text: str) -> bool:
    """Digits of any script, a few of them; “²” is a digit of Unicode, and yet no number."""
    return text.isdecimal() and len(text) <= _LONGEST_NUMBER


def press(button: str, said: dict[str, Any]) -> bool:
    """Add or remove an entry of a list, where that button was pressed."""
    what, _, path = button.partition(":")
    if what == "add":
        said[path] = [*(said.get(path) or []), {}]
        return True
    if what == "remove":
        name, _, number = path.rpartition("/")
        rows = list(said.get(name) or [])
        if _is_number(number) and int(number) < len(rows):
            del rows[int(number)]
        said[name] = rows
        return True
    return False
