"""Answers as label and text, for whoever is asked to sign them."""

from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.utils import translation

from onewindow.blocks.cases.answer_words import show_value
from onewindow.blocks.cases.lookups import RegisterLookups
from onewindow.blocks.cases.types import FormScope
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import ShownField
from onewindow.foundation.access.api import Actor


def told_of_form(
    scope: FormScope, answers: Mapping[str, object], actor: Actor, *, language: str = ""
) -> list[tuple[str, str]]:
    """What the answers to a form say, with what it computes; empty where there is no form.

    :param language: empty for the actor's.
    """
    if scope.form is None:
        return []
    spoken = language or actor.language
    checked = catalogue.check_answers(
        form=scope.form, answers=answers, context=scope.scope, lookups=RegisterLookups(actor),
        language=spoken,
    )  # fmt: skip
    both = {**answers, **checked.answers}
    pages = catalogue.shown_pages(form=scope.form, answers=both, context=scope.scope)
    return [pair for page in pages for field in page.fields for pair in _told(field, spoken)]


def in_every_language(told: Callable[[str], Sequence[tuple[str, str]]]) -> dict[str, list[tuple[str, str]]]:
    """The same told in each language of the window, for who signs may read another than who asks."""
    found: dict[str, list[tuple[str, str]]] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found[language] = list(told(language))
    return found


def _told(one: ShownField, language: str, before: str = "") -> list[tuple[str, str]]:
    label = before + one.field.label.in_language(language)
    if one.field.type == "statement":
        return []
    if one.field.type in ("list", "group"):
        return [
            pair
            for number, inner in enumerate(one.rows)
            for part in inner
            for pair in _told(part, language, f"{label} {number + 1}: ")
        ]
    if one.value is None:
        return []
    if isinstance(one.value, dict):
        return [(label, str(one.value.get("name") or one.value.get("file") or ""))]
    return [(label, show_value(one.value, field=one.field, language=language))]
