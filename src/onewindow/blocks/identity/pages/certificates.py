"""Signing in with a certificate: the one in the browser, or a text that a card signs."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onewindow.blocks.identity import limits
from onewindow.blocks.identity.certificates import challenges, entering, from_proxy
from onewindow.blocks.identity.errors import CertificateNotAccepted, NoAccountForCertificate
from onewindow.blocks.identity.models import Challenge
from onewindow.blocks.identity.proofing.proved import OPEN_ACCOUNT, Proved, keep_proved
from onewindow.foundation.access.api import guard
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import ErrorSummary, FieldView
from onewindow.kernel.errors import OnewindowError


@guard("public")
@require_http_methods(["GET", "POST"])
def by_challenge(request: HttpRequest) -> HttpResponse:
    """Fetch a text, sign it, send the signature."""
    if request.method == "GET" or "challenge" not in request.POST:
        return _page(request, ErrorSummary())
    try:
        limits.take(request, [limits.WRONG_FROM_HERE])
        sent = request.FILES.get("file")
        signature = sent.read(200_001) if sent else request.POST.get("signature", "").encode()
        shown = entering.by_signature(
            key=request.POST.get("challenge", ""),
            bound_to=challenges.bound_to_browser(request),
            signature=signature,
        )
        return _enter(request, shown)
    except OnewindowError as problem:
        return _page(request, web.error_summary(error=problem), web.status_of(error=problem))


@guard("public")
@require_POST
def by_browser(request: HttpRequest) -> HttpResponse:
    """Use the certificate that the browser showed to the proxy."""
    certificate = from_proxy.certificate_of(request)
    try:
        if certificate is None:
            raise CertificateNotAccepted(reasons=_("your browser showed none"))
        return _enter(request, entering.shown_by(certificate=certificate))
    except OnewindowError as problem:
        return _page(request, web.error_summary(error=problem), web.status_of(error=problem))


@guard("public")
@require_GET
def challenge_file(request: HttpRequest, key: str) -> HttpResponse:
    """The text as a file, exactly the bytes to sign."""
    found = Challenge.objects.filter(key=key, used_at=None).first()
    if found is None:
        return web.status_page(request=request, status=404)
    response = HttpResponse(found.text.encode(), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = 'attachment; filename="sign-in.txt"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _enter(request: HttpRequest, shown: entering.Shown) -> HttpResponse:
    after = web.safe_next(request, request.POST.get("next", "") or request.GET.get("next", ""))
    try:
        entering.sign_in(request, shown)
    except NoAccountForCertificate:
        keep_proved(request, Proved(person=shown.holder.text, level=shown.level, evidence="certificate"))
        return HttpResponseRedirect(OPEN_ACCOUNT)
    return HttpResponseRedirect(after)


def _page(request: HttpRequest, errors: ErrorSummary, status: int = 200) -> HttpResponse:
    # Looking at the page writes nothing: a text is made when it is asked for.
    made = None
    if request.method == "POST":
        made = challenges.make(bound_to=challenges.bound_to_browser(request))
    field = FieldView(
        name="signature", kind="long_text", label=_("The signature"), rows_high=6,
        error=errors.of("signature"),
        hint=_("What your card's program made of the file: CMS or JWS. Or choose its file below."),
        required=False,
    )  # fmt: skip
    context = {
        "challenge": made, "errors": errors, "signature": field, "back": "/sign-in/",
        "in_browser": from_proxy.certificate_of(request) is not None,
        "next": web.safe_next(request, request.GET.get("next", "") or request.POST.get("next", "")),
        "file": FieldView(name="file", kind="file", label=_("File with the signature"), required=False,
                          accept=("p7s", "p7m", "pem", "jws", "txt")),
    }  # fmt: skip
    return web.render(request, "identity/by_certificate.html", context, status=status)
