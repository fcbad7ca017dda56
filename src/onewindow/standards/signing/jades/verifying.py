"""Checking JAdES signatures. See ``jades``. The signature itself is checked by joserfc's algorithms."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from onewindow.kernel.errors import N_
from onewindow.standards.signing.algorithms import bits_of
from onewindow.standards.signing.certificates import public_key_of, public_pem_of
from onewindow.standards.signing.findings import Finding, finding
from onewindow.standards.signing.jades.additions import read_additions
from onewindow.standards.signing.jades.form import FormRefused, Jws, decode, read
from onewindow.standards.signing.jades.header import (
    USES,
    certificates_in,
    check_header,
    claimed_time,
    names,
)
from onewindow.standards.signing.judging import Question, Read, judge
from onewindow.standards.signing.material import Evidence
from onewindow.standards.signing.policy import AlgorithmUse
from onewindow.standards.signing.verdict import SignatureVerdict, SignedPart, Verdict

_KEYS: dict[str, Any] = {"ES": ECKey, "RS": RSAKey, "PS": RSAKey, "Ed": OKPKey}
_CURVES = {"ES256": "secp256r1", "ES384": "secp384r1", "ES512": "secp521r1"}


def verify(signed: bytes, *, question: Question, payload: bytes | None, typ: Sequence[str]) -> Verdict:
    """See ``jades.verify``."""
    try:
        found = read(signed)
    except FormRefused as refused:
        return Verdict(form="jades", findings=(finding("form-refused", reason=refused.reason),))
    return Verdict(form="jades", signatures=tuple(_one(jws, question, payload, typ) for jws in found))


def _one(jws: Jws, question: Question, payload: bytes | None, typ: Sequence[str]) -> SignatureVerdict:
    try:
        return judge(_read(jws, payload, typ), question)
    except FormRefused as refused:
        against: Finding = finding("form-refused", reason=refused.reason)
    except ValueError:
        against = finding("form-refused", reason=N_("its certificate cannot be read"))
    return SignatureVerdict(
        holds=False, level="B", signer=None, claimed_at=None, proven_at=None, findings=(against,)
    )


def _read(jws: Jws, payload: bytes | None, typ: Sequence[str]) -> Read:
    check_header(jws.header, typ)
    content = _content(jws, payload)
    chain = certificates_in(jws.header)
    claimed = claimed_time(jws.header)
    contents = (SignedPart("", content),)
    if not chain:
        return _nameless(claimed, contents)
    certificate = chain[0]
    use = _use(jws, certificate)
    findings = [_checked(jws, content, certificate)]
    if names(jws.header, certificate) is False:
        findings.append(finding("certificate-swapped"))
    stamps, layers = read_additions(jws, content)
    # What the header carries was there when it was signed: it stands before every stamp.
    first = layers[0].plus(Evidence(chain))
    return Read(
        certificate=certificate,
        uses=(use,),
        claimed_at=claimed,
        findings=tuple(findings),
        contents=contents,
        stamps=stamps,
        layers=(first, *layers[1:]),
    )


def _nameless(claimed: datetime | None, contents: tuple[SignedPart, ...]) -> Read:
    findings = (finding("certificate-missing"),)
    return Read(certificate=None, uses=(), claimed_at=claimed, findings=findings, contents=contents)


def _content(jws: Jws, payload: bytes | None) -> bytes:
    if jws.payload is None:
        if payload is None:
            raise FormRefused(N_("what was signed is not in the file"))
        return payload
    if jws.header.get("b64") is False:
        within = jws.payload.encode()
    else:
        within = decode(jws.payload)
    if payload is not None and payload != within:
        raise FormRefused(N_("it was signed over something else"))
    return within


def _use(jws: Jws, certificate: bytes) -> AlgorithmUse:
    use, key = USES[jws.header["alg"]], public_key_of(certificate)
    return replace(use, bits=bits_of(key)) if use.scheme.startswith("rsa") else use


def _checked(jws: Jws, content: bytes, certificate: bytes) -> Finding:
    """The algorithm is the header's, and the key must be of its kind: never the other way round."""
    name = str(jws.header["alg"])
    public = public_key_of(certificate)
    curve = getattr(getattr(public, "curve", None), "name", None)
    if curve != _CURVES.get(name):
        return finding("signature-wrong")
    try:
        key = _KEYS[name[:2]].import_key(cast(Any, public_pem_of(certificate)))
        algorithm: Any = JWSRegistry.algorithms["EdDSA" if name == "Ed25519" else name]
        right = algorithm.verify(jws.signed_bytes(content), decode(jws.signature), key)
    except (JoseError, ValueError, TypeError, KeyError):
        right = False
    return finding("content-unchanged") if right else finding("signature-wrong")
