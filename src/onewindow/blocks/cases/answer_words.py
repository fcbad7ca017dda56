"""Answers as people read them."""

from collections.abc import Mapping
from decimal import Decimal

from babel.numbers import get_decimal_symbol, get_group_symbol
from django.utils.translation import gettext as _

from onewindow.blocks.cases.letters import shown
from onewindow.blocks.catalogue.types import Field
from onewindow.blocks.registers import api as registers


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
