"""Errors in the language of the page: what is wrong, and the way out."""

from django.utils.translation import gettext

from onewindow.foundation.web import formats
from onewindow.foundation.web.types import ErrorSummary, FieldError
from onewindow.kernel.errors import OnewindowError, Problems


def said(error: OnewindowError) -> str:
    """The message and the way out, translated, then filled. Never raises: a page about an error must come."""
    values = {name: formats.show(value) for name, value in error.values.items()}
    parts = [gettext(text) for text in (error.message, error.way_out) if text]
    try:
        return " ".join(part.format(**values) for part in parts)
    except (KeyError, IndexError, ValueError):
        return error.text()


def summary(error: OnewindowError) -> ErrorSummary:
    """All lines of an error, those of ``Problems`` one by one."""
    problems = error.problems if isinstance(error, Problems) else (error,)
    return ErrorSummary(tuple(FieldError(said(problem), problem.field or "") for problem in problems))
