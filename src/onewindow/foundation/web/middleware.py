"""What surrounds every request: headers that protect, views that are closed, errors that speak."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from onewindow.foundation.access import api as access
from onewindow.foundation.web import error_pages
from onewindow.foundation.web.content_policy import PERMISSIONS, content_policy
from onewindow.kernel.errors import NotAllowed, OnewindowError

GetResponse = Callable[[HttpRequest], HttpResponse]
_POLICY = content_policy()


class SecurityHeaders:
    """Sets what browsers need to know on every response, files and errors too. Put it first.

    A view that set a header itself keeps it. HSTS and nosniff are Django's SecurityMiddleware's.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", _POLICY)
        headers.setdefault("Permissions-Policy", PERMISSIONS)
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith(settings.STATIC_URL):
            headers.setdefault("Cache-Control", "no-store" if _known(request) else "private, no-cache")
        return response


def _known(request: HttpRequest) -> bool:
    """Whether the answer may hold what only this person should see (ASVS 14.3.2)."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers


class ListedViewsOnly:
    """Keeps a view that nobody listed closed, and turns our errors into pages and problem documents.

    Put it last, so that sessions, languages and accounts are known.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            # Django and the API answer this one with a bare line.
            spoken = error_pages.of_status(request, HTTPStatus.METHOD_NOT_ALLOWED)
            spoken.headers["Allow"] = response.headers.get("Allow", "")
            return spoken
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, object]
    ) -> HttpResponse | None:
        match = request.resolver_match
        try:
            access.admit(request=request, view=view, url_name=match.view_name if match else "", kwargs=kwargs)
        except NotAllowed as refusal:
            return error_pages.of_error(request, refusal)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OnewindowError):
            return error_pages.of_error(request, exception)
        if isinstance(exception, error_pages.NO_DATABASE):
            return error_pages.not_ready(request)
        return None
