"""What the protected header of a JAdES signature may say (TS 119 182-1 §5.1, RFC 8725)."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from onewindow.kernel.errors import N_
from onewindow.standards.signing.certificates import is_certificate
from onewindow.standards.signing.jades.form import FormRefused, decode
from onewindow.standards.signing.policy import AlgorithmUse

# Keys from outside (jku, x5u, jwk) and whatever else we do not know are refused, not passed over.
_KNOWN = frozenset(
    {"alg", "cty", "typ", "kid", "x5t#S256", "x5t#o", "x5c", "sigT", "iat", "crit", "b64", "srCms", "sigPl"}
)
_CRITICAL = frozenset({"b64", "sigT", "x5t#o", "srCms", "sigPl"})
USES: Mapping[str, AlgorithmUse] = {
    "ES256": AlgorithmUse("sha256", "ecdsa", 256),
    "ES384": AlgorithmUse("sha384", "ecdsa", 384),
    "ES512": AlgorithmUse("sha512", "ecdsa", 521),
    "RS256": AlgorithmUse("sha256", "rsa-pkcs1"),
    "RS384": AlgorithmUse("sha384", "rsa-pkcs1"),
    "RS512": AlgorithmUse("sha512", "rsa-pkcs1"),
    "PS256": AlgorithmUse("sha256", "rsa-pss"),
    "PS384": AlgorithmUse("sha384", "rsa-pss"),
    "PS512": AlgorithmUse("sha512", "rsa-pss"),
    "EdDSA": AlgorithmUse("", "ed25519", 255),
    "Ed25519": AlgorithmUse("", "ed25519", 255),
}


def check_header(header: Mapping[str, Any], typ: Sequence[str]) -> None:
    """:raises FormRefused: the header says something that we refuse."""
    if set(header) - _KNOWN:
        raise FormRefused(N_("its header says something that is not known"))
    if not isinstance(header.get("alg"), str) or header["alg"] not in USES:
        raise FormRefused(N_("its algorithm is not one that we accept"))
    if typ and header.get("typ", typ[0]) not in list(typ):
        raise FormRefused(N_("it is of another kind"))
    _check_critical(header)
    if not isinstance(header.get("b64", True), bool) or ("b64" in header and "b64" not in header["crit"]):
        raise FormRefused(N_("its payload is encoded in a way that is not clear"))


def _check_critical(header: Mapping[str, Any]) -> None:
    if "crit" not in header:
        if "b64" in header:  # RFC 7797 §6
            raise FormRefused(N_("its payload is encoded in a way that is not clear"))
        return
    named = header["crit"]
    listed = cast(list[Any], named) if isinstance(named, list) else []
    if not listed or not all(isinstance(one, str) for one in listed) or len(set(listed)) != len(listed):
        raise FormRefused(N_("its list of critical names is not sound"))
    if not set(listed) <= _CRITICAL & set(header):  # RFC 7515 §4.1.11
        raise FormRefused(N_("it calls something critical that is not known"))


def certificates_in(header: Mapping[str, Any]) -> tuple[bytes, ...]:
    """The certificates that the header carries, DER; the first is to be the signer's.

    :raises FormRefused: they cannot be read.
    """
    carried = header.get("x5c", [])
    if not isinstance(carried, list) or len(cast(list[Any], carried)) > 20:
        raise FormRefused(N_("its certificates cannot be read"))
    try:
        found = tuple(base64.b64decode(one, validate=True) for one in cast(list[Any], carried))
    except (ValueError, TypeError) as problem:
        raise FormRefused(N_("its certificates cannot be read")) from problem
    if not all(is_certificate(one) for one in found):
        raise FormRefused(N_("its certificates cannot be read"))
    return found


def names(header: Mapping[str, Any], certificate: bytes) -> bool | None:
    """Whether the header names this certificate by its hash; None: it names none (only a carried one)."""
    if "x5t#S256" in header:
        return decode(header["x5t#S256"]) == hashlib.sha256(certificate).digest()
    other = header.get("x5t#o")
    if isinstance(other, dict):
        told = cast(dict[str, Any], other)
        algorithm = {"S384": "sha384", "S512": "sha512"}.get(str(told.get("digAlg")))
        if algorithm is None:
            raise FormRefused(N_("it names its certificate with a hash that is not known"))
        return decode(told.get("digVal")) == hashlib.new(algorithm, certificate).digest()
    return None


def claimed_time(header: Mapping[str, Any]) -> datetime | None:
    """``sigT`` or ``iat``.

    :raises FormRefused: it is not a time.
    """
    said = header.get("sigT")
    try:
        if isinstance(said, str):
            return datetime.strptime(said, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        issued = header.get("iat")
        if issued is None and said is None:
            return None
        if isinstance(issued, int) and said is None:
            return datetime.fromtimestamp(issued, UTC)
    except (ValueError, OverflowError, OSError):
        pass
    raise FormRefused(N_("its time of signing cannot be read"))
