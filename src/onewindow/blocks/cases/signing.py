"""What a signature under a filing is over, and whether it is the filer's own."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape

import orjson

from onewindow.blocks.cases.errors import (
    SignatureNotGood,
    SignatureNotTaken,
    SignatureNotYours,
    SignatureOfSomethingElse,
)
from onewindow.blocks.documents import api as documents
from onewindow.blocks.documents.types import CheckedSignature, SignatureCheck
from onewindow.blocks.trust import api as trust
from onewindow.foundation.access.api import Actor
from onewindow.kernel.reference import Reference

NAMESPACE = "urn:onewindow:filing:1"
_FORMS = frozenset({"pades", "jades", "xades", "asic-e"})


@dataclass(frozen=True, slots=True)
class FiledSignature:
    """A signature that was checked: evidence of a filing.

    :param data: the signature file, as it came.
    :param statement_sha256: of what was signed, hex.
    """

    data: bytes
    form: str
    level: str
    signer: str
    issuer: str
    person: Reference
    signed_at: datetime | None
    proven: bool
    statement_sha256: str


def statement_of(*, service: str, applicant: Reference, answers: Mapping[str, object], key: str) -> bytes:
    """What is signed: JSON with its keys in order, no spaces, UTF-8 (for these values that of RFC 8785).

    :param answers: as JSON.
    :param key: of this filing alone, so that a signature serves once.
    """
    said = {
        "type": "onewindow/filing/1", "service": service, "applicant": applicant.text, "answers": answers,
        "key": key,
    }  # fmt: skip
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS, default=str)


def xml_of(statement: bytes) -> bytes:
    """The same for programs that sign XML; already canonical."""
    return f'<filing xmlns="{NAMESPACE}">{escape(statement.decode("utf-8"), quote=False)}</filing>'.encode()


def check_signature(*, data: bytes, statement: bytes, actor: Actor, paper: bytes = b"") -> FiledSignature:
    """Check a signature under a filing.

    :param paper: the PDF that was given out to be signed; without it no PDF is taken.
    :raises SignatureNotTaken: it is no PAdES, JAdES, XAdES or ASiC-E signature.
    :raises SignatureNotGood: it does not hold; the reasons are given.
    :raises SignatureOfSomethingElse: it is over something else.
    :raises SignatureNotYours: it is not by the person who files.
    """
    check = documents.check_signatures(data=data, original=paper)
    if check.form not in _FORMS or (check.form == "pades" and not paper):
        raise SignatureNotTaken(field="signature")
    if not check.holds:
        raise SignatureNotGood(field="signature", reasons=" ".join(_reasons(check)))
    if not _about_this(check, statement):
        raise SignatureOfSomethingElse(field="signature")
    one = _own(check, actor)
    return FiledSignature(
        data=data, form=check.form, level=one.level, signer=one.signer, issuer=one.issuer,
        person=_person(actor), signed_at=one.proven_at or one.claimed_at, proven=one.proven_at is not None,
        statement_sha256=hashlib.sha256(statement).hexdigest(),
    )  # fmt: skip


def _about_this(check: SignatureCheck, statement: bytes) -> bool:
    """Whether every signature is over exactly this filing."""
    if check.form == "pades":
        return check.grown  # each of its signatures covers the file from its first byte
    meant = xml_of(statement) if check.form == "xades" else statement
    wanted = hashlib.sha256(meant).hexdigest()
    return all(any(part.sha256 == wanted for part in one.covers) for one in check.signatures)


def _own(check: SignatureCheck, actor: Actor) -> CheckedSignature:
    """The signature of the person who files; others may have signed besides."""
    for one in check.signatures:
        found = trust.check_certificate(certificate=one.certificate, usage="signature")
        if found.ok and found.holder is not None and found.holder in actor.themself:
            return one
    raise SignatureNotYours(field="signature", signer=", ".join(one.signer for one in check.signatures))


def _person(actor: Actor) -> Reference:
    assert actor.person is not None  # else no certificate's holder was equal to it
    return actor.person


def _reasons(check: SignatureCheck) -> list[str]:
    every = [*check.findings, *(found for one in check.signatures for found in one.findings)]
    told = [one.message.format(**one.values) for one in every if one.counts_against]
    return told or ["?"]
