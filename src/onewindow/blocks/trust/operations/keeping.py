"""Keys that the house keeps for people: opened with a PIN, used with it."""

from datetime import datetime

from django.db import IntegrityError, transaction

from onewindow.blocks.trust import app_settings, joined, queries, sealed_keys, subjects
from onewindow.blocks.trust.errors import (
    KeyNameTaken,
    KeyUnknown,
    NotProofed,
    NotYourCertificate,
    OnlyInTheDemonstration,
    PasswordTooShort,
    PinBlocked,
    PinTheSame,
    PinTooSimple,
    PinWrong,
)
from onewindow.blocks.trust.models import Certificate, KeptKey
from onewindow.blocks.trust.operations import issuing
from onewindow.blocks.trust.types import CertificateView
from onewindow.foundation.access.api import StrongerSignInNeeded
from onewindow.foundation.access.types import Actor
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference
from onewindow.standards.signing import KeySigner, new_key
from onewindow.standards.signing.pki import certificates


def open_key(*, actor: Actor, name: str, pin: str) -> CertificateView:
    """See ``api.open_signing_key``."""
    if actor.person is None:
        raise NotProofed()
    sealed_keys.check_pin(pin)
    holder, key = actor.person, new_key()
    name = " ".join(name.split())[:60] or "signing"
    public = certificates.public_half(key)
    kept = sealed_keys.seal(
        key_pem=key, pin=pin, house_secret=joined.keys().house_secret(), about=_about(holder, public)
    )
    try:
        with transaction.atomic():
            row = KeptKey.objects.create(
                holder=holder.text,
                name=name,
                public=public,
                salt=kept.salt,
                sealed=kept.sealed,
                made_at=clock.now(),
            )
            return issuing.issue(
                profile="person",
                subject=subjects.person(person=holder, name=actor.name),
                public_key=public,
                holder=holder,
                actor=actor,
                key=row,
            )
    except IntegrityError as problem:
        raise KeyNameTaken(field="name", name=name) from problem


def key_file(*, actor: Actor, password: str) -> tuple[CertificateView, bytes]:
    """See ``api.key_file``."""
    if not app_settings.demo():
        raise OnlyInTheDemonstration()
    if actor.person is None:
        raise NotProofed()
    if len(password) < app_settings.SHORTEST_FILE_PASSWORD:
        raise PasswordTooShort(field="password", least=app_settings.SHORTEST_FILE_PASSWORD)
    key = new_key()
    made = issuing.issue(
        profile="person",
        subject=subjects.person(person=actor.person, name=actor.name),
        public_key=certificates.public_half(key),
        holder=actor.person,
        actor=actor,
    )
    return made, certificates.key_file(
        key_pem=key, chain=made.chain, name=actor.name, password=password.encode("utf-8")
    )


def unlock(*, holder: Reference, pin: str, name: str | None = None) -> KeySigner:
    """Open a kept key with its PIN. See ``api.signer_of``.

    The try is counted before it is made, in a transaction of its own, so that neither parallel guesses nor a
    caller that rolls back get one for nothing.
    """
    row = _counted(holder, name)
    kept = sealed_keys.SealedKey(bytes(row.salt), bytes(row.sealed))
    key = sealed_keys.unseal(
        kept=kept,
        pin=pin,
        house_secret=joined.keys().house_secret(),
        about=_about(holder, bytes(row.public)),
    )
    if key is None:
        left = app_settings.MOST_WRONG_PINS - row.wrong_pins
        if left <= 0:
            raise PinBlocked(field="pin")
        raise PinWrong(field="pin", left=left)
    KeptKey.objects.filter(pk=row.pk).update(wrong_pins=0)
    return KeySigner(key, _standing(row, clock.now()).chain)


def change_pin(*, actor: Actor, serial: str, pin: str, new_pin: str) -> CertificateView:
    """See ``api.change_pin``. The try is counted as with every use of the key."""
    row = _own_key(actor, serial)
    if not actor.reaches("substantial"):
        raise StrongerSignInNeeded(level="substantial")
    _check_new_pin(pin, new_pin)
    holder = Reference(row.holder)
    signer = unlock(holder=holder, pin=pin, name=row.name)
    public = bytes(row.public)
    kept = sealed_keys.seal(
        key_pem=signer.key_pem,
        pin=new_pin,
        house_secret=joined.keys().house_secret(),
        about=_about(holder, public),
    )
    with transaction.atomic():
        # Of two changes at the same moment one wins; a key that was closed meanwhile stays closed.
        changed = KeptKey.objects.filter(pk=row.pk, closed_at=None, salt=bytes(row.salt)).update(
            salt=kept.salt, sealed=kept.sealed, wrong_pins=0
        )
        if not changed:
            raise KeyUnknown()
        said = _standing(row, clock.now())
        record.append(
            kind="trust.pin-changed",
            subject=holder,
            payload={"serial": said.serial, "authority": said.authority},
            actor=subjects.who(actor) or None,
        )
        return said


def _own_key(actor: Actor, serial: str) -> KeptKey:
    row = queries.row_of(serial=serial)
    if actor.person is None or row.holder != actor.person.text:
        raise NotYourCertificate()
    if row.key is None or row.key.closed_at is not None:
        raise KeyUnknown()
    return row.key


def _check_new_pin(pin: str, new_pin: str) -> None:
    try:
        sealed_keys.check_pin(new_pin)
    except PinTooSimple as problem:
        problem.field = "new_pin"
        raise
    if pin == new_pin:
        raise PinTheSame(field="new_pin")


@transaction.atomic(durable=True)
def _counted(holder: Reference, name: str | None) -> KeptKey:
    rows = KeptKey.objects.select_for_update().filter(holder=holder.text, closed_at=None)
    row = (rows.filter(name=name) if name is not None else rows).order_by("-made_at", "-pk").first()
    if row is None:
        raise KeyUnknown()
    _standing(row, clock.now())
    if row.wrong_pins >= app_settings.MOST_WRONG_PINS:
        raise PinBlocked(field="pin")
    row.wrong_pins += 1
    row.save(update_fields=["wrong_pins"])
    return row


def _standing(row: KeptKey, at: datetime) -> CertificateView:
    rows = Certificate.objects.filter(key=row, revoked_at=None, starts_at__lte=at, ends_at__gt=at)
    newest = rows.select_related("key").order_by("-made_at", "-pk").first()
    if newest is None:
        raise KeyUnknown()
    return queries.view(newest)


def _about(holder: Reference, public: bytes) -> bytes:
    return holder.text.encode() + b"\0" + public
