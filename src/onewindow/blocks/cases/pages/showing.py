"""Answers and values as people read them."""

from django.utils.translation import gettext as _

from onewindow.blocks.cases.answer_words import show_value
from onewindow.blocks.catalogue.types import ShownField, ShownPage
from onewindow.foundation.web.types import SummaryRow


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
