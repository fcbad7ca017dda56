"""An agency's administrator keeps its offices and roles, and says which duties stay apart."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from onewindow.blocks.identity import queries
from onewindow.blocks.identity.administration import duties, places
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import Crumb, ErrorSummary, FieldView, Option
from onewindow.kernel.errors import OnewindowError


@guard("agency-administrator")
@require_http_methods(["GET", "POST"])
def offices(request: HttpRequest, agency: str) -> HttpResponse:
    """The offices and roles of the agency; open an office."""
    if request.method == "GET":
        return _offices_page(request, agency, ErrorSummary())
    try:
        places.open_office(
            access.actor_of(request=request),
            agency=agency,
            office=request.POST.get("office", "").strip(),
            names=_names(request),
            address=request.POST.get("address", ""),
        )
    except OnewindowError as problem:
        return _offices_page(request, agency, web.error_summary(error=problem), status=422)
    return _to("offices", agency)


@guard("agency-administrator")
@require_POST
def close_office(request: HttpRequest, agency: str, place: str) -> HttpResponse:
    """Close an office. It is not called ``office`` here: the rule would ask for a post in that very one."""
    try:
        places.close_office(access.actor_of(request=request), agency=agency, office=place)
    except OnewindowError as problem:
        return _offices_page(request, agency, web.error_summary(error=problem), status=422)
    return _to("offices", agency)


@guard("agency-administrator")
@require_POST
def make_role(request: HttpRequest, agency: str) -> HttpResponse:
    """Make a role of the agency."""
    try:
        places.make_role(
            access.actor_of(request=request),
            agency=agency,
            role=request.POST.get("role", "").strip(),
            names=_names(request),
        )
    except OnewindowError as problem:
        return _offices_page(request, agency, web.error_summary(error=problem), status=422)
    return _to("offices", agency)


@guard("agency-administrator")
@require_http_methods(["GET", "POST"])
def apart(request: HttpRequest, agency: str) -> HttpResponse:
    """Which roles are kept apart; keep two more apart."""
    if request.method == "GET":
        return _apart_page(request, agency, ErrorSummary())
    try:
        one, other = request.POST.get("one", ""), request.POST.get("other", "")
        duties.keep_apart(access.actor_of(request=request), agency=agency, one=one, other=other)
    except OnewindowError as problem:
        return _apart_page(request, agency, web.error_summary(error=problem), status=422)
    return _to("apart", agency)


@guard("agency-administrator")
@require_POST
def let_together(request: HttpRequest, agency: str, pair: int) -> HttpResponse:
    """Let two roles of the agency stand together again."""
    duties.let_together(access.actor_of(request=request), agency=agency, pair=pair)
    return _to("apart", agency)


def _to(name: str, agency: str) -> HttpResponse:
    return HttpResponseRedirect(reverse(f"identity:{name}", kwargs={"agency": agency}))


def _names(request: HttpRequest) -> dict[str, str]:
    return {language: request.POST.get(f"name_{language}", "") for language in ("en", "fr", "ar")}


def _crumbs(agency: str, here: str) -> list[Crumb]:
    name = queries.agency(agency).name.in_language(get_language() or "en")
    officers = reverse("identity:officers", kwargs={"agency": agency})
    return [Crumb(_("Your account"), "/account/"), Crumb(name, officers), Crumb(here)]


def _offices_page(request: HttpRequest, agency: str, errors: ErrorSummary, status: int = 200) -> HttpResponse:
    language = get_language() or "en"
    roles = [row for row in queries.roles() if row.agency == agency]
    of_role = "role" in request.POST
    context = {
        "agency": agency,
        "offices": [(row, row.name.in_language(language)) for row in queries.offices_of(agency)],
        "roles": [(row.slug, row.name.in_language(language)) for row in roles],
        "office_fields": _place_fields(request, errors, "office", shown=not of_role),
        "role_fields": _place_fields(request, errors, "role", shown=of_role),
        "errors": errors,
        "crumbs": _crumbs(agency, _("Offices and roles")),
    }
    return web.render(request, "identity/offices.html", context, status=status)


def _place_fields(
    request: HttpRequest, errors: ErrorSummary, what: str, *, shown: bool
) -> tuple[FieldView, ...]:
    """The questions about an office or a role; what was typed stays in the form that it was typed into."""

    def text(name: str, label: str, hint: str = "", *, required: bool = True) -> FieldView:
        return FieldView(
            name=name,
            kind="text",
            label=label,
            hint=hint,
            value=request.POST.get(name, "") if shown else "",
            error=errors.of(name) if shown else "",
            required=required,
        )

    hint = _("Small letters without accents, digits and hyphens. It cannot be changed later.")
    fields = (
        text(what, _("Short name"), hint),
        text("name_en", _("Name in English")),
        text("name_fr", _("Name in French"), required=False),
        text("name_ar", _("Name in Arabic"), required=False),
    )
    return (*fields, text("address", _("Address"), required=False)) if what == "office" else fields


def _apart_page(request: HttpRequest, agency: str, errors: ErrorSummary, status: int = 200) -> HttpResponse:
    language = get_language() or "en"
    names = {
        row.slug: row.name.in_language(language) for row in queries.roles() if row.agency in ("", agency)
    }
    options = tuple(Option(value=slug, label=name) for slug, name in names.items())
    context = {
        "agency": agency,
        "pairs": [
            (pair, names.get(pair.one, pair.one), names.get(pair.other, pair.other))
            for pair in duties.pairs_of(agency)
        ],
        "views": tuple(
            FieldView(
                name=name,
                kind="code",
                label=label,
                value=request.POST.get(name, ""),
                options=options,
                error=errors.of(name),
            )
            for name, label in (("one", _("One role")), ("other", _("The other role")))
        ),
        "errors": errors,
        "crumbs": _crumbs(agency, _("Duties kept apart")),
    }
    return web.render(request, "identity/apart.html", context, status=status)
