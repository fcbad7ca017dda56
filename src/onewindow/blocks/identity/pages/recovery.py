"""Getting an account back."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onewindow.blocks.identity import arriving, limits
from onewindow.blocks.identity.administration.duties import accounts_of_person
from onewindow.blocks.identity.errors import PasswordRefused
from onewindow.blocks.identity.pages.proofing import card_fields
from onewindow.blocks.identity.proofers import agency_of
from onewindow.blocks.identity.recovery import operations, queries
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import ErrorSummary, FieldView
from onewindow.kernel.errors import OnewindowError


@guard("public")
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """By letter: the answer is the same whether there is such an account."""
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            email = request.POST.get("email", "")
            limits.take(request, [limits.RECOVERIES_FROM_HERE, limits.RECOVERY_CODES], key=f"ask {email}")
            operations.ask(email=email)
            return _said(
                request,
                _("Wait for our letter"),
                _(
                    "If there is an account with this address, we wrote to it. The letter says when to come"
                    " back. If we wrote before and that still waits, or if you stopped it in the last 24"
                    " hours, no other letter comes."
                ),
            )
        except OnewindowError as problem:
            errors = web.error_summary(error=problem)
    context = {
        "title": _("Get your account back"), "button": _("Ask for it"), "errors": errors, "back": "/sign-in/",
        "views": (_email(request, errors),),
        "lead": _(
            "We tell the owner on every way we have, and wait. With your identity card, any counter is"
            " faster: two officers look at it and give you a code at once."
        ),
    }  # fmt: skip
    return web.render(request, "identity/recovery.html", context, status=422 if errors else 200)


@guard("public")
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, secret: str) -> HttpResponse:
    """The owner says that it was not them. A press is needed: programs that read mail open links."""
    if request.method == "POST":
        operations.stop(secret=secret)
        return _said(request, _("It is stopped"), _("Nobody gets your account by this. Sign in as always."))
    context = {
        "title": _("Stop it?"), "button": _("It was not me: stop it"), "views": (), "errors": ErrorSummary(),
        "lead": _("Somebody asked for your account. If it was not you, stop it here."),
    }  # fmt: skip
    return web.render(request, "identity/form.html", context)


@guard("public")
@require_http_methods(["GET", "POST"])
def finish(request: HttpRequest, secret: str) -> HttpResponse:
    """The waiting period is over: a new password."""
    operations.found(secret=secret)
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            operations.finish(secret=secret, password=_password(request))
            return HttpResponseRedirect("/password/done/")
        except OnewindowError as problem:
            errors = web.error_summary(error=problem)
    context = {
        "title": _("Choose a new password"), "button": _("Save the password"), "errors": errors,
        "views": _passwords(errors),
        "lead": _(
            "Your app, passkeys, linked sign-in services, certificates and keys for programs are removed; "
            "everybody who is signed in is out."
        ),
    }  # fmt: skip
    return web.render(request, "identity/form.html", context, status=422 if errors else 200)


@guard("public")
@require_http_methods(["GET", "POST"])
def by_code(request: HttpRequest) -> HttpResponse:
    """With the code that a counter gave."""
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            _use_code(request)
            return HttpResponseRedirect("/password/done/")
        except OnewindowError as problem:
            errors = web.error_summary(error=problem)
    code = FieldView(name="code", kind="text", label=_("Code from the counter"), error=errors.of("code"),
                     width=10, autocomplete="one-time-code")  # fmt: skip
    context = {
        "title": _("Use the code from the counter"), "button": _("Save the password"), "errors": errors,
        "views": (_email(request, errors), code, *_passwords(errors)), "back": "/recovery/", "lead": "",
    }  # fmt: skip
    return web.render(request, "identity/form.html", context, status=422 if errors else 200)


def _use_code(request: HttpRequest) -> None:
    """Count the attempt for where it comes from, and for a browser that the account knows by itself: a
    stranger who guesses elsewhere does not stop the owner. A right code counts no more, whatever becomes of
    the password.
    """
    password, email = _password(request), request.POST.get("email", "")
    key = f"code {email} {arriving.known_mark(request, email=email) or ''}"
    counted = limits.take(request, [limits.WRONG_FROM_HERE, limits.RECOVERY_CODES], key=key)
    try:
        operations.finish_by_code(email=email, code=request.POST.get("code", ""), password=password)
    except PasswordRefused:
        limits.give_back(counted)
        raise
    limits.give_back(counted)


@guard("proofer")
@require_http_methods(["GET", "POST"])
def at_the_counter(request: HttpRequest) -> HttpResponse:
    """A person without a way to sign in stands at the counter."""
    actor = access.actor_of(request=request)
    agency, _way = agency_of(actor)
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            sent = request.POST
            operations.ask_at_counter(
                actor, email=sent.get("email", ""), card=sent.get("card", ""),
                card_number=sent.get("card_number", ""),
            )  # fmt: skip
            return HttpResponseRedirect(reverse("identity:recovery_counter"))
        except OnewindowError as problem:
            errors = web.error_summary(error=problem)
    context = {
        "errors": errors, "views": (_email(request, errors), *card_fields(request, errors)),
        "waiting": queries.waiting_at(agency), "mine": accounts_of_person(actor.account or ""),
        "back": reverse("identity:proofing"),
    }  # fmt: skip
    return web.render(request, "identity/recovery_counter.html", context, status=422 if errors else 200)


@guard("proofer")
@require_http_methods(["POST"])
def confirm(request: HttpRequest, recovery: int) -> HttpResponse:
    """The second officer looked, too: the code is shown this once."""
    code = operations.confirm_at_counter(access.actor_of(request=request), recovery=recovery)
    response = web.render(request, "identity/recovery_code.html", {"code": code})
    response.headers["Cache-Control"] = "no-store"
    return response


def _password(request: HttpRequest) -> str:
    first, second = request.POST.get("password1", ""), request.POST.get("password2", "")
    if first != second:
        raise PasswordRefused(field="password1", why=_("The two are not the same. Type it twice."))
    return first


def _passwords(errors: ErrorSummary) -> tuple[FieldView, ...]:
    hint = _("At least 15 characters. A few words that you remember are good.")
    error = errors.of("password1") or errors.of("password")
    return (
        FieldView(name="password1", kind="password", label=_("New password"), hint=hint, error=error,
                  autocomplete="new-password"),
        FieldView(name="password2", kind="password", label=_("New password again"),
                  autocomplete="new-password"),
    )  # fmt: skip


def _email(request: HttpRequest, errors: ErrorSummary) -> FieldView:
    return FieldView(
        name="email", kind="email", label=_("Email address"), value=request.POST.get("email", ""),
        error=errors.of("email"), autocomplete="email",
    )  # fmt: skip


def _said(request: HttpRequest, title: str, lead: str) -> HttpResponse:
    return web.render(request, "identity/said.html", {"title": title, "lead": lead})
