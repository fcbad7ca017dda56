"""Telling a company that what its officers signed was not done, and why, in every language."""

from django.conf import settings
from django.utils import translation

from onewindow.blocks.notifications import api as notifications
from onewindow.foundation.web.api import said
from onewindow.kernel.errors import OnewindowError, Problems
from onewindow.kernel.reference import Reference


def tell_not_filed(company: Reference, *, code: str, problem: OnewindowError) -> None:
    """All signed a draft, and it could not be filed."""
    notifications.notify(
        to=company, subject=Reference.of("joint-act", code), key=f"joint-failed/{code}",
        template="cases.signed-not-filed", values={"act": code, "problem": _why(problem)},
    )  # fmt: skip


def tell_not_done(company: Reference, *, code: str, number: str, problem: OnewindowError) -> None:
    """Something in a case that waited for signatures, or had them all, cannot be done any more."""
    notifications.notify(
        to=company, subject=Reference.of("joint-act", code), key=f"joint-failed/{code}",
        template="cases.signed-not-done", values={"act": code, "case": number, "problem": _why(problem)},
    )  # fmt: skip


def _why(problem: OnewindowError) -> dict[str, str]:
    parts = problem.problems if isinstance(problem, Problems) else (problem,)
    told: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            told[language] = " ".join(said(error=part) for part in parts)
    return told
