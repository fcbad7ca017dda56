"""What a register's values are called where people read them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import cast

from django.utils.translation import gettext as _

from onewindow.blocks.registers import codes
from onewindow.blocks.registers.declarations import Field
from onewindow.blocks.registers.errors import RegisterUnknown
from onewindow.foundation.web import api as web
from onewindow.kernel.localised import Localised


def in_words(field: Field, value: object, *, language: str) -> str:
    """A value as text: a code with its name, a list row by row."""
    match value:
        case None | "" | []:
            return "–"
        case bool():
            return _("Yes") if value else _("No")
        case date():
            return web.show_date(value)
        case Decimal():
            return str(value)
        case list():
            listed = cast("list[object]", value)
            return "; ".join(_row(field, each, language) for each in listed)
        case Mapping():
            return _row(field, cast("object", value), language)
        case str() if field.type == "code" and field.register:
            name = _code_name(field.register, value, language)
            return f"{value} – {name}" if name else value
        case str() if field.words:
            return field.word(value, language)
        case str() if field.type == "reference":
            return value.rpartition("/")[2]
        case _:
            return str(value)


def _code_name(register: str, key: str, language: str) -> str:
    try:
        return codes.code_name(register, key, language=language)
    except RegisterUnknown:
        return ""


def _row(field: Field, value: object, language: str) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    parts = cast("Mapping[str, object]", value)
    if field.type == "localised":
        return Localised({tag: str(text) for tag, text in parts.items()}).in_language(language)
    return ", ".join(
        f"{inner.name.in_language(language)}: {in_words(inner, parts[inner.slug], language=language)}"
        for inner in field.fields
        if parts.get(inner.slug) not in (None, "")
    )
