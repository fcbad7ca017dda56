"""The one page of this room: choosing a language."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from onewindow.foundation.access.api import guard
from onewindow.foundation.web.redirects import safe_next

ONE_YEAR = 365 * 24 * 60 * 60


@guard("public")
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember a language in a cookie and go back to where the person was."""
    response = HttpResponseRedirect(safe_next(request, request.POST.get("next", "")))
    tag = request.POST.get("language", "")
    if tag in dict(settings.LANGUAGES) and check_for_language(tag):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            tag,
            max_age=ONE_YEAR,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
