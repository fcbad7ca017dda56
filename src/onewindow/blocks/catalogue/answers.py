"""Checking answers, and showing the pages that they lead to."""

from collections.abc import Collection, Mapping
from datetime import datetime

from onewindow.blocks.catalogue.form_types import Form
from onewindow.blocks.catalogue.ports import Lookups
from onewindow.blocks.catalogue.types import CheckedAnswers, ShownPage
from onewindow.blocks.catalogue.walk import Walk


def check_answers(
    form: Form,
    answers: Mapping[str, object],
    context: Mapping[str, object],
    *,
    lookups: Lookups | None,
    pages: Collection[str] | None,
    language: str,
    now: datetime | None,
) -> CheckedAnswers:
    """See ``api.check_answers``."""
    walk = Walk(form=form, scope=dict(context), lookups=lookups, language=language, now=now)
    walk.go(answers)
    told = (problem for page, problem in walk.problems if pages is None or page in pages)
    return CheckedAnswers(answers=walk.typed, problems=tuple(told), fired=frozenset(walk.fired))


def shown_pages(
    form: Form,
    answers: Mapping[str, object],
    context: Mapping[str, object],
    *,
    lookups: Lookups | None,
    now: datetime | None,
    filed: bool,
) -> tuple[ShownPage, ...]:
    """See ``api.shown_pages``."""
    walk = Walk(form=form, scope=dict(context), lookups=lookups, language="en", now=now, filed=filed)
    walk.go(answers)
    return tuple(walk.pages)
