"""Grant, hand on, accept and end mandates; see and keep their signatures."""

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onewindow.blocks.mandates import api, offers
from onewindow.blocks.mandates.pages import words
from onewindow.blocks.mandates.types import ALL_SCOPES, GrantedView, Mandate
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import Actor
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import Crumb, ErrorSummary, FieldView, Option, Tag, TagColour
from onewindow.kernel.errors import N_, OnewindowError
from onewindow.kernel.reference import Reference

_STATES: Final[dict[str, tuple[str, TagColour]]] = {
    "signing": (N_("Waits for signatures"), "yellow"),
    "offered": (N_("Waits for an answer"), "yellow"),
    "active": (N_("In force"), "green"),
    "ended": (N_("Ended"), "grey"),
}


@guard("person")
@require_GET
def mandates(request: HttpRequest) -> HttpResponse:
    """What one's side granted and received, and what waits for one's signature."""
    actor = access.actor_of(request=request)
    sides = _sides(actor)
    mine = {right.principal for right in sides}
    found = api.mandates_of(actor=actor)
    companies = [right for right in sides if right.kind == "representative" and right.covers(ALL_SCOPES)]
    context = {
        "granted": [_shown(each) for each in found if each.principal in mine],
        "received": [_shown(each) for each in found if each.agent in mine],
        "companies": [group[0] for group in api.by_principal(rights=companies)],
        "to_sign": api.acts_of(actor=actor),
        "crumbs": [Crumb(_("Your account"), "/account/"), Crumb(_("Mandates"))],
    }
    return web.render(request, "mandates/mandates.html", context)


@guard("representative")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Offer a mandate to a company or a person, or hand a part of one on."""
    actor = access.actor_of(request=request)
    parent = _parent(request, actor)
    if request.method == "GET":
        return _new_page(request, actor, parent, ErrorSummary())
    try:
        terms = words.terms_of(request)
        made = api.grant(
            actor=actor,
            principal=parent.principal if parent else _principal(request, actor),
            agent=words.agent_of(request.POST.get("agent", "")),
            scopes=terms.scopes,
            services=terms.services,
            agencies=terms.agencies,
            limit=terms.limit,
            total=terms.total,
            first_day=terms.first_day,
            last_day=terms.last_day,
            may_delegate=request.POST.get("may_delegate") == "yes",
            parent=parent.code if parent else "",
            pin=request.POST.get("pin", ""),
            sign_later=request.POST.get("with") == "own",
        )
    except OnewindowError as problem:
        return _new_page(request, actor, parent, web.error_summary(error=problem), status=422)
    return _to(made.code)


@guard("person")
@require_GET
def mandate(request: HttpRequest, code: str) -> HttpResponse:
    """One mandate, and what can be done with it."""
    return _mandate_page(request, code, ErrorSummary())


def _mandate_page(request: HttpRequest, code: str, errors: ErrorSummary, status: int = 200) -> HttpResponse:
    actor = access.actor_of(request=request)
    found = api.mandate(actor=actor, code=code)
    mine = {right.principal for right in _sides(actor)}
    context = {
        **_shown(found),
        "may_accept": found.state == "offered" and found.agent in mine,
        "may_end": found.state != "ended",
        "may_hand_on": found.state == "active" and found.may_delegate and found.agent in mine,
        "is_principal": found.principal in mine,
        "signatures": api.signatures_of(actor=actor, code=code),
        "can_sign": api.can_sign(actor=actor),
        "may_sign": found.principal in mine and api.waits_for_own_signature(actor=actor, code=code),
        "errors": errors,
        "pin": words.pin_field(errors),
        "signature": words.own_signature_field(errors),
        "ending": words.own_signature_field(errors, "ending"),
        "reason": request.POST.get("reason", "")[:500],
        "crumbs": [Crumb(_("Mandates"), reverse("mandates:mandates")), Crumb(found.code)],
    }
    return web.render(request, "mandates/mandate.html", context, status=status)


@guard("person")
@require_GET
def signatures(request: HttpRequest, code: str) -> HttpResponse:
    """The signatures as a file, to be verified with any tool that knows JWS."""
    actor = access.actor_of(request=request)
    found = api.signatures_of(actor=actor, code=code)
    return words.signatures_file("mandate", code, found)


@guard("representative")
@require_GET
def to_sign(request: HttpRequest, code: str) -> HttpResponse:
    """What one's side signs next, for a program of one's own."""
    ending = request.GET.get("ending") == "yes"
    found = api.to_sign(actor=access.actor_of(request=request), code=code, ending=ending)
    return words.statement_file(found, f"{code}.json")


@guard("representative")
@require_POST
def sign(request: HttpRequest, code: str) -> HttpResponse:
    """Send the signature of one's own program under a mandate that was written down to be signed so."""
    try:
        api.sign_granted(actor=access.actor_of(request=request), code=code, own=words.own_signature(request))
    except api.MandateUnknown:
        raise
    except OnewindowError as problem:
        return _mandate_page(request, code, web.error_summary(error=problem), status=422)
    return _to(code)


@guard("representative")
@require_POST
def accept(request: HttpRequest, code: str) -> HttpResponse:
    """Accept it, with one's signature."""
    own = words.own_signature(request)
    try:
        api.accept(
            actor=access.actor_of(request=request), code=code, pin=request.POST.get("pin", ""), own=own
        )
    except api.MandateUnknown:
        raise
    except OnewindowError as problem:
        return _mandate_page(request, code, web.error_summary(error=problem), status=422)
    return _to(code)


@guard("person")
@require_POST
def end(request: HttpRequest, code: str) -> HttpResponse:
    """Decline, revoke or give back; with a signature, where one's own program made one."""
    reason, own = request.POST.get("reason", ""), words.own_signature(request, "ending")
    try:
        api.end(actor=access.actor_of(request=request), code=code, reason=reason, own=own)
    except api.OwnSignatureNotGood as problem:
        problem.field = "ending"
        return _mandate_page(request, code, web.error_summary(error=problem), status=422)
    return _to(code)


def _to(code: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("mandates:mandate", kwargs={"code": code}))


def _sides(actor: Actor) -> list[Mandate]:
    """Whom the actor stands for without a mandate."""
    rights = api.principals_of(actor=actor, wards=False)
    return [right for right in rights if right.kind in ("self", "representative")]


def _shown(mandate: GrantedView) -> dict[str, object]:
    text, colour = _STATES[mandate.state]
    return {
        "mandate": mandate,
        "tag": Tag(_(text), colour),
        "scopes": words.scope_names(mandate.scopes),
        "narrower": words.narrower_names(mandate),
    }


def _parent(request: HttpRequest, actor: Actor) -> GrantedView | None:
    """The mandate of which a part is handed on, where the address names one."""
    code = request.GET.get("parent", "")
    return api.mandate(actor=actor, code=code) if code else None


def _principal(request: HttpRequest, actor: Actor) -> Reference:
    asked = request.POST.get("principal", "")
    found = next((right.principal for right in _sides(actor) if right.principal.text == asked), None)
    if found is None:
        raise api.MayNotGrant(field="principal", principal=asked[:200])
    return found


def _new_page(
    request: HttpRequest, actor: Actor, parent: GrantedView | None, errors: ErrorSummary, status: int = 200
) -> HttpResponse:
    context = {
        "errors": errors,
        "parent": parent,
        "can_sign": api.can_sign(actor=actor),
        "views": _new_fields(request, actor, parent, errors),
        "crumbs": [Crumb(_("Mandates"), reverse("mandates:mandates")), Crumb(_("Grant a mandate"))],
    }
    return web.render(request, "mandates/new.html", context, status=status)


def _new_fields(
    request: HttpRequest, actor: Actor, parent: GrantedView | None, errors: ErrorSummary
) -> tuple[FieldView, ...]:
    agent = FieldView(
        name="agent",
        kind="text",
        label=_("Who may act?"),
        hint=_("The tax number of a company, such as 0982234D, or the national number of a person."),
        value=request.POST.get("agent", ""),
        error=errors.of("agent"),
        width=20,
    )
    hand_on = FieldView(
        name="may_delegate",
        kind="yes_no",
        label=_("May they hand a part of it on to others?"),
        value=request.POST.get("may_delegate", "no"),
        error=errors.of("may_delegate"),
    )
    asked = () if parent else (_principal_field(request, actor, errors),)
    scopes = tuple(parent.scopes) if parent and ALL_SCOPES not in parent.scopes else offers.scopes()
    terms = words.terms_fields(request, errors, scopes)
    return (*asked, agent, *terms, hand_on, words.pin_field(errors))


def _principal_field(request: HttpRequest, actor: Actor, errors: ErrorSummary) -> FieldView:
    sides = api.by_principal(rights=[right for right in _sides(actor) if right.covers(ALL_SCOPES)])
    rights = [group[0] for group in sides]
    alone = rights[0].principal.text if len(rights) == 1 else ""
    return FieldView(
        name="principal",
        kind="choice",
        label=_("Who is acted for?"),
        value=request.POST.get("principal", alone),
        options=tuple(Option(value=r.principal.text, label=r.principal_name) for r in rights),
        error=errors.of("principal"),
    )
