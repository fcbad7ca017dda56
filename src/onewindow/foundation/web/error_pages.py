"""Error pages and problem documents: plain, with the way out, and nothing about the inside (ASVS 16.5.1)."""

import sys
from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.utils.translation import gettext as _

from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import SignInNeeded, StrongerSignInNeeded
from onewindow.foundation.web import formats, rendering
from onewindow.foundation.web.said import summary
from onewindow.kernel.errors import OnewindowError

API_PREFIX = "/api/"
RETRY_AFTER_SECONDS = 5
NO_DATABASE = (OperationalError, InterfaceError)


def headings() -> dict[int, str]:
    """What each kind of error page is called, in the language of the page."""
    return {
        400: _("We could not understand the request"),
        401: _("You need to sign in"),
        403: _("You cannot see this page"),
        404: _("Page not found"),
        405: _("This page cannot be used in that way"),
        409: _("Somebody else was first"),
        413: _("What was sent is too large"),
        429: _("Too many attempts"),
        500: _("Sorry, something went wrong on our side"),
        503: _("Sorry, the service is not ready"),
    }


def of_error(request: HttpRequest, error: OnewindowError) -> HttpResponse:
    """The answer to an error of ours: a problem document for programs, else sign-in or a page."""
    if is_for_program(request):
        return rendering.problem(rendering.problem_document(error))
    if isinstance(error, StrongerSignInNeeded):
        level = str(error.values.get("level", "none"))
        stronger = access.step_up(request=request, level=level)
        if stronger is not None:
            return stronger
    if isinstance(error, SignInNeeded | StrongerSignInNeeded) and request.method in ("GET", "HEAD"):
        here = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{settings.LOGIN_URL}?{here}")
    status = rendering.status_of(error)
    lines = [line.text for line in summary(error).errors]
    return _page(request, status, lines, sign_in=isinstance(error, SignInNeeded))


def of_status(request: HttpRequest, status: int, *lines: str) -> HttpResponse:
    """The answer to a status without an error of ours."""
    if is_for_program(request):
        title = headings().get(status, HTTPStatus(status).phrase)
        return rendering.problem(
            {"type": "about:blank", "title": title, "status": status, "code": _slug(status)}
        )
    return _page(request, status, list(lines))


def is_for_program(request: HttpRequest) -> bool:
    """Whether the caller is a program: an address of the API."""
    return request.path.startswith(API_PREFIX)


def not_ready(request: HttpRequest) -> HttpResponse:
    """503: the database does not answer. Nothing that was acknowledged is lost."""
    response = _plain(
        request, 503, [_("We keep everything that you already sent. Try again in a few seconds.")]
    )
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler400; 413 where more was sent than we take."""
    if isinstance(exception, RequestDataTooBig):
        return _plain(request, 413, [_("Send less at once, or smaller files.")])
    return _plain(request, 400, [_("Go back, check what you sent, and try again.")])


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler403."""
    return of_status(request, 403, _("You are signed in as somebody who may not do this."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler404."""
    return of_status(
        request,
        404,
        _("Check the address."),
        _("If you followed a link here, the page has moved or never was."),
    )


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler500. Needs neither database nor session; without a database it is 503."""
    if isinstance(sys.exc_info()[1], NO_DATABASE):
        # It was gone before the view began: when the session or the key was read.
        return not_ready(request)
    return _plain(request, 500, [_("Try again later. We keep what you already sent.")])


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW."""
    return of_status(
        request, 403, _("The page you sent was open for too long."), _("Open it again, then send it.")
    )


def _page(request: HttpRequest, status: int, lines: list[str], *, sign_in: bool = False) -> HttpResponse:
    heading = headings().get(status) or headings()[400]
    values = {"heading": heading, "lines": lines, "sign_in": sign_in, "status": status}
    return rendering.page(request, "web/error.html", values, status)


def _plain(request: HttpRequest, status: int, lines: list[str]) -> HttpResponse:
    if is_for_program(request):
        return of_status(request, status)
    language = formats.language()
    values = {
        "heading": headings()[status],
        "lines": lines,
        "language": language,
        "direction": formats.direction(language),
    }
    return HttpResponse(
        engines[rendering.ENGINE].get_template("web/error_plain.html").render(values), status=status
    )


def _slug(status: int) -> str:
    return HTTPStatus(status).phrase.lower().replace(" ", "-")
