"""A draft as a PDF that is signed by who files it."""

from django.utils import translation
from django.utils.translation import gettext as _

from onewindow.blocks.cases.answer_words import show_value
from onewindow.blocks.cases.lookups import RegisterLookups
from onewindow.blocks.cases.models import Draft
from onewindow.blocks.cases.queries.forms import scope_of_draft
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import ShownField, ShownPage
from onewindow.blocks.documents import api as documents
from onewindow.blocks.documents.types import Paper
from onewindow.blocks.identity import api as identity
from onewindow.foundation.access.api import Actor

Rows = tuple[tuple[str, str], ...]
NAME = "filing.json"


def paper_of(row: Draft, *, statement: bytes, actor: Actor, language: str) -> bytes:
    """What a draft says, as its writer sees it, with the statement in it. Same draft, same bytes.

    :param statement: see ``signing.statement_of``.
    """
    scope = scope_of_draft(key=row.key, actor=actor)
    assert scope.form is not None  # a service has a form to start with
    checked = catalogue.check_answers(
        form=scope.form, answers=scope.answers, context=scope.scope, lookups=RegisterLookups(actor),
        language=language,
    )  # fmt: skip
    pages = catalogue.shown_pages(
        form=scope.form, answers={**scope.answers, **checked.answers}, context=scope.scope
    )
    package = scope.package
    with translation.override(language):
        return documents.paper(
            paper=Paper(
                title=package.name.in_language(language),
                agency=identity.agency(slug=package.agency).name.in_language(language),
                language=language,
                about=_about(scope.scope["applicant"], actor),
                parts=tuple(_part(page, language) for page in pages),
                data=statement,
                data_name=NAME,
                made_at=row.changed_at,
            )
        )


def _about(applicant: object, actor: Actor) -> Rows:
    named = applicant if isinstance(applicant, dict) else {}
    return (
        (_("Applicant"), f"{named.get('name', '')} ({named.get('id', '')})"),
        (_("Filed by"), actor.name),
    )


def _part(page: ShownPage, language: str) -> tuple[str, Rows]:
    rows = tuple(row for field in page.fields for row in _rows(field, language, ""))
    return page.title.in_language(language), rows


def _rows(one: ShownField, language: str, before: str) -> Rows:
    field = one.field
    label = before + field.label.in_language(language)
    if field.type == "statement":
        return ()
    if field.type in ("list", "group"):
        several = field.type == "list"
        return tuple(
            row
            for number, inner in enumerate(one.rows)
            for part in inner
            for row in _rows(part, language, f"{label} {number + 1}: " if several else f"{label}: ")
        )
    return ((label, show_value(one.value, field=field, language=language)),)
