"""An agency's administrator appoints its officers, and says who covers for whom."""

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from onewindow.blocks.identity import queries
from onewindow.blocks.identity.administration import appointing, covering
from onewindow.blocks.identity.administration.who import ADMINISTRATOR
from onewindow.blocks.identity.errors import AccountUnknown, DayNotValid
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import Rule
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import Crumb, ErrorSummary, FieldView, Option
from onewindow.kernel.errors import OnewindowError

RULE = access.declare_rule(
    rule=Rule(
        name="agency-administrator",
        kinds=frozenset({"officer"}),
        roles=frozenset({ADMINISTRATOR}),
        assurance="substantial",
    )
)


@guard("agency-administrator")
@require_http_methods(["GET", "POST"])
def officers(request: HttpRequest, agency: str) -> HttpResponse:
    """Who holds which post; appoint somebody."""
    if request.method == "GET":
        return _page(request, agency, ErrorSummary())
    try:
        appointing.appoint(
            access.actor_of(request=request),
            agency=agency,
            office=request.POST.get("office", ""),
            role=request.POST.get("role", ""),
            account=_account(request.POST.get("email", "")),
        )
    except OnewindowError as problem:
        return _page(request, agency, web.error_summary(error=problem), status=422)
    return _back(agency)


@guard("agency-administrator")
@require_POST
def end(request: HttpRequest, agency: str, appointment: int) -> HttpResponse:
    """Take a post back."""
    appointing.end_appointment(access.actor_of(request=request), agency=agency, appointment=appointment)
    return _back(agency)


@guard("agency-administrator")
@require_http_methods(["POST"])
def absence(request: HttpRequest, agency: str) -> HttpResponse:
    """Let one cover for another."""
    try:
        covering.arrange_absence(
            access.actor_of(request=request),
            agency=agency,
            absent=request.POST.get("absent", ""),
            substitute=request.POST.get("substitute", ""),
            first_day=_day(request, "first_day"),
            last_day=_day(request, "last_day"),
        )
    except OnewindowError as problem:
        return _page(request, agency, web.error_summary(error=problem), status=422)
    return _back(agency)


@guard("agency-administrator")
@require_POST
def back_again(request: HttpRequest, agency: str, absence: int) -> HttpResponse:
    """The officer is back."""
    covering.cancel_absence(access.actor_of(request=request), agency=agency, absence=absence)
    return _back(agency)


def _back(agency: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("identity:officers", kwargs={"agency": agency}))


def _account(email: str) -> str:
    found = queries.account_by_email(email.strip())
    if found is None:
        raise AccountUnknown(field="email", account=email.strip()[:100])
    return found.account


def _day(request: HttpRequest, name: str) -> date:
    parts = [request.POST.get(f"{name}/{part}", "").strip() for part in ("year", "month", "day")]
    try:
        return date(*(int(part) for part in parts))
    except ValueError as problem:
        raise DayNotValid(field=name) from problem


def _page(request: HttpRequest, agency: str, errors: ErrorSummary, status: int = 200) -> HttpResponse:
    language = get_language() or "en"
    places = queries.offices_of(agency)
    offices = {row.slug: row.name.in_language(language) for row in places}
    roles = {row.slug: row.name.in_language(language) for row in queries.roles()}
    open_now = {row.slug: offices[row.slug] for row in places if not row.closed}
    of_agency = {row.slug: roles[row.slug] for row in queries.roles() if row.agency in ("", agency)}
    held = queries.appointments_of(agency)
    name = queries.agency(agency).name.in_language(language)
    context = {
        "agency": agency,
        "agency_name": name,
        "held": [(row, offices[row.office], roles[row.role]) for row in held],
        "absences": queries.absences_of(agency),
        "appoint_fields": _appoint_fields(request, errors, open_now, of_agency),
        "absence_fields": _absence_fields(request, errors, {row.account: row.name for row in held}),
        "errors": errors,
        "crumbs": [Crumb(_("Your account"), "/account/"), Crumb(name)],
    }
    return web.render(request, "identity/officers.html", context, status=status)


def _choice(
    request: HttpRequest, errors: ErrorSummary, name: str, label: str, options: dict[str, str]
) -> FieldView:
    return FieldView(
        name=name,
        kind="choice",
        label=label,
        value=request.POST.get(name, ""),
        options=tuple(Option(value=value, label=text) for value, text in options.items()),
        error=errors.of(name),
    )


def _appoint_fields(
    request: HttpRequest, errors: ErrorSummary, offices: dict[str, str], roles: dict[str, str]
) -> tuple[FieldView, ...]:
    email = FieldView(
        name="email",
        kind="email",
        label=_("Email address of the account"),
        value=request.POST.get("email", ""),
        error=errors.of("email"),
        autocomplete="off",
    )
    return (
        email,
        _choice(request, errors, "office", _("Office"), offices),
        _choice(request, errors, "role", _("Role"), roles),
    )


def _absence_fields(
    request: HttpRequest, errors: ErrorSummary, people: dict[str, str]
) -> tuple[FieldView, ...]:
    days = tuple(
        FieldView(
            name=name,
            kind="date",
            label=label,
            value={part: request.POST.get(f"{name}/{part}", "") for part in ("year", "month", "day")},
            error=errors.of(name),
        )
        for name, label in (("first_day", _("First day")), ("last_day", _("Last day")))
    )
    return (
        _choice(request, errors, "absent", _("Who is absent"), people),
        _choice(request, errors, "substitute", _("Who covers"), people),
        *days,
    )
