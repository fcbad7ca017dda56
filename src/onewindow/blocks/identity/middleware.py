"""Sessions end: when nobody used them for a while, some hours after the sign-in, and when their person died.

Source: ASVS 5.0 7.3.1 and 7.3.2; NIST SP 800-63B-4 §2.2.3.
"""

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from onewindow.blocks.identity import arriving, devices, standing
from onewindow.blocks.identity.app_settings import ABSOLUTE_LIMIT, IDLE_LIMIT, SEEN_EVERY
from onewindow.kernel.clock import clock

SEEN = "seen_at"
BY_DEATH = "because=register"
"""What the page of a closed account is asked with, to say what the register says."""


class SessionLimits:
    """Signs out whoever came back too late. Stands after the middleware that knows the account."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = None
        if request.user.is_authenticated:
            before = request.session.session_key
            now = clock.now().timestamp()
            if standing.standing_of(request.user).died:
                return _ended_by_death(request)
            if _is_over(request, now):
                logout(request)
            elif now - request.session.get(SEEN, 0) > SEEN_EVERY.total_seconds():
                request.session[SEEN] = now
                devices.seen(request)
        response = self.get_response(request)
        if before is not None:
            devices.follow(request, before)
        arriving.leave_mark(request, response)
        return response


def _ended_by_death(request: HttpRequest) -> HttpResponse:
    """However they came in, and however far they had come: a page says why, and where to turn."""
    logout(request)
    return HttpResponseRedirect(f"{reverse('account_inactive')}?{BY_DEATH}", status=303)


def _is_over(request: HttpRequest, now: float) -> bool:
    seen = request.session.get(SEEN)
    if seen is not None and now - seen > IDLE_LIMIT.total_seconds():
        return True
    records = get_authentication_records(request, request.user)
    signed_in = records[0]["at"] if records else None
    return signed_in is not None and now - signed_in > ABSOLUTE_LIMIT.total_seconds()
