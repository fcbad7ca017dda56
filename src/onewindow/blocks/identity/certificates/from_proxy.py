"""A certificate that the client proved over TLS to a proxy, which hands it on in a header.

The header counts only from a proxy that the operator listed and that shows the secret it shares with us; from
anybody else it is as if it were not there. Source: RFC 9440; nginx hands on PEM, percent-encoded.
"""

import base64
import binascii
import hmac
from urllib.parse import unquote

from django.http import HttpRequest

from onewindow.blocks.identity.addresses import is_within, peer_address
from onewindow.blocks.identity.app_settings import certificate_proxies, certificate_proxy_secret

CERTIFICATE = "Client-Cert"
SECRET = "Client-Cert-Secret"  # noqa: S105 - the name of a header
_LONGEST = 20_000


def certificate_of(request: HttpRequest) -> bytes | None:
    """The certificate, DER or PEM, that a trusted proxy vouches for; None where there is none.

    Its possession was proved to the proxy; whether it can be relied on is still to be asked.
    """
    said = request.headers.get(CERTIFICATE, "")
    if not said or len(said) > _LONGEST or not is_from_trusted_proxy(request):
        return None
    if said.startswith(":") and said.endswith(":"):
        return _decoded(said.strip(":"))
    return unquote(said).encode() if said.startswith("-----BEGIN") else None


def is_from_trusted_proxy(request: HttpRequest) -> bool:
    """Whether the peer is a listed proxy that shows the secret; without a secret set none is."""
    secret = certificate_proxy_secret()
    if not secret or not is_within(peer_address(request), certificate_proxies()):
        return False
    return hmac.compare_digest(request.headers.get(SECRET, "").encode(), secret.encode())


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
