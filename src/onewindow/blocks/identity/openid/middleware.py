"""Sees a session end, or change its id, in the request that did it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from onewindow.blocks.identity.openid import leaving, visits


class SessionsOfSystems:
    """Stands after the middleware that knows the account. What ends elsewhere ``leaving.end_lost`` finds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = _sid(request)
        response = self.get_response(request)
        if before:
            _follow(request, before)
        return response


def _sid(request: HttpRequest) -> str:
    """Asked only where there is a session already: a visitor's page costs nothing more."""
    return str(request.session.get(visits.SID, "")) if request.session.session_key else ""


def _follow(request: HttpRequest, before: str) -> None:
    if request.session.get(visits.SID) != before:
        leaving.end_visit(before)
        return
    key = request.session.session_key or ""
    if request.session.get(visits.KEY) != key:
        request.session[visits.KEY] = key
        visits.moved(before, session_key=key)
