"""A person's certificates: keys to sign with, requests for keys of one's own, renewing and revoking."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onewindow.blocks.trust import api, app_settings
from onewindow.blocks.trust.errors import PinsDiffer
from onewindow.blocks.trust.pages import pin_fields
from onewindow.blocks.trust.pages.words import REASONS, shown
from onewindow.blocks.trust.types import CertificateView
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import Actor
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import ErrorSummary, FieldView, Option
from onewindow.kernel.errors import OnewindowError
from onewindow.standards.signing import x509

_LONGEST_REQUEST = 20_000


@guard("person")
@require_http_methods(["GET", "POST"])
def certificates(request: HttpRequest) -> HttpResponse:
    """All certificates of the person; a form opens a key that the house keeps."""
    actor = access.actor_of(request=request)
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            pin = request.POST.get("pin", "")
            if pin != request.POST.get("again", ""):
                raise PinsDiffer(field="again")
            api.open_signing_key(actor=actor, pin=pin, name=request.POST.get("name", ""))
        except access.StrongerSignInNeeded:
            raise
        except OnewindowError as problem:
            errors = web.error_summary(error=problem)
        else:
            return HttpResponseRedirect(_back_to(request) or request.path)
    return _overview(request, actor, errors)


@guard("person")
@require_http_methods(["GET", "POST"])
def own_key(request: HttpRequest) -> HttpResponse:
    """Certify a key that the person keeps, on a card or in a file, from its request (PKCS #10)."""
    actor = access.actor_of(request=request)
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            made = api.issue_to_person(actor=actor, request=_sent(request))
        except access.StrongerSignInNeeded:
            raise
        except OnewindowError as problem:
            errors = web.error_summary(error=problem)
        else:
            return _file(x509.to_pem(made.chain), f"{made.serial}.pem", "application/x-pem-file")
    context = {"errors": errors, "views": _request_fields(request, errors), "back": _list()}
    return web.render(request, "trust/own_key.html", context, status=422 if errors else 200)


@guard("person")
@require_http_methods(["GET", "POST"])
def key_file(request: HttpRequest) -> HttpResponse:
    """In the demonstration: a key and its certificate in one file, for a browser or a signing program."""
    actor = access.actor_of(request=request)
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            made, file = api.key_file(actor=actor, password=request.POST.get("password", ""))
        except access.StrongerSignInNeeded:
            raise
        except OnewindowError as problem:
            errors = web.error_summary(error=problem)
        else:
            return _file(file, f"{made.serial}.p12", "application/x-pkcs12")
    field = FieldView(
        name="password",
        kind="password",
        label=_("Password of the file"),
        hint=_("At least %(least)s characters. You need it wherever you use the file.")
        % {"least": app_settings.SHORTEST_FILE_PASSWORD},
        error=errors.of("password"),
        autocomplete="new-password",
    )
    context = {"errors": errors, "views": (field,), "back": _list()}
    return web.render(request, "trust/key_file.html", context, status=422 if errors else 200)


@guard("person")
@require_POST
def renew(request: HttpRequest, serial: str) -> HttpResponse:
    """Certify the same key again, before its certificate ends."""
    api.renew(serial=serial, actor=access.actor_of(request=request))
    return HttpResponseRedirect(_list())


@guard("person")
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, serial: str) -> HttpResponse:
    """Ask why, then revoke for ever."""
    actor = access.actor_of(request=request)
    certificate = own_certificate(actor, serial)
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            api.revoke(serial=serial, reason=request.POST.get("reason", ""), actor=actor)
        except OnewindowError as problem:
            errors = web.error_summary(error=problem)
        else:
            return HttpResponseRedirect(_list())
    context = {
        "errors": errors,
        "certificate": shown(certificate),
        "views": (reason_field(request, errors),),
        "back": _list(),
    }
    return web.render(request, "trust/revoke.html", context, status=422 if errors else 200)


@guard("person")
@require_GET
def download(request: HttpRequest, serial: str) -> HttpResponse:
    """A certificate with that of its authority, PEM."""
    certificate = own_certificate(access.actor_of(request=request), serial)
    return _file(x509.to_pem(certificate.chain), f"{certificate.serial}.pem", "application/x-pem-file")


def own_certificate(actor: Actor, serial: str) -> CertificateView:
    """A certificate of the actor's person.

    :raises CertificateUnknown: there is none, or it is somebody else's.
    """
    found = api.certificate(serial=serial)
    if found.holder not in actor.themself:
        raise api.CertificateUnknown()
    return found


def reason_field(request: HttpRequest, errors: ErrorSummary) -> FieldView:
    """Why it is revoked."""
    options = tuple(Option(value=code, label=_(words)) for code, words in REASONS.items())
    return FieldView(
        name="reason",
        kind="choice",
        label=_("Why do you revoke it?"),
        value=request.POST.get("reason", ""),
        options=options,
        error=errors.of("reason"),
    )


def _overview(request: HttpRequest, actor: Actor, errors: ErrorSummary) -> HttpResponse:
    found = [one for holder in actor.themself for one in api.certificates_of(holder=holder)]
    context = {
        "errors": errors,
        "certificates": [shown(one) for one in found],
        "known": actor.person is not None,
        "demo": app_settings.demo(),
        "next": _back_to(request),
        "views": _key_fields(request, errors),
        "back": "/account/",
    }
    return web.render(request, "trust/certificates.html", context, status=422 if errors else 200)


def _back_to(request: HttpRequest) -> str:
    """The page that sent the person here to open a key first, if one did."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    return web.safe_next(request, asked) if asked else ""


def _key_fields(request: HttpRequest, errors: ErrorSummary) -> tuple[FieldView, ...]:
    return (
        FieldView(
            name="name",
            kind="text",
            label=_("Name of the key"),
            hint=_("For yourself, such as “at home”."),
            value=request.POST.get("name", ""),
            error=errors.of("name"),
            max_length=60,
        ),
        pin_fields.new(
            errors,
            name="pin",
            label=_("PIN"),
            hint=_("6 to 64 characters. We cannot show or reset it. Five wrong ones close the key."),
        ),
        pin_fields.new_again(errors, label=_("The same PIN again")),
    )


def _request_fields(request: HttpRequest, errors: ErrorSummary) -> tuple[FieldView, ...]:
    return (
        FieldView(
            name="request",
            kind="long_text",
            label=_("Request for a certificate (PKCS #10, PEM)"),
            hint=_("It begins with -----BEGIN CERTIFICATE REQUEST-----"),
            value=request.POST.get("request", ""),
            error=errors.of("request") or errors.of(""),
            rows_high=12,
        ),
    )


def _sent(request: HttpRequest) -> bytes:
    return request.POST.get("request", "")[:_LONGEST_REQUEST].encode("utf-8") or b"-"


def _list() -> str:
    return reverse("trust:certificates")


def _file(data: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        data,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
