"""The trust agency's desk: certificates found and revoked, trust lists of other countries under four eyes."""

from contextlib import suppress
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onewindow.blocks.trust import api
from onewindow.blocks.trust.errors import CertificateUnknown
from onewindow.blocks.trust.pages.account import reason_field
from onewindow.blocks.trust.pages.words import shown
from onewindow.blocks.trust.subjects import is_officer
from onewindow.blocks.trust.types import CertificateView, TrustListView
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import Rule
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import ErrorSummary, FieldView, Tag, TagColour
from onewindow.kernel.errors import N_, OnewindowError
from onewindow.kernel.reference import Reference, ReferenceNotWellFormed
from onewindow.standards.signing import CertificateRefused, x509

access.declare_rule(
    rule=Rule(
        name="trust-officer",
        kinds=frozenset({"officer"}),
        roles=frozenset({"trust-officer"}),
        assurance="substantial",
        check=lambda actor, values: is_officer(actor),  # of this agency: each agency may name its own roles
    )
)
_LONGEST_LIST = 2_000_000
_STATES: Final[dict[str, tuple[str, TagColour]]] = {
    "proposed": (N_("Waits for a second officer"), "yellow"),
    "in-force": (N_("In force"), "green"),
    "ended": (N_("Ended"), "grey"),
    "withdrawn": (N_("Withdrawn"), "red"),
}


@require_GET
@guard("trust-officer")
def certificates(request: HttpRequest) -> HttpResponse:
    """Find certificates by serial number or holder."""
    asked = request.GET.get("q", "").strip()[:200]
    context = {
        "asked": asked,
        "certificates": [shown(one) for one in _found(asked)],
        "views": (
            FieldView(
                name="q",
                kind="text",
                label=_("Serial number of the certificate, or number of its holder"),
                value=asked,
            ),
        ),
    }
    return web.render(request, "trust/desk.html", context)


@require_http_methods(["GET", "POST"])
@guard("trust-officer")
def revoke(request: HttpRequest, serial: str) -> HttpResponse:
    """Revoke anybody's certificate, with a reason that the holder is told."""
    certificate = api.certificate(serial=serial)
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            actor = access.actor_of(request=request)
            api.revoke(serial=serial, reason=request.POST.get("reason", ""), actor=actor)
        except OnewindowError as problem:
            errors = web.error_summary(error=problem)
        else:
            return HttpResponseRedirect(f"{reverse('trust:desk')}?q={certificate.serial}")
    context = {
        "errors": errors,
        "certificate": shown(certificate),
        "views": (reason_field(request, errors),),
        "back": reverse("trust:desk"),
    }
    return web.render(request, "trust/revoke.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "POST"])
@guard("trust-officer")
def trust_lists(request: HttpRequest) -> HttpResponse:
    """All trust lists of other countries; a form proposes one."""
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            actor = access.actor_of(request=request)
            api.propose_trust_list(actor=actor, document=_document(request), signer=_signer(request))
        except OnewindowError as problem:
            errors = web.error_summary(error=problem)
        else:
            return HttpResponseRedirect(request.path)
    context = {
        "errors": errors,
        "lists": [_shown(one) for one in api.trust_lists()],
        "views": _fields(errors),
        "back": reverse("trust:desk"),
    }
    return web.render(request, "trust/trust_lists.html", context, status=422 if errors else 200)


@require_POST
@guard("trust-officer")
def confirm(request: HttpRequest, trust_list: int) -> HttpResponse:
    """Confirm what a colleague proposed."""
    api.confirm_trust_list(actor=access.actor_of(request=request), trust_list=trust_list)
    return HttpResponseRedirect(reverse("trust:trust-lists"))


@require_POST
@guard("trust-officer")
def withdraw(request: HttpRequest, trust_list: int) -> HttpResponse:
    """Trust a list no longer."""
    api.withdraw_trust_list(actor=access.actor_of(request=request), trust_list=trust_list)
    return HttpResponseRedirect(reverse("trust:trust-lists"))


def _found(asked: str) -> tuple[CertificateView, ...]:
    if not asked:
        return ()
    try:
        return (api.certificate(serial=asked.replace(":", "").lower()),)
    except CertificateUnknown:
        pass
    found: list[CertificateView] = []
    for holder in (asked, f"register/people/{asked}", f"register/companies/{asked}"):
        with suppress(ReferenceNotWellFormed):
            found += api.certificates_of(holder=Reference(holder))
    return tuple(found)


def _document(request: HttpRequest) -> bytes:
    file = request.FILES.get("document")
    return file.read(_LONGEST_LIST) if file is not None else b""


def _signer(request: HttpRequest) -> bytes:
    """The certificate of the signer: the first of a PEM text.

    :raises CertificateRefused: there is none.
    """
    try:
        return x509.from_pem(request.POST.get("signer", "")[:20_000].encode("utf-8"))[0]
    except (CertificateRefused, IndexError) as problem:
        raise CertificateRefused(
            field="signer", subject="?", reason=N_("the text has no certificate")
        ) from problem


def _shown(one: TrustListView) -> dict[str, object]:
    words, colour = _STATES[one.state]
    return {"list": one, "tag": Tag(_(words), colour)}


def _fields(errors: ErrorSummary) -> tuple[FieldView, ...]:
    return (
        FieldView(
            name="document",
            kind="file",
            label=_("The signed list"),
            error=errors.of("document") or errors.of(""),
            max_mb=2,
        ),
        FieldView(
            name="signer",
            kind="long_text",
            label=_("Certificate of its signer (PEM)"),
            hint=_("As that country gave it to you, never out of the list itself."),
            error=errors.of("signer"),
            rows_high=8,
        ),
    )
