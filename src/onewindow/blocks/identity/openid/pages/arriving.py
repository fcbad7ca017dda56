"""The authorisation endpoint: a system sends somebody here, and they go back with a code or an error."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from onewindow.blocks.identity import limits
from onewindow.blocks.identity.openid import (
    asking,
    authenticated,
    consents,
    deciding,
    grants,
    systems,
    visits,
    waiting,
)
from onewindow.blocks.identity.openid.app_settings import issuer
from onewindow.blocks.identity.openid.errors import Refusal, RequestNotSound
from onewindow.blocks.identity.openid.models import KeptRequest, System
from onewindow.blocks.identity.openid.parameters import single
from onewindow.blocks.identity.openid.subjects import subject_of
from onewindow.blocks.identity.openid.types import Asked
from onewindow.foundation.access.api import guard
from onewindow.foundation.web import api as web
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import N_, Phrase

STEP_UP = "/sign-in/step-up/"
_WAITING = limits.Limit("openid-waiting", 600, timedelta(minutes=1), "network")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A request on its way to its answer.

    :param row: where it is kept, once it has to wait.
    """

    system: System
    parameters: dict[str, str]
    asked: Asked
    pushed: bool
    row: KeptRequest | None = None
    key: str = ""


@csrf_exempt
@guard("public")
@require_http_methods(["GET", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """A request of a system (OpenID Connect Core §3.1.2)."""
    if request.method == "POST":
        # Browsers send no cookie of ours with a form of another site; with the link they do.
        return HttpResponseRedirect(f"{request.path}?{request.POST.urlencode()}", status=303)
    try:
        parameters = single(request.GET)
    except Refusal as refusal:
        raise RequestNotSound(reason=Phrase(refusal.description)) from refusal
    parameters, pushed = _with_pushed(parameters)
    system = asking.system_asking(parameters)
    try:
        asked = asking.read_request(parameters, system, pushed=pushed, at=clock.now())
    except Refusal as refusal:
        return _back(parameters, refusal.error, refusal.description)
    return go_on(request, Arrival(system, parameters, asked, pushed))


@guard("public")
@require_GET
def continue_(request: HttpRequest, key: str) -> HttpResponse:
    """After a sign-in: a page that leads on by itself.

    Browsers hold the redirects after a form to the form's policy. This page ends that chain, so that the way
    back to the system is a link and no part of the form's answer (CSP Level 3 §6.4.1).
    """
    row = waiting.kept(key)
    context = {"name": row.system.name.in_language(web.page_language()), "next": resume_path(key)}
    return web.render(request, "openid/continue.html", context)


@guard("public")
@require_GET
def resume(request: HttpRequest, key: str) -> HttpResponse:
    """Go on with a request that waited."""
    return go_on(request, arrival_of(key))


def arrival_of(key: str) -> Arrival:
    """A request that waits. Its rules are read again: the system's terms may have changed meanwhile.

    :raises RequestOver: it was answered, or took too long.
    """
    row = waiting.kept(key)
    parameters = dict(row.parameters)
    system = asking.system_asking(parameters)
    try:
        asked = asking.read_request(parameters, system, pushed=row.pushed, at=row.created_at)
    except Refusal as refusal:
        raise RequestNotSound(reason=Phrase(refusal.description)) from refusal
    return Arrival(system, parameters, asked, row.pushed, row, key)


def go_on(request: HttpRequest, arrival: Arrival, *, consented_now: bool = False) -> HttpResponse:
    """Lead to what is lacking, or answer."""
    known = _known(request, arrival, consented_now=consented_now)
    step = deciding.next_step(arrival.asked, known)
    if step == "answer":
        return _answer(request, arrival)
    if arrival.asked.silent:
        return _back(arrival.parameters, deciding.REFUSALS[step])
    return HttpResponseRedirect(_way(request, arrival, step))


def _way(request: HttpRequest, arrival: Arrival, step: deciding.Step) -> str:
    """Where the person does what is lacking; the request waits for them meanwhile."""
    key = arrival.key or _keep(request, arrival)
    if step == "consent":
        return reverse("openid:consent", kwargs={"key": key})
    after = urlencode({"next": reverse("openid:continue", kwargs={"key": key})})
    if step == "sign-in":
        return f"{reverse('account_login')}?{after}"
    if step == "stronger":
        return f"{STEP_UP}?level={arrival.asked.assurance}&{after}"
    account = authenticated.account_of(request)
    # Somebody else is meant, or there is nothing to show again: out, and in again.
    if arrival.asked.subject or account is None or not account.has_usable_password():
        return reverse("openid:again", kwargs={"key": key})
    return f"{reverse('account_reauthenticate')}?{after}"


def _keep(request: HttpRequest, arrival: Arrival) -> str:
    limits.take(request, [_WAITING])
    return waiting.keep(arrival.system, arrival.parameters, pushed=arrival.pushed, at=arrival.asked.asked_at)


def refuse(arrival: Arrival) -> HttpResponse:
    """The person does not want to."""
    if arrival.row is not None:
        waiting.answered(arrival.row)
    return _back(arrival.parameters, "access_denied", "the person refused")


def resume_path(key: str) -> str:
    """Where a request that waited goes on."""
    return reverse("openid:resume", kwargs={"key": key})


def _with_pushed(parameters: dict[str, str]) -> tuple[dict[str, str], bool]:
    """What was pushed stands for what the browser carries: of that only who asks is read (RFC 9126 §4)."""
    if "request_uri" not in parameters:
        return parameters, False
    system = systems.open_system(parameters.get("client_id", ""))
    try:
        return waiting.take_pushed(parameters["request_uri"], client_id=system.client_id), True
    except Refusal as refusal:
        raise RequestNotSound(reason=N_("what it announced is unknown, used or over")) from refusal


def _known(request: HttpRequest, arrival: Arrival, *, consented_now: bool) -> deciding.Known:
    account = authenticated.account_of(request)
    if account is None:
        return deciding.Known(how=None)
    consented = consents.covers(account, arrival.system, arrival.asked.scopes)
    return deciding.Known(
        how=authenticated.signed_in_as(request, account),
        subject=subject_of(account=account, system=arrival.system) if arrival.asked.subject else "",
        consented=consented,
        consented_now=consented and consented_now,
        told=consented and arrival.system.trusted,
    )


def _answer(request: HttpRequest, arrival: Arrival) -> HttpResponse:
    account = authenticated.account_of(request)
    assert account is not None, "next_step asks for somebody first"
    with transaction.atomic():
        if arrival.row is not None:
            waiting.answered(arrival.row)
        code = grants.begin(
            asked=arrival.asked,
            system=arrival.system,
            visit=visits.visit_of(request, account),
            how=authenticated.signed_in_as(request, account),
        )
    return _to(arrival.parameters, {"code": code})


def _back(parameters: dict[str, str], error: str, description: str = "") -> HttpResponse:
    said = {"error": error, "error_description": description}
    return _to(parameters, {name: text for name, text in said.items() if text})


def _to(parameters: dict[str, str], answer: dict[str, str]) -> HttpResponse:
    """Back to the system, with who answers (RFC 9207), so that it is never taken for another provider's."""
    if "state" in parameters:
        answer["state"] = parameters["state"]
    address = parameters["redirect_uri"]
    query = urlencode({**answer, "iss": issuer()})
    response = HttpResponseRedirect(f"{address}{'&' if '?' in address else '?'}{query}", status=303)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
