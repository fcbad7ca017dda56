"""JSON Web Signatures in compact form (RFC 7515), with ES256 or Ed25519 and nothing else.

Whoever verifies names the keys beforehand. What the header offers in their place (``jwk``, ``jku``, ``x5c``
…) is refused, and the algorithm follows from the key, never from the header alone.
"""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from onewindow.standards.signing.errors import JwsRefused
from onewindow.standards.signing.keys import algorithm_of
from onewindow.standards.signing.ports import Signer

MAX_LENGTH = 1_000_000
_FORM = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+")
_ALLOWED = frozenset({"alg", "kid", "typ", "cty", "iat", "crit"})


@dataclass(frozen=True, slots=True)
class Verified:
    """What was signed, by which of the named keys."""

    payload: bytes
    kid: str
    header: Mapping[str, object]


def sign(*, payload: bytes, signer: Signer, kid: str, typ: str) -> str:
    """Sign a payload.

    :param kid: the name by which verifiers know the key.
    :param typ: what kind of message it is, so that one kind never passes for another (RFC 8725 §3.11).
    :returns: compact form.
    """
    header = json.dumps({"alg": signer.algorithm, "kid": kid, "typ": typ}, separators=(",", ":"))
    signed = f"{_encode(header.encode())}.{_encode(payload)}"
    signature = signer.sign(signed.encode("ascii"))
    if signer.algorithm == "ES256":
        r, s = decode_dss_signature(signature)
        signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")  # RFC 7518 §3.4
    return f"{signed}.{_encode(signature)}"


def verify(*, token: str, keys: Mapping[str, bytes], typ: str) -> Verified:
    """Check a token against named keys.

    :param keys: kid to public key, DER SubjectPublicKeyInfo.
    :param typ: the kind of message expected.
    :raises JwsRefused: not well-formed, unknown key, other kind, another algorithm, wrong signature.
    """
    # Loaded when first used: most processes never verify a token.
    from joserfc import jws as joserfc_jws
    from joserfc.errors import JoseError
    from joserfc.jwk import ECKey, OKPKey

    if len(token) > MAX_LENGTH or not _FORM.fullmatch(token):
        raise JwsRefused(reason="it is not in compact form")
    header = _header(token)
    kid = header.get("kid")
    if not isinstance(kid, str) or kid not in keys:
        raise JwsRefused(reason="it names no key that is known here")
    if header.get("typ") != typ:
        raise JwsRefused(reason=f"it is not of the kind {typ}")
    if unknown := set(header) - _ALLOWED:
        raise JwsRefused(reason=f"its header has {', '.join(sorted(unknown))}")
    public = serialization.load_der_public_key(keys[kid])
    algorithm = algorithm_of(public)
    if header.get("alg") != algorithm:
        raise JwsRefused(reason="its algorithm is not that of the key")
    key = (ECKey if algorithm == "ES256" else OKPKey).import_key(cast(Any, _pem(keys[kid])))
    try:
        found = joserfc_jws.deserialize_compact(token, key, algorithms=[algorithm])
    except (JoseError, ValueError) as problem:
        raise JwsRefused(reason="the signature is wrong") from problem
    return Verified(found.payload, kid, header)


def _header(token: str) -> dict[str, object]:
    try:
        header = json.loads(_decode(token.partition(".")[0]), object_pairs_hook=_once)
    except ValueError as problem:
        raise JwsRefused(reason="its header is not JSON") from problem
    if not isinstance(header, dict):
        raise JwsRefused(reason="its header is not an object")
    return cast(dict[str, object], header)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a name twice")
    return dict(pairs)


def _pem(der: bytes) -> bytes:
    return serialization.load_der_public_key(der).public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
