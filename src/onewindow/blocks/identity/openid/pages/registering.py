"""An agency's systems: asked for by its administrator, approved by a second person, closed by either."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onewindow.blocks.identity import queries
from onewindow.blocks.identity.openid import registering, systems
from onewindow.blocks.identity.openid.models import Proposal, System
from onewindow.blocks.identity.openid.pages.system_form import (
    EMPTY,
    field_views,
    posted,
    rows_of,
    terms_of_form,
)
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import Actor, Rule
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import Crumb, ErrorSummary
from onewindow.kernel.errors import OnewindowError

RULE = access.declare_rule(
    rule=Rule(
        name="agency-systems",
        kinds=frozenset({"officer"}),
        roles=registering.APPROVERS,
        assurance="substantial",
    )
)


@guard("agency-systems")
@require_GET
def overview(request: HttpRequest, agency: str) -> HttpResponse:
    """What there is, and what waits for a second person."""
    actor = access.actor_of(request=request)
    name = queries.agency(agency).name.in_language(web.page_language())
    context = {
        "agency": agency,
        "agency_name": name,
        "administers": actor.has_post(agency=agency, role=registering.ADMINISTRATOR),
        "proposals": [_proposal(row, actor) for row in systems.open_proposals(agency)],
        "systems": [_system(row) for row in systems.systems_of(agency)],
        "crumbs": [Crumb(_("Your account"), "/account/"), Crumb(name)],
    }
    return web.render(request, "openid/systems.html", context)


@guard("agency-administrator")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, agency: str) -> HttpResponse:
    """Ask for a system."""
    if request.method == "GET":
        return _form(request, agency, _("Ask for a system"), EMPTY, ErrorSummary())
    return _propose(request, agency, _("Ask for a system"), client_id=request.POST.get("client_id", ""))


@guard("agency-administrator")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, agency: str, client_id: str) -> HttpResponse:
    """Ask for a change; until it is approved, what was agreed holds."""
    system = systems.system_of(agency, client_id)
    title = _("Change %(name)s") % {"name": system.name.in_language(web.page_language())}
    if request.method == "GET":
        return _form(request, agency, title, posted(registering.terms_of_system(system)), ErrorSummary())
    return _propose(request, agency, title, client_id=client_id)


@guard("agency-systems")
@require_POST
def decide(request: HttpRequest, agency: str, client_id: str, proposal: int) -> HttpResponse:
    """The second person's yes or no."""
    approve = request.POST.get("answer") == "approve"
    registering.decide(access.actor_of(request=request), agency=agency, proposal=proposal, approve=approve)
    messages.success(request, _("It holds from now on.") if approve else _("It was refused."))
    return _back(agency)


@guard("agency-administrator")
@require_POST
def secret(request: HttpRequest, agency: str, client_id: str) -> HttpResponse:
    """Make a secret and show it this once."""
    made = registering.make_secret(access.actor_of(request=request), agency=agency, client_id=client_id)
    response = web.render(request, "openid/secret.html", {"secret": made, "back": _path(agency)})
    response["Cache-Control"] = "no-store"
    return response


@guard("agency-systems")
@require_POST
def close(request: HttpRequest, agency: str, client_id: str) -> HttpResponse:
    """Nobody signs in there any more, at once."""
    registering.close(access.actor_of(request=request), agency=agency, client_id=client_id)
    messages.success(request, _("Nobody can sign in there any more."))
    return _back(agency)


def _propose(request: HttpRequest, agency: str, title: str, *, client_id: str) -> HttpResponse:
    values = {name: request.POST.getlist(name) for name in EMPTY} | {"client_id": [client_id]}
    try:
        terms = terms_of_form(values)
        registering.propose(access.actor_of(request=request), agency=agency, terms=terms)
    except OnewindowError as problem:
        return _form(request, agency, title, values, web.error_summary(error=problem), status=422)
    messages.success(request, _("A second person has to approve it now."))
    return _back(agency)


def _form(
    request: HttpRequest,
    agency: str,
    title: str,
    values: dict[str, list[str]],
    errors: ErrorSummary,
    status: int = 200,
) -> HttpResponse:
    private = queries.agency(agency).level == "private"
    context = {
        "title": title,
        "views": field_views(values, errors, private=private),
        "errors": errors,
        "back": _path(agency),
    }
    return web.render(request, "openid/system.html", context, status=status)


def _proposal(row: Proposal, actor: Actor) -> dict[str, object]:
    terms = registering.terms_of(row.terms)
    where = {"agency": row.agency_id, "client_id": row.client_id, "proposal": row.pk}
    return {
        "name": terms.names.get(web.page_language(), terms.names["en"]),
        "rows": rows_of(terms),
        "asked_by": row.asked_by.name,
        "may_approve": row.asked_by.slug != actor.account,
        "decide": reverse("openid:decide", kwargs=where),
    }


def _system(row: System) -> dict[str, object]:
    where = {"agency": row.agency_id, "client_id": row.client_id}
    return {
        "name": row.name.in_language(web.page_language()),
        "rows": rows_of(registering.terms_of_system(row)),
        "closed": row.closed_at is not None,
        "change": reverse("openid:system", kwargs=where),
        "secret": reverse("openid:secret", kwargs=where) if row.way == "client_secret_basic" else "",
        "close": reverse("openid:close", kwargs=where),
    }


def _path(agency: str) -> str:
    return reverse("openid:systems", kwargs={"agency": agency})


def _back(agency: str) -> HttpResponse:
    return HttpResponseRedirect(_path(agency))
