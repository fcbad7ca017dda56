"""Answers and values as people read them."""

from collections.abc import Mapping
from decimal import Decimal

from babel.numbers import get_decimal_symbol, get_group_symbol
from django.utils.translation import gettext as _

from onewindow.blocks.cases.letters import shown
from onewindow.blocks.catalogue.types import Field, ShownField, ShownPage
from onewindow.blocks.registers import api as registers
from onewindow.foundation.web.types import SummaryRow


def show_value(value: object, *, field: Field, language: str) -> str:
    """An answer in words: the option's label, the code with its name, the file's name."""
    match value:
        case None | "" | []:
            return _("Not given")
        case str() if field.type == "code" and field.register:
            name = registers.code_name(register=field.register, key=value, language=language)
            return f"{value} – {name}" if name else value
        case str() if field.options:
            return next((o.label.in_language(language) for o in field.options if o.value == value), value)
        case list() if field.options:
            labels = {option.value: option.label.in_language(language) for option in field.options}
            return ", ".join(labels.get(str(part), str(part)) for part in value)
        case Mapping() if field.type == "file":
            return str(value.get("name", ""))
        case Decimal() if field.type in ("money", "unit_price"):
            return _exact(value, language)
        case _:
            return shown(value, language=language)


def _exact(value: Decimal, language: str) -> str:
    """A number with every digit that was given, as the language spells numbers."""
    locale = "ar_TN" if language == "ar" else language
    signs = {",": get_group_symbol(locale), ".": get_decimal_symbol(locale)}
    return "".join(signs.get(sign, sign) for sign in f"{value:,f}")


def summary_rows(page: ShownPage, *, language: str, change: str = "") -> tuple[SummaryRow, ...]:
    """A page of answers as rows of a summary; lists row by row.

    :param change: address at which they can be changed; empty where they cannot.
    """
    return tuple(row for field in page.fields for row in _rows(field, language, change, ""))


def _rows(shown_field: ShownField, language: str, change: str, before: str) -> list[SummaryRow]:
    field = shown_field.field
    label = before + field.label.in_language(language)
    if field.type == "statement":
        return []
    if field.type in ("list", "group"):
        several = field.type == "list"
        return [
            row
            for number, inner in enumerate(shown_field.rows)
            for part in inner
            for row in _rows(part, language, change, f"{label} {number + 1}: " if several else f"{label}: ")
        ]
    link = "" if shown_field.known or not change else f"{change}#{shown_field.path.replace('/', '-')}"
    return [
        SummaryRow(
            key=label,
            value=show_value(shown_field.value, field=field, language=language),
            change=link,
            change_text=_("Change") if link else "",
            source=_("Known from a register") if shown_field.known and field.known is not None else "",
        )
    ]
