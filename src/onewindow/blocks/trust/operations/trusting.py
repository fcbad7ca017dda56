"""Trust lists of other countries: proposed by one officer, confirmed by another, withdrawn by any."""

import hashlib

from django.db import transaction

from onewindow.blocks.trust import subjects
from onewindow.blocks.trust.errors import NotATrustOfficer, TrustListOlder, TrustListUnknown, TwoPeopleNeeded
from onewindow.blocks.trust.models import ForeignAnchor, TrustList
from onewindow.foundation.access.types import Actor
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference
from onewindow.standards.signing import x509
from onewindow.standards.signing.pki import trust_lists
from onewindow.standards.signing.pki.errors import TrustListRefused


def propose(*, actor: Actor, document: bytes, signer: bytes) -> int:
    """See ``api.propose_trust_list``."""
    with transaction.atomic():
        _require_officer(actor)
        listed = trust_lists.read_any(document, signer=signer, at=clock.now())
        _require_newer(listed)
        row, made = TrustList.objects.get_or_create(
            digest=hashlib.sha256(document).hexdigest(),
            defaults={
                "country": listed.country,
                "name": listed.name,
                "number": listed.number,
                "made_at": listed.issued_at,
                "ends_at": listed.next_update,
                "source": document,
                "signer": x509.fingerprint(signer),
                "proposed_at": clock.now(),
                "proposed_by": subjects.who(actor),
                "proposed_person": actor.person.text if actor.person is not None else "",
            },
        )
        if made:
            ForeignAnchor.objects.bulk_create(_anchors(row, listed))
            _recorded("trust.list-proposed", row, actor)
        return row.pk


def confirm(*, actor: Actor, trust_list: int) -> None:
    """See ``api.confirm_trust_list``."""
    with transaction.atomic():
        _require_officer(actor)
        row = _locked(trust_list)
        if row.confirmed_at is not None or row.withdrawn_at is not None:
            return
        same_person = actor.person is not None and actor.person.text == row.proposed_person
        if same_person or subjects.who(actor) == row.proposed_by:
            raise TwoPeopleNeeded()
        if row.ends_at <= clock.now():
            raise TrustListRefused(reason="it is out of its time")
        older = TrustList.objects.select_for_update().filter(country=row.country, confirmed_at__isnull=False)
        if older.filter(number__gte=row.number).exists():
            raise TrustListOlder(country=row.country)
        older.filter(withdrawn_at=None).update(withdrawn_at=clock.now(), withdrawn_by=subjects.who(actor))
        row.confirmed_at, row.confirmed_by = clock.now(), subjects.who(actor)
        row.save(update_fields=["confirmed_at", "confirmed_by"])
        _recorded("trust.list-confirmed", row, actor)


def withdraw(*, actor: Actor, trust_list: int) -> None:
    """See ``api.withdraw_trust_list``."""
    with transaction.atomic():
        _require_officer(actor)
        row = _locked(trust_list)
        if row.withdrawn_at is None:
            row.withdrawn_at, row.withdrawn_by = clock.now(), subjects.who(actor)
            row.save(update_fields=["withdrawn_at", "withdrawn_by"])
            _recorded("trust.list-withdrawn", row, actor)


def _require_officer(actor: Actor) -> None:
    if not subjects.is_officer(actor):
        raise NotATrustOfficer()


def _require_newer(listed: trust_lists.TrustList) -> None:
    known = TrustList.objects.filter(country=listed.country, confirmed_at__isnull=False)
    if known.filter(number__gt=listed.number).exists():
        raise TrustListOlder(country=listed.country)


def _locked(trust_list: int) -> TrustList:
    row = TrustList.objects.select_for_update().filter(pk=trust_list).first()
    if row is None:
        raise TrustListUnknown()
    return row


def _anchors(row: TrustList, listed: trust_lists.TrustList) -> list[ForeignAnchor]:
    return [
        ForeignAnchor(
            trust_list=row,
            name=one.name,
            certificate=one.certificate,
            uses=list(one.uses),
            starts_at=one.since,
            ends_at=one.until,
        )
        for one in listed.authorities
    ]


def _recorded(kind: str, row: TrustList, actor: Actor) -> None:
    payload = {"country": row.country, "number": row.number, "sha256": row.digest, "signer": row.signer}
    subject = Reference.of("trust-list", row.country.lower(), str(row.number))
    record.append(kind=kind, subject=subject, payload=payload, actor=subjects.who(actor))
