"""From the questions of a package to the fields of the design system."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from onewindow.blocks.cases.pages.known import Known
from onewindow.blocks.cases.pages.showing import show_value
from onewindow.blocks.catalogue.types import Field, ShownField
from onewindow.blocks.registers import api as registers
from onewindow.foundation.web.types import ErrorSummary, FieldView, Option, Row

_SHORT_LIST = 30


def field_views(
    shown: Iterable[ShownField],
    *,
    language: str,
    scope: Mapping[str, object],
    errors: ErrorSummary,
    searches: Mapping[str, str] | None = None,
    known: Callable[[Field], Known | None] | None = None,
) -> tuple[FieldView, ...]:
    """Fields ready to be drawn.

    :param known: which register answers a question that is not asked.
    :param searches: words that somebody looks a code up by, by the field's path.
    """
    said = known or _nothing
    return tuple(_view(one, language, scope, errors, searches or {}, said) for one in shown)


def _nothing(_field: Field) -> Known | None:
    return None


def _view(
    shown: ShownField,
    language: str,
    scope: Mapping[str, object],
    errors: ErrorSummary,
    searches: Mapping[str, str],
    known: Callable[[Field], Known | None],
) -> FieldView:
    field = shown.field
    origin = known(field) if shown.known and field.known is not None else None
    kind = "known" if shown.known and field.type not in ("list", "group") else _kind(field)
    inside = {
        "language": language, "scope": scope, "errors": errors, "searches": searches, "known": known,
    }  # fmt: skip
    return FieldView(
        name=shown.path,
        kind=kind,
        label=field.label.in_language(language),
        hint=field.hint.in_language(language) if field.hint else "",
        value=show_value(shown.value, field=field, language=language) if kind == "known" else _typed(shown),
        error=errors.of(shown.path),
        required=shown.required,
        options=_options(shown, language, searches.get(shown.path, "")),
        fields=field_views(shown.rows[0], **inside) if field.type == "group" and shown.rows else (),
        rows=_rows(shown, inside) if field.type == "list" else (),
        currency=_text(field.currency.value(scope)) if field.currency else "",
        accept=field.accept,
        max_mb=int(field.max_mb),
        max_length=field.max_length or 0,
        max_rows=500 if shown.may_add else len(shown.rows),
        min_rows=0 if shown.may_add else len(shown.rows),
        add_label=_("Add another"),
        search=searches.get(shown.path, ""),
        suggest_url=_suggest(field),
        source=_source(origin) if shown.known and field.known is not None else "",
        correct=origin.correct if origin else "",
    )


def _source(origin: Known | None) -> str:
    if origin is None:
        return _("Known from a register")
    return _("The office already knows this: %(register)s") % {"register": origin.register}


def _kind(field: Field) -> str:
    return {"date_time": "text"}.get(field.type, field.type)


def _typed(shown: ShownField) -> object:
    """What the input shows: text as typed, ISO for dates, the stored file's name."""
    value = shown.value
    match value:
        case None:
            return () if shown.field.type == "choices" else ""
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return format(value, "f")
        case list() if shown.field.type == "choices":
            return tuple(str(part) for part in value)
        case {"name": str(name)} if shown.field.type == "file":
            return name
        case dict() if shown.field.type == "date":
            return value
        case str():
            return value
        case _ if hasattr(value, "isoformat"):
            return value.isoformat()  # pyright: ignore[reportAttributeAccessIssue]
        case _:
            return ""


def _rows(shown: ShownField, inside: Mapping[str, object]) -> tuple[Row, ...]:
    return tuple(
        Row(
            number=number,
            title=f"{shown.field.label.in_language(str(inside['language']))} {number + 1}",
            fields=field_views(row, **inside),  # pyright: ignore[reportArgumentType]
        )
        for number, row in enumerate(shown.rows)
    )


def _options(shown: ShownField, language: str, search: str) -> tuple[Option, ...]:
    field = shown.field
    if field.type == "code" and field.register:
        return _codes(field.register, shown.value, language, search)
    return tuple(Option(value=value, label=label.in_language(language)) for value, label in shown.options)


def _codes(register: str, value: object, language: str, search: str) -> tuple[Option, ...]:
    found = list(registers.find_codes(register=register, text=search, language=language, limit=_SHORT_LIST))
    if isinstance(value, str) and value and all(key != value for key, _label in found):
        name = registers.code_name(register=register, key=value, language=language)
        if name:
            found.insert(0, (value, name))
    return tuple(Option(value=key, label=f"{key} – {name}") for key, name in found)


def _suggest(field: Field) -> str:
    if field.type != "code" or not field.register:
        return ""
    return reverse("cases:codes", kwargs={"register": field.register})


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
