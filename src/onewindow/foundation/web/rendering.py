"""Pages and problems as responses."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.utils.translation import gettext

from onewindow.foundation.access.api import SignInNeeded
from onewindow.foundation.web.said import said, summary
from onewindow.kernel.errors import Conflict, NotAllowed, NotFound, OnewindowError, Problems

ENGINE = "jinja2"
PROBLEM_TYPE = "application/problem+json"


def page(request: HttpRequest, template: str, context: Mapping[str, Any], status: int) -> HttpResponse:
    """Render a template of a room inside the shell."""
    return HttpResponse(engines[ENGINE].get_template(template).render(dict(context), request), status=status)


def status_of(error: OnewindowError) -> int:
    """The HTTP status of an error (RFC 9110 §15.5)."""
    own = getattr(error, "status", None)
    if isinstance(own, int):
        return own
    if isinstance(error, SignInNeeded):
        return HTTPStatus.UNAUTHORIZED
    for kind, status in _STATUSES:
        if isinstance(error, kind):
            return status
    return HTTPStatus.UNPROCESSABLE_ENTITY


_STATUSES: tuple[tuple[type[OnewindowError], HTTPStatus], ...] = (
    (NotAllowed, HTTPStatus.FORBIDDEN),
    (NotFound, HTTPStatus.NOT_FOUND),
    (Conflict, HTTPStatus.CONFLICT),
)


def problem_document(error: OnewindowError) -> dict[str, Any]:
    """The problem details of an error (RFC 9457 §3), with ``code`` and, per field, ``errors``."""
    status = status_of(error)
    document: dict[str, Any] = {
        "type": f"urn:onewindow:problem:{error.code}",
        "title": gettext(type(error).message) if isinstance(error, Problems) else said(error),
        "status": int(status),
        "code": error.code,
    }
    problems = error.problems if isinstance(error, Problems) else (error,)
    if isinstance(error, Problems) or error.field:
        document["errors"] = [
            {"field": line.field or None, "code": problem.code, "detail": line.text}
            for problem, line in zip(problems, summary(error).errors, strict=True)
        ]
    return document


def problem(document: Mapping[str, Any]) -> HttpResponse:
    """A problem document as a response (RFC 9457 §3)."""
    body = json.dumps(document, ensure_ascii=False)
    return HttpResponse(body, status=int(document["status"]), content_type=PROBLEM_TYPE)
