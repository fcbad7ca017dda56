"""An agency's administrator confirms its posts, one by one, or lets them end."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from onewindow.blocks.identity import queries
from onewindow.blocks.identity.administration import reviews as reviewing
from onewindow.blocks.identity.types import ReviewedPostView
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import Crumb, ErrorSummary, Tag, TagColour
from onewindow.kernel.errors import N_, OnewindowError

_ANSWERS: dict[str, tuple[str, TagColour]] = {
    "": (N_("Not answered yet"), "yellow"),
    "confirmed": (N_("Still needed"), "green"),
    "ended": (N_("Ended"), "grey"),
    "lapsed": (N_("Lapsed, nobody confirmed it"), "grey"),
    "kept": (N_("Kept: the last administrator"), "yellow"),
}


@guard("agency-administrator")
@require_http_methods(["GET", "POST"])
def reviews(request: HttpRequest, agency: str) -> HttpResponse:
    """The reviews of the agency, the running one first; begin one."""
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            reviewing.open_review(access.actor_of(request=request), agency=agency)
            return _back(agency)
        except OnewindowError as problem:
            errors = web.error_summary(error=problem)
    return _page(request, agency, errors, status=422 if errors else 200)


@guard("agency-administrator")
@require_POST
def answer(request: HttpRequest, agency: str, review: int, appointment: int) -> HttpResponse:
    """Confirm a post, or end it."""
    try:
        reviewing.answer(
            access.actor_of(request=request),
            agency=agency,
            review=review,
            appointment=appointment,
            keep=request.POST.get("keep") == "yes",
        )
    except OnewindowError as problem:
        return _page(request, agency, web.error_summary(error=problem), status=422)
    return _back(agency)


def _back(agency: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("identity:reviews", kwargs={"agency": agency}))


def _page(request: HttpRequest, agency: str, errors: ErrorSummary, status: int = 200) -> HttpResponse:
    language = get_language() or "en"
    found = reviewing.reviews_of(agency)
    name = queries.agency(agency).name.in_language(language)
    officers = reverse("identity:officers", kwargs={"agency": agency})
    context = {
        "agency": agency,
        "running": any(one.closed_at is None for one in found),
        "reviews": [(one, [_shown(post, language, agency) for post in one.posts]) for one in found],
        "errors": errors,
        "crumbs": [Crumb(_("Your account"), "/account/"), Crumb(name, officers), Crumb(_("Access reviews"))],
    }
    return web.render(request, "identity/reviews.html", context, status=status)


def _shown(post: ReviewedPostView, language: str, agency: str) -> tuple[ReviewedPostView, str, Tag]:
    roles = {row.slug: row.name.in_language(language) for row in queries.roles()}
    offices = {row.slug: row.name.in_language(language) for row in queries.offices_of(agency)}
    text, colour = _ANSWERS[post.answer]
    where = f"{roles.get(post.role, post.role)}, {offices.get(post.office, post.office)}"
    return post, where, Tag(_(text), colour)
