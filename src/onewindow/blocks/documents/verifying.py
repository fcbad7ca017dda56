"""What a stranger learns from a code or from a file."""

import hashlib
from dataclasses import replace

from onewindow.blocks.documents import queries, sealing
from onewindow.blocks.documents.codes import read_code
from onewindow.blocks.documents.errors import CheckingBusy, DocumentUnknown
from onewindow.blocks.documents.limited.process import LimitedBusy
from onewindow.blocks.documents.signatures import check_signatures
from onewindow.blocks.documents.types import Answer, IssuedDocument, SealSeen, SignatureCheck, Verification
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock

MAX_PDF = 30_000_000
_WORDS: dict[str, Answer] = {
    "valid": "genuine",
    "expired": "expired",
    "not-yet-valid": "not-yet-valid",
    "superseded": "superseded",
    "revoked": "revoked",
}
_BROKEN = frozenset({"altered", "extended", "unreadable"})


def verify_code(*, code: str) -> Verification:
    """See ``api.verify_code``."""
    if read_code(code) is None:
        return Verification(answer="unknown")
    try:
        return _known(queries.document(code=code))
    except DocumentUnknown:
        return Verification(answer="unknown")


def verify_pdf(*, data: bytes) -> Verification:
    """See ``api.verify_pdf``."""
    try:
        return _of_pdf(data)
    except LimitedBusy as busy:
        raise CheckingBusy() from busy


def _of_pdf(data: bytes) -> Verification:
    """First by every byte, then by the seal, then by the name on it."""
    found = queries.by_sha256(hashlib.sha256(data).hexdigest())
    if found is not None:
        return _known(found)
    if len(data) > MAX_PDF or b"%PDF-" not in data[:1024]:
        return Verification(answer="unknown")
    seal = sealing.seal_of(data, at=clock.now(), by=sealing.strangers)
    named = _named(data)
    if named is not None:
        # It says that it is ours, and it is not what we issued.
        return Verification(answer="altered", document=named, seal=seal)
    if seal is not None and seal.state in _BROKEN and seal.organisation:
        return Verification(answer="altered", seal=seal)
    return Verification(answer="unknown", seal=seal)


def verify_file(*, data: bytes) -> Verification:
    """See ``api.verify_file``."""
    try:
        return _of_file(data)
    except LimitedBusy as busy:
        raise CheckingBusy() from busy


def _of_file(data: bytes) -> Verification:
    check = check_signatures(data, at=clock.now(), by=sealing.strangers)
    if check.form in ("", "pades"):
        found = replace(_of_pdf(data), signatures=check if check.form else None)
        return found if found.answer != "unknown" or not _by_people(check) else _told(check)
    return _told(check)


def _told(check: SignatureCheck) -> Verification:
    """What the signatures say, of a file that nobody issued."""
    answer: Answer = "signature-holds" if check.holds else "signature-unclear"
    if check.broken:
        answer = "signature-broken"
    elif not check.signatures:
        answer = "unknown"
    return Verification(answer=answer, signatures=check)


def _by_people(check: SignatureCheck) -> bool:
    """Whether people signed a PDF, such as a filing. A seal says that it was issued: the record counts."""
    return bool(check.signatures) and not any(one.organisation for one in check.signatures)


def _known(found: IssuedDocument, seal: SealSeen | None = None) -> Verification:
    recorded = record.entry(entry_id=found.entry).index is not None
    return Verification(answer=_WORDS[found.state], document=found, seal=seal, recorded=recorded)


def _named(data: bytes) -> IssuedDocument | None:
    for code in sealing.codes_named_in(data):
        try:
            return queries.document(code=code)
        except DocumentUnknown:
            continue
    return None
