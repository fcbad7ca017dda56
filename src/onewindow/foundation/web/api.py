"""The door of web: pages, errors and forms of one design system."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from onewindow.foundation.web import error_pages, navigation, processes, rendering, whole_text
from onewindow.foundation.web import said as saying
from onewindow.foundation.web.content_policy import content_policy
from onewindow.foundation.web.formats import (
    civil_zone,
    locale_of,
    show_date,
    show_datetime,
    show_duration,
    show_money,
    show_number,
)
from onewindow.foundation.web.formats import language as page_language
from onewindow.foundation.web.navigation import Entry
from onewindow.foundation.web.redirects import safe_next
from onewindow.foundation.web.types import Diagram, ErrorSummary, ShapeState
from onewindow.kernel.errors import OnewindowError
from onewindow.standards import bpmn

__all__ = [
    "Entry",
    "civil_zone",
    "content_policy",
    "declare_navigation",
    "error_summary",
    "locale_of",
    "page_language",
    "problem_json",
    "problem_of_fields",
    "process_diagram",
    "render",
    "require_whole_body",
    "safe_next",
    "said",
    "show_date",
    "show_datetime",
    "show_duration",
    "show_money",
    "show_number",
    "status_of",
    "status_page",
]


def render(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a page, such as ``render(request, "cases/case.html", {"case": case})``.

    The template extends ``web/page.html`` and fills its blocks ``title`` and ``main``. An ``errors`` value
    (an
    ``ErrorSummary``) is drawn at the top and marks the title; ``crumbs`` and ``back`` are drawn above the
    content.

    :param context: what the template shows; ``shell``, ``request``, ``csrf_input`` and ``csrf_token`` are
        added.
    :param status: HTTP status.
    """
    return rendering.page(request, template, context or {}, status)


def said(*, error: OnewindowError) -> str:
    """What an error says, in the language of the page."""
    return saying.said(error)


def error_summary(*, error: OnewindowError) -> ErrorSummary:
    """The lines of an error, for the context value ``errors`` and for the fields' ``error``."""
    return saying.summary(error)


def status_of(*, error: OnewindowError) -> int:
    """The HTTP status of an error: 401, 403, 404, 409, else 422; or its own ``status``."""
    return rendering.status_of(error)


def problem_json(error: OnewindowError) -> HttpResponse:
    """An error as ``application/problem+json`` (RFC 9457), in the language asked for.

    Members beside the standard ones: ``code`` (stable slug) and ``errors`` (``field``, ``code``, ``detail``).
    """
    return rendering.problem(rendering.problem_document(error))


def problem_of_fields(
    *, code: str, title: str, status: int, errors: Sequence[Mapping[str, object]]
) -> HttpResponse:
    """Problem details (RFC 9457) that no error of ours stands for, such as a body that does not fit a schema.

    :param errors: one mapping per field with ``field``, ``code`` and ``detail``.
    """
    document = {"type": f"urn:onewindow:problem:{code}", "title": title, "status": status, "code": code}
    return rendering.problem({**document, "errors": list(errors)})


def status_page(*, request: HttpRequest, status: int) -> HttpResponse:
    """The answer to a status without an error of ours: a page, or a problem document under ``/api/``."""
    return error_pages.of_status(request, status)


def require_whole_body(*, request: HttpRequest) -> None:
    """Refuse a form or a JSON document that holds a character that is not text (XML 1.0 §2.2).

    :raises InvalidInput: with the path of the value as its field, such as ``lines/0/description``.
    """
    whole_text.require_whole_body(request)


def declare_navigation(*, entries: Sequence[Entry]) -> None:
    """Offer links in the header; ``portal`` calls it for all rooms."""
    for entry in entries:
        navigation.declare(entry)


def process_diagram(
    *,
    drawn: bpmn.Diagram,
    title: str,
    description: str = "",
    names: Mapping[str, str] | None = None,
    states: Mapping[str, ShapeState] | None = None,
    texts: Mapping[str, str] | None = None,
    passed: Collection[str] = (),
    badges: Mapping[str, str] | None = None,
) -> Diagram:
    """A process model's drawing as ``web/diagram.html`` shows it.

    :param drawn: ``bpmn.diagram(definition)``.
    :param names: element id to its name in the reader's language; others keep the model's.
    :param states: element id to ``done``, ``current``, ``waiting`` or ``stopped``.
    :param texts: element id to the state in words, for the text alternative.
    :param passed: ids of elements that were passed: a flow between two of them is drawn as taken.
    :param badges: element id to a few letters in its corner, such as how many cases stand there.
    """
    return processes.process_diagram(
        drawn,
        title=title,
        description=description,
        names=names or {},
        states=states or {},
        texts=texts or {},
        passed=passed,
        badges=badges or {},
    )
