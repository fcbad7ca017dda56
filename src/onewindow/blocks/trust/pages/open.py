"""Open addresses: what anybody needs who checks a certificate or wants a timestamp. Plain HTTP will do here,
for all of it is signed (RFC 5280 §4.2.1.13, RFC 6960 Appendix A, RFC 3161 §3.4)."""

import base64
from binascii import Error as NotBase64
from typing import Literal

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onewindow.blocks.trust import authorities, lists, publishing
from onewindow.blocks.trust.errors import AuthorityNotThere, RevocationNotKnown
from onewindow.blocks.trust.operations import answering, stamping
from onewindow.foundation.access.api import guard
from onewindow.kernel.clock import clock

_LONGEST_REQUEST = 10_000
_STAMPS_A_MINUTE = 120
_NAMES = (authorities.ROOT, *authorities.AUTHORITIES)


@require_GET
@guard("public")
def certificate(request: HttpRequest, authority: str) -> HttpResponse:
    """The certificate of the root or of an authority, DER."""
    if authority not in (*_NAMES, authorities.LIST_SIGNER):
        raise Http404
    try:
        der = authorities.certificate_of(authority)
    except AuthorityNotThere:
        raise Http404 from None
    return _signed(der, "pkix-cert", seconds=86_400)


@require_GET
@guard("public")
def revocation_list(request: HttpRequest, authority: str) -> HttpResponse:
    """The current list of an authority, DER."""
    if authority not in _NAMES:
        raise Http404
    try:
        current = lists.current(authority)
    except RevocationNotKnown:
        return HttpResponse(status=503, headers={"Retry-After": "60"})
    return _signed(bytes(current.der), "pkix-crl", seconds=60)


@require_GET
@guard("public")
def trust_list(request: HttpRequest) -> HttpResponse:
    """This country's trust list for others; its signer's certificate is at ``/pki/trust-list.crt``."""
    try:
        said = publishing.own_trust_list()
    except AuthorityNotThere:
        raise Http404 from None
    return HttpResponse(said, content_type="application/jose", headers={"Cache-Control": "no-store"})


@csrf_exempt
@require_http_methods(["GET", "POST"])
@guard("public")
def ocsp(request: HttpRequest, asked: str = "") -> HttpResponse:
    """Whether certificates were revoked. GET with the request in the address, or POST."""
    answer = answering.ocsp(_ocsp_request(request, asked))
    return _signed(answer, "ocsp-response", seconds=0)


@csrf_exempt
@require_POST
@guard("public")
def timestamp(request: HttpRequest) -> HttpResponse:
    """A timestamp. So many a minute from one address."""
    if _too_many(str(request.META.get("REMOTE_ADDR", ""))):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    if request.content_type != "application/timestamp-query":
        return HttpResponse(status=415)
    return _signed(stamping.answer(request.body[:_LONGEST_REQUEST]), "timestamp-reply", seconds=0)


def _ocsp_request(request: HttpRequest, asked: str) -> bytes:
    if request.content_type == "multipart/form-data":  # read already, as a form; its bytes are gone
        return b""
    if request.method == "POST":
        return request.body[:_LONGEST_REQUEST]
    try:
        return base64.b64decode(asked[:_LONGEST_REQUEST], validate=True)
    except (NotBase64, ValueError):
        return b""  # which is answered as malformed


def _too_many(address: str) -> bool:
    """Whether the address had its share of this minute; the count is shared by all processes."""
    key = f"trust-stamps-{address[:45]}-{int(clock.now().timestamp()) // 60}"
    cache.add(key, 0, timeout=120)
    try:
        return cache.incr(key) > _STAMPS_A_MINUTE
    except ValueError:  # thrown out in between
        return False


def _signed(
    der: bytes, kind: Literal["pkix-cert", "pkix-crl", "ocsp-response", "timestamp-reply"], *, seconds: int
) -> HttpResponse:
    kept = f"public, max-age={seconds}" if seconds else "no-store"
    return HttpResponse(der, content_type=f"application/{kind}", headers={"Cache-Control": kept})
