"""The API of documents: one's documents, their files, checks by anybody, uploads."""

from datetime import date, datetime
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile

from onewindow.blocks.documents import api
from onewindow.blocks.documents.errors import UploadTooLarge
from onewindow.blocks.documents.serving import attachment
from onewindow.blocks.documents.showing_signatures import said
from onewindow.blocks.documents.types import (
    Answer,
    CheckFinding,
    DocumentState,
    IssuedDocument,
    SignatureCheck,
    Verification,
)
from onewindow.blocks.documents.verifying import MAX_PDF
from onewindow.foundation.access.api import actor_of, guard
from onewindow.kernel.reference import Reference
from onewindow.standards.signing.findings import Severity
from onewindow.standards.signing.verdict import Level

router = Router(tags=["documents"])
_MAX_UPLOAD = 10_000_000


class DocumentChangeOut(Schema):
    """Something that happened to a document: ``issued``, ``extended``, ``superseded`` or ``revoked``."""

    kind: str
    at: datetime
    reason: str
    valid_until: date | None


class DocumentOut(Schema):
    """An issued document, without its holder."""

    code: str
    document: str
    number: str
    title: dict[str, str]
    agency: str
    version: int
    state: DocumentState
    valid_from: date
    valid_until: date | None
    issued_at: datetime
    replaces: str | None
    replaced_by: str | None
    sha256: str
    changes: list[DocumentChangeOut]


class SealOut(Schema):
    """The seal of a file that was shown."""

    state: str
    signer: str
    organisation: str
    signed_at: datetime | None
    timestamped: bool


class FindingOut(Schema):
    """One thing that a check found; ``unknown`` and ``broken`` count against the signature."""

    code: str
    severity: Severity
    says: str


class CoveredOut(Schema):
    """What a signature covers; "" is the whole document."""

    name: str
    sha256: str
    size: int


class FileSignatureOut(Schema):
    """One signature. ``proven_at`` is by a trusted timestamp, ``claimed_at`` as the signer says."""

    holds: bool
    level: Level
    signer: str
    organisation: str
    issuer: str
    claimed_at: datetime | None
    proven_at: datetime | None
    findings: list[FindingOut]
    covers: list[CoveredOut]


class SignaturesOut(Schema):
    """All signatures of a file, in the language asked for."""

    form: Literal["pades", "xades", "jades", "asic-e"]
    holds: bool
    findings: list[FindingOut]
    signatures: list[FileSignatureOut]


class VerificationOut(Schema):
    """The answer to a check. ``genuine`` also means: valid today."""

    answer: Answer
    recorded: bool
    document: DocumentOut | None
    seal: SealOut | None
    signatures: SignaturesOut | None


class UploadOut(Schema):
    """A file that was let in."""

    file: str
    name: str
    content_type: str
    size: int
    sha256: str


@router.get("/documents", response=list[DocumentOut])
@guard("signed-in", scope="documents:read")
def mine(request: HttpRequest) -> list[DocumentOut]:
    """The documents of the person, or of whom the person acts for; newest first, at most 200."""
    return [_document(one) for one in api.documents_for(reader=actor_of(request=request))]


@router.get("/documents/{code}", response=DocumentOut)
@guard("signed-in", scope="documents:read")
def document(request: HttpRequest, code: str) -> DocumentOut:
    """One document that the caller may see."""
    return _document(api.document_for(code=code, reader=actor_of(request=request)))


@router.get("/documents/{code}/pdf")
@guard("signed-in", scope="documents:read")
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The sealed file."""
    data = api.sealed_pdf(code=code, reader=actor_of(request=request))
    return attachment(data, name=f"{code}.pdf", content_type="application/pdf")


@router.get("/verify/{code}", response=VerificationOut)
@guard("public")
def verify_code(request: HttpRequest, code: str) -> VerificationOut:
    """What a code stands for."""
    return _verification(api.verify_code(code=code))


@router.post("/verify", response=VerificationOut)
@guard("public")
def verify_file(request: HttpRequest, file: UploadedFile = File(...)) -> VerificationOut:  # noqa: B008
    """What a file is: a PDF, XML, JSON, or a container; each signature with what holds and what does not."""
    return _verification(api.verify_file(data=_bytes(file, MAX_PDF)))


@router.post("/uploads", response={201: UploadOut})
@guard("signed-in", scope="cases:write")
def upload(request: HttpRequest, file: UploadedFile = File(...)) -> Status[UploadOut]:  # noqa: B008
    """Send a file, to name it in a filing."""
    actor = actor_of(request=request)
    stored = api.store_upload(
        data=_bytes(file, _MAX_UPLOAD),
        name=str(file.name or ""),
        uploader=actor,
        subject=Reference.of("account", actor.account or "nobody"),
        max_bytes=_MAX_UPLOAD,
    )
    return Status(
        201,
        UploadOut(
            file=str(stored.reference),
            name=stored.name,
            content_type=stored.content_type,
            size=stored.size,
            sha256=stored.sha256,
        ),
    )


def _bytes(file: UploadedFile, limit: int) -> bytes:
    size = file.size or 0
    if size > limit:
        raise UploadTooLarge(
            field="file", name=str(file.name), size=f"{size / 1_000_000:.1f}", limit=f"{limit / 1_000_000:g}"
        )
    return file.read()


def _document(one: IssuedDocument, *, why: bool = True) -> DocumentOut:
    """:param why: with the reasons of changes, which are not for anybody who has the code."""
    return DocumentOut(
        code=one.code,
        document=one.document,
        number=one.number,
        title=dict(one.title.texts),
        agency=one.agency,
        version=one.version,
        state=one.state,
        valid_from=one.valid_from,
        valid_until=one.valid_until,
        issued_at=one.issued_at,
        replaces=one.replaces,
        replaced_by=one.replaced_by,
        sha256=one.sha256,
        changes=[
            DocumentChangeOut(kind=c.kind, at=c.at, reason=c.reason if why else "", valid_until=c.valid_until)
            for c in one.changes
        ],
    )


def _verification(found: Verification) -> VerificationOut:
    seal = found.seal
    return VerificationOut(
        answer=found.answer,
        recorded=found.recorded,
        document=_document(found.document, why=False) if found.document else None,
        seal=SealOut(
            state=seal.state,
            signer=seal.signer,
            organisation=seal.organisation,
            signed_at=seal.signed_at,
            timestamped=seal.timestamped,
        )
        if seal
        else None,
        signatures=_signatures(found.signatures) if found.signatures else None,
    )


def _signatures(found: SignatureCheck) -> SignaturesOut | None:
    if not found.form:
        return None
    return SignaturesOut(
        form=found.form,
        holds=found.holds,
        findings=[_finding(one) for one in found.findings],
        signatures=[
            FileSignatureOut(
                holds=one.holds,
                level=one.level,
                signer=one.signer,
                organisation=one.organisation,
                issuer=one.issuer,
                claimed_at=one.claimed_at,
                proven_at=one.proven_at,
                findings=[_finding(each) for each in one.findings],
                covers=[
                    CoveredOut(name=part.name, sha256=part.sha256, size=part.size) for part in one.covers
                ],
            )
            for one in found.signatures
        ],
    )


def _finding(one: CheckFinding) -> FindingOut:
    return FindingOut(code=one.code, severity=one.severity, says=said(one))
