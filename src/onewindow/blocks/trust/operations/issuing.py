"""Issuing, renewing and revoking certificates."""

import hashlib
from datetime import timedelta
from typing import cast, get_args

from django.db import transaction
from django.db.models import QuerySet

from onewindow.blocks.trust import app_settings, authorities, queries, subjects
from onewindow.blocks.trust.errors import (
    CertificateEnded,
    CertificateRenewed,
    KeyCompromised,
    NotATrustOfficer,
    NotForPrograms,
    NotProofed,
    NotYourCertificate,
    ReasonUnknown,
    TooManyCertificates,
)
from onewindow.blocks.trust.models import Certificate, KeptKey
from onewindow.blocks.trust.types import CertificateIssued, CertificateRevoked, CertificateView, EndProfile
from onewindow.foundation.access.api import StrongerSignInNeeded
from onewindow.foundation.access.types import Actor, Assurance
from onewindow.foundation.outbox import api as outbox
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference
from onewindow.standards.signing import x509
from onewindow.standards.signing.pki import Subject, certificates
from onewindow.standards.signing.pki.types import Reason

REASONS: tuple[str, ...] = get_args(Reason)
_COMPROMISED = "key-compromise"
PROVEN = "certificates:issue"
"""What a key for programs covers that was made with a certificate, and no other: a certificate opens
sessions, so that a key that a session made would become more than it is."""


def issue(
    *,
    profile: EndProfile,
    subject: Subject,
    public_key: bytes,
    holder: Reference,
    actor: Actor,
    key: KeptKey | None = None,
    assurance: Assurance | None = None,
    renews: Certificate | None = None,
) -> CertificateView:
    """Issue a certificate, keep it, and say so. See ``api.issue``.

    :param assurance: how sure a sign-in with it can be; None for as sure as the one by which it is made.
    """
    with transaction.atomic():
        _require_may_issue(profile, holder, actor)
        _require_not_too_many(holder, actor)
        subjects.require_complete(profile=profile, subject=subject)
        digest = _digest(public_key)
        if Certificate.objects.filter(key_digest=digest, reason=_COMPROMISED).exists():
            raise KeyCompromised()
        slug = authorities.AUTHORITY_OF[profile]
        made = authorities.issued(profile=profile, subject=subject, public_key=public_key, slug=slug)[0]
        starts, ends = certificates.validity_of(made)
        row = Certificate.objects.create(
            authority=slug,
            serial=f"{certificates.serial_of(made):x}",
            profile=profile,
            holder=holder.text,
            subject=subject.common_name[:200],
            der=made,
            fingerprint=x509.fingerprint(made),
            key_digest=digest,
            starts_at=starts,
            ends_at=ends,
            made_at=clock.now(),
            made_by=subjects.who(actor),
            assurance=assurance or actor.assurance,
            key=key,
        )
        if renews is not None:
            renews.renewed_by = row
            renews.save(update_fields=["renewed_by"])
        said = queries.view(row)
        _recorded("trust.certificate-issued", row, actor)
        outbox.publish(CertificateIssued(holder, slug, row.serial, said.key, ends))
        return said


def renew(*, serial: str, actor: Actor, public_key: bytes | None = None) -> CertificateView:
    """A new certificate in the place of one that stands. See ``api.renew``."""
    with transaction.atomic():
        old = queries.row_of(serial=serial)
        locked = Certificate.objects.select_for_update(of=("self",)).select_related("key").get(pk=old.pk)
        _require_may_touch(locked, actor)
        if not queries.view(locked).stands(at=clock.now()):
            raise CertificateEnded()
        if locked.renewed_by_id is not None:
            raise CertificateRenewed()
        der = bytes(locked.der)
        # Whoever has the key has it as surely as before; another key is known as surely as this sign-in.
        same = public_key is None or public_key == certificates.public_key_of(der)
        return issue(
            profile=queries.view(locked).profile,
            subject=_subject_today(locked),
            public_key=public_key or certificates.public_key_of(der),
            holder=Reference(locked.holder),
            actor=actor,
            key=locked.key if public_key is None else None,
            assurance=cast(Assurance, locked.assurance) if same else None,
            renews=locked,
        )


def _subject_today(row: Certificate) -> Subject:
    """What the certificate says; of a person, under the name that the register has today."""
    before = certificates.subject_of(bytes(row.der))
    if row.profile != "person":
        return before
    return subjects.person(person=Reference(row.holder), name=before.common_name)


def revoke(*, serial: str, reason: str, actor: Actor) -> CertificateView:
    """Revoke for ever; a key that others know loses all its certificates. See ``api.revoke``."""
    with transaction.atomic():
        if reason not in REASONS:
            raise ReasonUnknown(field="reason", reason=reason, known=", ".join(REASONS))
        pk = queries.row_of(serial=serial).pk
        row = Certificate.objects.select_for_update(of=("self",)).select_related("key").get(pk=pk)
        _require_may_touch(row, actor)
        if row.revoked_at is None:
            _end(row, reason, actor)
        if reason == _COMPROMISED:
            for other in _of_the_same_key(row):
                _end(other, reason, actor)
        return queries.view(row)


def revoke_made_by(*, maker: str, reason: Reason, actor: Actor) -> int:
    """End what an account made, and what came after it by renewal. See ``api.revoke_made_by``."""
    with transaction.atomic():
        found = set(Certificate.objects.filter(made_by=maker, profile="person").values_list("pk", flat=True))
        newer = found
        while newer:
            after = Certificate.objects.filter(renews__in=newer).values_list("pk", flat=True)
            newer = set(after) - found
            found |= newer
        rows = Certificate.objects.filter(pk__in=found, revoked_at=None, ends_at__gt=clock.now())
        ended = list(rows.select_for_update(of=("self",)).select_related("key").order_by("pk"))
        for row in ended:
            _end(row, reason, actor)
        return len(ended)


def _of_the_same_key(row: Certificate) -> QuerySet[Certificate]:
    """What else vouches for the key and neither ended nor was revoked (RFC 5280 §5.3.1, keyCompromise)."""
    rows = Certificate.objects.filter(key_digest=row.key_digest, revoked_at=None, ends_at__gt=clock.now())
    return rows.select_for_update(of=("self",)).select_related("key").order_by("pk")


def _end(row: Certificate, reason: str, actor: Actor) -> None:
    row.revoked_at, row.reason, row.revoked_by = clock.now(), reason, subjects.who(actor)
    row.save(update_fields=["revoked_at", "reason", "revoked_by"])
    _close_key_without_certificate(row)
    said = queries.view(row)
    _recorded("trust.certificate-revoked", row, actor)
    outbox.publish(CertificateRevoked(said.holder, row.authority, row.serial, said.key, reason))


def _digest(public_key: bytes) -> str:
    return hashlib.sha256(public_key).hexdigest()


def _close_key_without_certificate(row: Certificate) -> None:
    """A kept key that no certificate vouches for any more is of no use to anybody but a thief."""
    if row.key_id is None:
        return
    others = Certificate.objects.filter(key=row.key_id, revoked_at=None, ends_at__gt=clock.now())
    if not others.exists():
        KeptKey.objects.filter(pk=row.key_id, closed_at=None).update(closed_at=clock.now(), sealed=b"")


def _require_may_issue(profile: EndProfile, holder: Reference, actor: Actor) -> None:
    if actor.kind == "system":
        return
    if actor.scopes is not None and PROVEN not in actor.scopes:
        raise NotForPrograms()
    if profile == "person":
        if actor.person is None:
            raise NotProofed()
        if actor.person != holder:
            raise NotYourCertificate()
        if not actor.reaches("substantial"):
            raise StrongerSignInNeeded(level="substantial")
    elif not subjects.is_officer(actor):
        raise NotATrustOfficer()


def _require_not_too_many(holder: Reference, actor: Actor) -> None:
    since = clock.now() - timedelta(days=1)
    made = Certificate.objects.filter(holder=holder.text, made_at__gt=since).count()
    if actor.kind != "system" and made >= app_settings.MOST_A_DAY:
        raise TooManyCertificates(most=app_settings.MOST_A_DAY)


def _require_may_touch(row: Certificate, actor: Actor) -> None:
    own = row.holder in [each.text for each in actor.themself]
    if not (own or actor.kind == "system" or subjects.is_officer(actor)):
        raise NotYourCertificate()


def _recorded(kind: str, row: Certificate, actor: Actor) -> None:
    payload = {"authority": row.authority, "serial": row.serial, "sha256": row.fingerprint}
    if row.reason:
        payload["reason"] = row.reason
    record.append(
        kind=kind, subject=Reference(row.holder), payload=payload, actor=subjects.who(actor) or None
    )
