"""Entries as people read them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import cast

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onewindow.blocks.registers import api
from onewindow.blocks.registers.declarations import Declaration, Field
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import SummaryRow
from onewindow.kernel.localised import Localised


def language() -> str:
    """Of the page."""
    return get_language() or "en"


def rows(
    declaration: Declaration, said: Mapping[str, object], *, masked: frozenset[str] = frozenset()
) -> list[SummaryRow]:
    """Every attribute that was read, in the order of the register."""
    tag = language()
    return [
        SummaryRow(
            key=field.name.in_language(tag),
            value=in_words(field, said[slug]),
            source=_("Shown only in part") if slug in masked else "",
        )
        for slug, field in declaration.fields.items()
        if slug in said
    ]


def in_words(field: Field, value: object) -> str:
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
            return "; ".join(_row(field, each) for each in listed)
        case Mapping():
            return _row(field, cast("object", value))
        case str() if field.type == "code" and field.register:
            name = _code_name(field.register, value)
            return f"{value} – {name}" if name else value
        case str() if field.words:
            return field.word(value, language())
        case str() if field.type == "reference":
            return value.rpartition("/")[2]
        case _:
            return str(value)


def _code_name(register: str, key: str) -> str:
    try:
        return api.code_name(register=register, key=key, language=language())
    except api.RegisterUnknown:
        return ""


def _row(field: Field, value: object) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    parts = cast("Mapping[str, object]", value)
    if field.type == "localised":
        return Localised({tag: str(text) for tag, text in parts.items()}).in_language(language())
    return ", ".join(
        f"{inner.name.in_language(language())}: {in_words(inner, parts[inner.slug])}"
        for inner in field.fields
        if parts.get(inner.slug) not in (None, "")
    )
