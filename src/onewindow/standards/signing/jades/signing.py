"""Making and extending JAdES signatures. See ``jades``."""

import base64
import hashlib
import json
from dataclasses import replace
from datetime import UTC

from onewindow.kernel.errors import N_
from onewindow.standards.signing.errors import NotExtendable
from onewindow.standards.signing.jades.additions import (
    archive_message,
    evidence_additions,
    read_additions,
    signature_message,
    stamp_addition,
)
from onewindow.standards.signing.jades.form import FormRefused, Jws, decode, encode, read, write
from onewindow.standards.signing.jades.header import certificates_in
from onewindow.standards.signing.making import Making, certificates_of, flat_signature
from onewindow.standards.signing.material import Evidence
from onewindow.standards.signing.ports import Signer


def sign(payload: bytes, *, signer: Signer, making: Making, detached: bool, cty: str) -> bytes:
    """See ``jades.sign``."""
    chain = certificates_of(signer)
    header = {
        "alg": "EdDSA" if signer.algorithm == "Ed25519" else signer.algorithm,
        "cty": cty,
        "x5t#S256": encode(hashlib.sha256(chain[0]).digest()),
        "x5c": [base64.b64encode(one).decode("ascii") for one in chain],
        "sigT": making.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "crit": ["sigT"],
    }
    protected = encode(json.dumps(header, separators=(",", ":")).encode())
    bare = Jws(protected, header, encode(payload), "")
    signed = replace(bare, signature=encode(flat_signature(signer, bare.signed_bytes(payload))))
    whole = _extended(signed, payload, making)
    return write([replace(whole, payload=None) if detached else whole])


def extend(signed: bytes, *, making: Making, payload: bytes | None) -> bytes:
    """See ``jades.extend``."""
    try:
        return write([_extended(one, _content(one, payload), making) for one in read(signed)])
    except FormRefused as refused:
        raise NotExtendable(reason=refused.reason) from refused


def _content(jws: Jws, payload: bytes | None) -> bytes:
    content = payload if jws.payload is None else decode(jws.payload)
    if content is None:
        raise NotExtendable(reason=N_("what was signed is not in the file"))
    return content


def _extended(jws: Jws, payload: bytes, making: Making) -> Jws:
    stamps, layers = read_additions(jws, payload)
    if making.reaches("T") and not stamps:
        jws = _with(jws, stamp_addition("sigTst", making.stamp(signature_message(jws))))
    if making.reaches("LT"):
        stamps, layers = read_additions(jws, payload)
        words = making.words_about(certificates_in(jws.header), tuple(one.token for one in stamps))
        jws = _with(jws, *evidence_additions(words.without(Evidence().plus(*layers))))
    if making.reaches("LTA"):
        message = archive_message(jws, payload, jws.additions)
        jws = _with(jws, stamp_addition("arcTst", making.stamp(message)))
    return jws


def _with(jws: Jws, *additions: str) -> Jws:
    return replace(jws, additions=(*jws.additions, *additions))
