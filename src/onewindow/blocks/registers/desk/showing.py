"""Entries as people read them."""

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onewindow.blocks.registers import wording
from onewindow.blocks.registers.declarations import Declaration, Field
from onewindow.foundation.web.types import SummaryRow


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
    """A value as text, in the language of the page."""
    return wording.in_words(field, value, language=language())
