"""Opening an account: at a counter with four eyes, or with an electronic identity."""

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onewindow.blocks.identity import arriving, codes, limits, standing
from onewindow.blocks.identity.errors import DayNotValid, PersonHasAccount
from onewindow.blocks.identity.models import Account
from onewindow.blocks.identity.pages import rules  # noqa: F401 - declares the rules
from onewindow.blocks.identity.proofers import agency_of
from onewindow.blocks.identity.proofing import operations, people, queries
from onewindow.blocks.identity.proofing.proved import OPEN_ACCOUNT, Proved, proved_of
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import ErrorSummary, FieldView, Option, SummaryRow
from onewindow.kernel.errors import N_, NotAllowed, OnewindowError
from onewindow.kernel.reference import Reference

WAYS = {"counter": N_("At a counter"), "eid": N_("By an electronic identity"), "bank": N_("By a bank")}
STATES = {
    "waiting": N_("Waits for a second officer"), "confirmed": N_("Confirmed"), "refused": N_("Refused"),
    "undone": N_("Undone"),
}  # fmt: skip
_CARDS = {
    "identity-card": N_("Identity card"),
    "passport": N_("Passport"),
    "residence-card": N_("Residence card"),
}


@guard("proofer")
@require_http_methods(["GET", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """What waits for a second officer; ask for another."""
    actor = access.actor_of(request=request)
    agency, _way = agency_of(actor)
    if request.method == "GET":
        return _overview(request, agency, ErrorSummary())
    sent = request.POST
    try:
        made = operations.ask(
            actor, number=sent.get("person", ""), birth_date=day(request, "birth_date"),
            email=sent.get("email", ""), language=sent.get("language", "en"), card=sent.get("card", ""),
            card_number=sent.get("card_number", ""),
        )  # fmt: skip
    except OnewindowError as problem:
        return _overview(request, agency, web.error_summary(error=problem), web.status_of(error=problem))
    messages.success(request, _("A second officer must confirm it now."))
    return HttpResponseRedirect(reverse("identity:proofing_one", kwargs={"proofing": made}))


@guard("proofer")
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, proofing: int) -> HttpResponse:
    """One of them: confirm, refuse or undo it."""
    actor = access.actor_of(request=request)
    agency, _way = agency_of(actor)
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            code = _do(request, proofing)
            return _code_page(request, code) if code else HttpResponseRedirect(reverse("identity:proofing"))
        except OnewindowError as problem:
            errors = web.error_summary(error=problem)
    found = queries.one(agency, proofing)
    rows = [
        SummaryRow(key=_("Name"), value=found.name),
        SummaryRow(key=_("Number in the population register"), value=found.person.key.rpartition("/")[2]),
        SummaryRow(key=_("Email address"), value=found.email),
        SummaryRow(key=_("What was shown"), value=", ".join(_shown(found.evidence))),
        SummaryRow(key=_("How"), value=_(WAYS[found.way])),
        SummaryRow(key=_("State"), value=_(STATES[found.state])),
    ]
    context = {
        "found": found, "rows": rows, "errors": errors, "back": reverse("identity:proofing"),
        "mine": found.asked_by == actor.account,
        "reason": FieldView(name="reason", kind="long_text", label=_("Why?"), error=errors.of("reason")),
    }  # fmt: skip
    return web.render(request, "identity/proofing_one.html", context, status=422 if errors else 200)


def _shown(evidence: Mapping[str, str]) -> list[str]:
    """What was shown, in words where it has any: the kind of the card."""
    return [_(_CARDS[each]) if each in _CARDS else each for each in evidence.values()]


def _code_page(request: HttpRequest, code: str) -> HttpResponse:
    """What the second officer hands over: shown this once."""
    context = {"code": code, "back": reverse("identity:proofing")}
    response = web.render(request, "identity/set_up_code.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _do(request: HttpRequest, proofing: int) -> str:
    """Returns a code to hand over, where there is one."""
    actor = access.actor_of(request=request)
    asked = request.POST.get("do", "")
    if asked == "confirm":
        code = operations.confirm(actor, proofing=proofing).code
        messages.success(request, _("The account is open. We told its owner."))
        return code
    if asked == "refuse":
        operations.refuse(actor, proofing=proofing, reason=request.POST.get("reason", ""))
    elif asked == "undo":
        operations.undo(actor, proofing=proofing, reason=request.POST.get("reason", ""))
        messages.success(request, _("It is undone. We told the account's owner."))
    return ""


@guard("public")
@require_http_methods(["GET", "POST"])
def open_account(request: HttpRequest) -> HttpResponse:
    """Somebody whose certificate or electronic identity we know opens an account: to which address?"""
    proved = _proved(request)
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            limits.take(request, [limits.RECOVERIES_FROM_HERE])
            language = request.POST.get("language", get_language() or "en")
            codes.send_code(request, email=valid_email(request.POST.get("email", "")), language=language)
            return HttpResponseRedirect(reverse("identity:open_account_code"))
        except OnewindowError as problem:
            errors = web.error_summary(error=problem)
    name = people.facts_of(Reference(proved.person), reader=None).name
    views = (_email(request, errors), _language(request))
    context = {
        "title": _("Open your account"), "button": _("Send the code"), "views": views, "errors": errors,
        "lead": _("You are %(name)s. To which email address do we write to you?") % {"name": name},
    }  # fmt: skip
    return web.render(request, "identity/form.html", context, status=422 if errors else 200)


@guard("public")
@require_http_methods(["GET", "POST"])
def open_account_code(request: HttpRequest) -> HttpResponse:
    """The code from the letter; then the account is open and they are in it."""
    proved = _proved(request)
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            email, language = codes.confirmed(request, request.POST.get("code", ""))
            account = operations.open_by_identity(proved=proved, email=email, language=language)
            _enter(request, account, proved)
            return HttpResponseRedirect("/account/")
        except OnewindowError as problem:
            errors = web.error_summary(error=problem)
    code = FieldView(
        name="code",
        kind="text",
        label=_("Code"),
        error=errors.of("code"),
        autocomplete="one-time-code",
        width=10,
    )
    context = {
        "title": _("Check your email"), "button": _("Continue"), "views": (code,), "errors": errors,
        "back": OPEN_ACCOUNT,
        "lead": _("We sent you a code. Enter it here, so that we know the address is yours."),
    }  # fmt: skip
    return web.render(request, "identity/form.html", context, status=422 if errors else 200)


def _enter(request: HttpRequest, account: Account, proved: Proved) -> None:
    if proved.evidence == "certificate":
        arriving.enter(request, account, method="certificate")
    else:
        provider = proved.evidence.partition(":")[2]
        arriving.enter(request, account, method="outside", level=proved.level, provider=provider)


def _proved(request: HttpRequest) -> Proved:
    proved = proved_of(request)
    if proved is None:
        raise NotAllowed()
    if standing.account_of(Reference(proved.person)) is not None:
        raise PersonHasAccount()
    return proved


def day(request: HttpRequest, name: str) -> date:
    """A day that was typed in three fields."""
    parts = [request.POST.get(f"{name}/{part}", "").strip() for part in ("year", "month", "day")]
    try:
        return date(*(int(part) for part in parts))
    except ValueError as problem:
        raise DayNotValid(field=name) from problem


def valid_email(text: str) -> str:
    """An address that looks like one and is not used yet, for somebody whose identity was proved."""
    operations.require_address(text)
    return text.strip().lower()


def card_fields(request: HttpRequest, errors: ErrorSummary) -> tuple[FieldView, ...]:
    """What was shown at the counter."""
    options = tuple(Option(value=card, label=_(label)) for card, label in _CARDS.items())
    return (
        FieldView(name="card", kind="choice", label=_("What was shown"), options=options,
                  error=errors.of("card"), value=request.POST.get("card", "")),
        FieldView(name="card_number", kind="text", label=_("Number on it"), error=errors.of("card_number"),
                  value=request.POST.get("card_number", "")),
    )  # fmt: skip


def _overview(request: HttpRequest, agency: str, errors: ErrorSummary, status: int = 200) -> HttpResponse:
    parts = ("year", "month", "day")
    views = (
        FieldView(name="person", kind="text", label=_("Number in the population register"),
                  value=request.POST.get("person", ""), error=errors.of("person"), width=20),
        FieldView(name="birth_date", kind="date", label=_("Date of birth"), error=errors.of("birth_date"),
                  value={part: request.POST.get(f"birth_date/{part}", "") for part in parts}),
        *card_fields(request, errors),
        _email(request, errors),
        _language(request),
    )  # fmt: skip
    found = [(each, _(STATES[each.state])) for each in queries.of_agency(agency)]
    context = {"errors": errors, "views": views, "found": found, "back": reverse("identity:account")}
    return web.render(request, "identity/proofing.html", context, status=status)


def _email(request: HttpRequest, errors: ErrorSummary) -> FieldView:
    return FieldView(
        name="email", kind="email", label=_("Email address"), value=request.POST.get("email", ""),
        error=errors.of("email"), autocomplete="email",
    )  # fmt: skip


def _language(request: HttpRequest) -> FieldView:
    options = tuple(Option(value=tag, label=name, language=tag) for tag, name in settings.LANGUAGES)
    return FieldView(
        name="language", kind="choice", label=_("Language of letters"), options=options,
        value=request.POST.get("language", get_language() or "en"),
    )  # fmt: skip
