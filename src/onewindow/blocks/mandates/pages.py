"""Choose whom to act for; grant, accept and end mandates."""

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onewindow.blocks.identity import api as identity
from onewindow.blocks.mandates import api
from onewindow.blocks.mandates.errors import AgentUnknown, DayNotValid
from onewindow.blocks.mandates.types import ALL_SCOPES, GrantedView, Mandate
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import Actor
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import Crumb, ErrorSummary, FieldView, Option, Tag
from onewindow.kernel.errors import N_, OnewindowError
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference

SCOPE_NAMES = {
    "trade": N_("Foreign trade"),
    "tax": N_("Taxes"),
    "building": N_("Building permits"),
    "documents": N_("Certificates and extracts"),
    ALL_SCOPES: N_("Everything"),
}
_STATES = {
    "offered": (N_("Waits for an answer"), "yellow"),
    "active": (N_("In force"), "green"),
    "ended": (N_("Ended"), "grey"),
}
_CURRENCY = "TND"


@guard("person")
@require_http_methods(["GET", "POST"])
def acting_for(request: HttpRequest) -> HttpResponse:
    """Whom the person may act for; the choice stays until another is made or they sign out."""
    actor = access.actor_of(request=request)
    rights = api.principals_of(actor=actor)
    if request.method == "POST":
        _choose(request, rights, request.POST.get("right", ""))
        return HttpResponseRedirect(web.safe_next(request, request.POST.get("next", "")))
    now = f"{actor.acting_for} {actor.basis}" if actor.acting_for else ""
    options = [(_value(right), *_described(right)) for right in rights]
    context = {"options": options, "now": now, "next": request.GET.get("next", "")}
    return web.render(request, "mandates/acting_for.html", context)


def _value(right: Mandate) -> str:
    return f"{right.principal} {right.basis}" if right.basis else ""


def _described(right: Mandate) -> tuple[str, str]:
    if right.kind == "self":
        return right.principal_name, _("Yourself")
    scopes = ", ".join(_(SCOPE_NAMES.get(scope, scope)) for scope in sorted(right.scopes))
    if right.kind == "representative":
        return right.principal_name, _("You represent this company: %(scopes)s") % {"scopes": scopes}
    return right.principal_name, _("By mandate: %(scopes)s") % {"scopes": scopes}


def _choose(request: HttpRequest, rights: tuple[Mandate, ...], value: str) -> None:
    chosen = next((right for right in rights if _value(right) == value), None)
    if chosen is None:
        raise identity.BasisDoesNotStand()
    if chosen.kind == "self":
        identity.act_for_self(request=request)
    else:
        identity.act_for(
            request=request,
            principal=chosen.principal,
            basis=chosen.basis,
            name=chosen.principal_name,
        )


@guard("person")
@require_GET
def mandates(request: HttpRequest) -> HttpResponse:
    """What one's side granted and received."""
    actor = access.actor_of(request=request)
    mine = _parties(actor)
    found = api.mandates_of(actor=actor)
    context = {
        "granted": [_shown(each) for each in found if each.principal in mine],
        "received": [_shown(each) for each in found if each.agent in mine],
        "crumbs": [Crumb(_("Your account"), "/account/"), Crumb(_("Mandates"))],
    }
    return web.render(request, "mandates/mandates.html", context)


@guard("person")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Offer a mandate to a company or a person."""
    actor = access.actor_of(request=request)
    if request.method == "GET":
        return _new_page(request, actor, ErrorSummary())
    try:
        made = api.grant(
            actor=actor,
            principal=_principal(request, actor),
            agent=_agent(request.POST.get("agent", "")),
            scopes=request.POST.getlist("scopes"),
            limit=_limit(request.POST.get("limit", "")),
            last_day=_last_day(request),
        )
    except OnewindowError as problem:
        return _new_page(request, actor, web.error_summary(error=problem), status=422)
    return HttpResponseRedirect(reverse("mandates:mandate", kwargs={"code": made.code}))


@guard("person")
@require_GET
def mandate(request: HttpRequest, code: str) -> HttpResponse:
    """One mandate, and what can be done with it."""
    actor = access.actor_of(request=request)
    found = api.mandate(actor=actor, code=code)
    mine = _parties(actor)
    context = {
        **_shown(found),
        "may_accept": found.state == "offered" and found.agent in mine,
        "may_end": found.state != "ended",
        "is_principal": found.principal in mine,
        "crumbs": [Crumb(_("Mandates"), reverse("mandates:mandates")), Crumb(found.code)],
    }
    return web.render(request, "mandates/mandate.html", context)


@guard("person")
@require_POST
def accept(request: HttpRequest, code: str) -> HttpResponse:
    """Accept it."""
    api.accept(actor=access.actor_of(request=request), code=code)
    return HttpResponseRedirect(reverse("mandates:mandate", kwargs={"code": code}))


@guard("person")
@require_POST
def end(request: HttpRequest, code: str) -> HttpResponse:
    """Decline, revoke or give back."""
    api.end(actor=access.actor_of(request=request), code=code, reason=request.POST.get("reason", ""))
    return HttpResponseRedirect(reverse("mandates:mandate", kwargs={"code": code}))


def _parties(actor: Actor) -> set[Reference]:
    rights = api.principals_of(actor=actor)
    return {right.principal for right in rights if right.kind != "mandate"}


def _shown(mandate: GrantedView) -> dict[str, object]:
    text, colour = _STATES[mandate.state]
    return {
        "mandate": mandate,
        "tag": Tag(_(text), colour),  # type: ignore[arg-type]
        "scopes": ", ".join(_(SCOPE_NAMES.get(scope, scope)) for scope in mandate.scopes),
    }


def _principal(request: HttpRequest, actor: Actor) -> Reference:
    asked = request.POST.get("principal", "")
    rights = api.principals_of(actor=actor, scope=ALL_SCOPES)
    found = next((right.principal for right in rights if right.principal.text == asked), None)
    if found is None:
        raise api.MayNotGrant(field="principal", principal=asked[:200])
    return found


def _agent(text: str) -> Reference:
    """A tax number has a letter at its end; a national number has none."""
    key = "".join(text.split()).upper()
    register = "people" if key.isdigit() else "companies"
    try:
        return Reference.of("register", register, key)
    except OnewindowError as problem:
        raise AgentUnknown(field="agent", agent=text[:80]) from problem


def _limit(text: str) -> Money | None:
    try:
        return Money.of(text.replace(" ", "").replace(",", "."), _CURRENCY) if text.strip() else None
    except OnewindowError as problem:
        problem.field = "limit"
        raise


def _last_day(request: HttpRequest) -> date | None:
    parts = [request.POST.get(f"last_day/{part}", "").strip() for part in ("year", "month", "day")]
    if not any(parts):
        return None
    try:
        return date(*(int(part) for part in parts))
    except ValueError as problem:
        raise DayNotValid(field="last_day") from problem


def _new_page(request: HttpRequest, actor: Actor, errors: ErrorSummary, status: int = 200) -> HttpResponse:
    rights = [right for right in api.principals_of(actor=actor, scope=ALL_SCOPES) if right.kind != "mandate"]
    context = {
        "errors": errors,
        "views": _new_fields(request, rights, errors),
        "crumbs": [Crumb(_("Mandates"), reverse("mandates:mandates")), Crumb(_("Grant a mandate"))],
    }
    return web.render(request, "mandates/new.html", context, status=status)


def _new_fields(request: HttpRequest, rights: list[Mandate], errors: ErrorSummary) -> tuple[FieldView, ...]:
    sent = request.POST
    return (
        FieldView(
            name="principal",
            kind="choice",
            label=_("Who is acted for?"),
            value=sent.get("principal", rights[0].principal.text if len(rights) == 1 else ""),
            options=tuple(Option(value=r.principal.text, label=r.principal_name) for r in rights),
            error=errors.of("principal"),
        ),
        FieldView(
            name="agent",
            kind="text",
            label=_("Who may act?"),
            hint=_("The tax number of a company, such as 0982234D, or the national number of a person."),
            value=sent.get("agent", ""),
            error=errors.of("agent"),
            width=20,
        ),
        FieldView(
            name="scopes",
            kind="choices",
            label=_("What for?"),
            value=tuple(sent.getlist("scopes")),
            options=tuple(Option(value=scope, label=_(SCOPE_NAMES[scope])) for scope in api.SCOPES),
            error=errors.of("scopes"),
        ),
        FieldView(
            name="limit",
            kind="money",
            label=_("Up to what amount for one filing?"),
            value=sent.get("limit", ""),
            currency=_CURRENCY,
            required=False,
            error=errors.of("limit"),
        ),
        FieldView(
            name="last_day",
            kind="date",
            label=_("Until when?"),
            value={part: sent.get(f"last_day/{part}", "") for part in ("year", "month", "day")},
            required=False,
            error=errors.of("last_day"),
        ),
    )
