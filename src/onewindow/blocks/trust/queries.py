"""Reads: certificates, anchors, evidence."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Literal, cast

from django.db.models import Q

from onewindow.blocks.trust import authorities, joined, lists
from onewindow.blocks.trust.errors import CertificateUnknown, RevocationNotKnown
from onewindow.blocks.trust.models import (
    Certificate,
    ForeignAnchor,
    ForeignEvidence,
    RevocationList,
    TrustList,
)
from onewindow.blocks.trust.types import (
    Anchor,
    AnchorUse,
    AuthorityView,
    CertificateView,
    EndProfile,
    TrustListView,
)
from onewindow.foundation.access.types import Assurance
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference
from onewindow.standards.signing.material import Evidence
from onewindow.standards.signing.pki import certificates, ocsp
from onewindow.standards.signing.pki.types import Reason
from onewindow.standards.signing.x509 import common_name, fingerprint


def view(row: Certificate) -> CertificateView:
    """A row as others see it."""
    return CertificateView(
        authority=row.authority,
        serial=row.serial,
        profile=cast(EndProfile, row.profile),
        holder=Reference(row.holder),
        subject=row.subject,
        key=row.key.name if row.key is not None else "",
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        revoked_at=row.revoked_at,
        reason=row.reason,
        assurance=cast(Assurance, row.assurance),
        der=bytes(row.der),
        chain=(bytes(row.der), authorities.certificate_of(row.authority)),
    )


def row_of(*, serial: str, authority: str | None = None) -> Certificate:
    """One certificate.

    :raises CertificateUnknown: there is none of that serial.
    """
    rows = Certificate.objects.select_related("key").filter(serial=serial.lower())
    found = rows.filter(authority=authority) if authority else rows
    row = found.first()
    if row is None:
        raise CertificateUnknown()
    return row


def known(certificate: bytes) -> CertificateView | None:
    """The row of a certificate; None where we did not issue it."""
    rows = Certificate.objects.select_related("key").filter(fingerprint=fingerprint(certificate))
    row = rows.first()
    return view(row) if row is not None else None


def certificates_of(holder: Reference) -> tuple[CertificateView, ...]:
    """All certificates of a holder, newest first."""
    rows = Certificate.objects.select_related("key").filter(holder=holder.text)
    return tuple(view(row) for row in rows.order_by("-made_at", "-pk"))


def anchors(*, at: datetime) -> tuple[Anchor, ...]:
    """The country's own root, then what is trusted of other countries at a moment."""
    from onewindow.blocks.trust import app_settings

    found: list[Anchor] = []
    root = joined.keys().root()
    if root is not None:
        starts, ends = certificates.validity_of(root)
        if starts <= at <= ends:
            every = frozenset(authorities.AUTHORITIES)
            found.append(
                Anchor(
                    certificate=root,
                    country=app_settings.country(),
                    name=common_name(root),
                    uses=every,
                    since=starts,
                    until=None,
                )
            )
    return (*found, *(_foreign(row) for row in _foreign_rows(at)))


def _foreign_rows(at: datetime) -> Iterable[ForeignAnchor]:
    rows = ForeignAnchor.objects.select_related("trust_list").filter(
        trust_list__confirmed_at__isnull=False,
        trust_list__confirmed_at__lte=at,
        trust_list__ends_at__gt=at,
        starts_at__lte=at,
    )
    standing = Q(trust_list__withdrawn_at=None) | Q(trust_list__withdrawn_at__gt=at)
    return rows.filter(standing, Q(ends_at=None) | Q(ends_at__gt=at)).order_by("pk")


def _foreign(row: ForeignAnchor) -> Anchor:
    return Anchor(
        certificate=bytes(row.certificate),
        country=row.trust_list.country,
        name=row.name,
        uses=cast("frozenset[AnchorUse]", frozenset(row.uses)),
        since=row.starts_at,
        until=row.ends_at,
    )


def standing() -> tuple[AuthorityView, ...]:
    """What was established, from the root down."""
    names = (authorities.ROOT, *authorities.AUTHORITIES, *authorities.SERVICES)
    return tuple(_authority(name) for name in names if _is_established(name))


def _is_established(name: str) -> bool:
    keys = joined.keys()
    return keys.signer(name=name) is not None or (name == authorities.ROOT and keys.root() is not None)


def _authority(name: str) -> AuthorityView:
    certificate = authorities.certificate_of(name)
    listed = RevocationList.objects.filter(authority=name).order_by("-number").first()
    return AuthorityView(
        name=name,
        subject=common_name(certificate),
        ends_at=certificates.validity_of(certificate)[1],
        key_here=joined.keys().signer(name=name) is not None,
        list_ends_at=listed.ends_at if listed is not None else None,
    )


def trust_lists() -> tuple[TrustListView, ...]:
    """All trust lists of other countries, newest first."""
    rows = TrustList.objects.prefetch_related("anchors").order_by("-proposed_at", "-pk")
    return tuple(_trust_list(row) for row in rows[:200])


def _trust_list(row: TrustList) -> TrustListView:
    return TrustListView(
        trust_list=row.pk,
        country=row.country,
        name=row.name,
        number=row.number,
        ends_at=row.ends_at,
        signer=row.signer,
        state=_state_of(row),
        proposed_by=row.proposed_by,
        confirmed_by=row.confirmed_by,
        anchors=tuple(anchor.name for anchor in row.anchors.all()),
    )


def _state_of(row: TrustList) -> Literal["proposed", "in-force", "ended", "withdrawn"]:
    if row.withdrawn_at is not None:
        return "withdrawn"
    if row.ends_at <= clock.now():
        return "ended"
    return "in-force" if row.confirmed_at is not None else "proposed"


def own_evidence() -> Evidence:
    """The authorities' certificates, and the current list of each and of the root.

    :raises RevocationNotKnown: one is missing and cannot be made.
    """
    names = (authorities.ROOT, *authorities.AUTHORITIES)
    return Evidence(
        certificates=tuple(authorities.certificate_of(name) for name in authorities.AUTHORITIES),
        crls=tuple(bytes(lists.current(name).der) for name in names),
    )


def available_evidence() -> Evidence:
    """``own_evidence`` as far as it is there: what is missing then counts against a certificate."""
    held = [name for name in authorities.AUTHORITIES if joined.keys().signer(name=name) is not None]
    found: list[bytes] = []
    for name in (authorities.ROOT, *held):
        with suppress(RevocationNotKnown):
            found.append(bytes(lists.current(name).der))
    return Evidence(certificates=tuple(authorities.certificate_of(name) for name in held), crls=tuple(found))


def foreign_evidence() -> Evidence:
    """The lists of other countries' authorities that were fetched and are in their time."""
    rows = ForeignEvidence.objects.filter(ends_at__gt=clock.now())
    return Evidence(crls=tuple(bytes(row.der) for row in rows))


def status_of(issuer: bytes, serials: Sequence[int]) -> Mapping[int, ocsp.Status]:
    """What is known of certificates of one of our authorities (``ocsp.StatusOf``)."""
    authority = authorities.authority_with(issuer)
    wanted = {f"{serial:x}": serial for serial in serials if serial >= 0}
    known: dict[int, ocsp.Status] = {}
    for row in Certificate.objects.filter(authority=authority, serial__in=wanted).defer("der"):
        known[wanted[row.serial]] = _status(row)
    for serial in authorities.serials_of_services(authority):
        known.setdefault(serial, ocsp.Status(state="good"))
    return known


def _status(row: Certificate) -> ocsp.Status:
    if row.revoked_at is None:
        return ocsp.Status(state="good")
    since = row.revoked_at.replace(microsecond=0)
    return ocsp.Status(state="revoked", since=since, reason=cast(Reason, row.reason))
