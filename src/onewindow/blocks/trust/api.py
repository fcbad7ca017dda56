"""The door of the trust service: certificates, keys kept for people, timestamps, and whom to trust."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from onewindow.blocks.trust import (
    app_settings,
    authorities,
    checking,
    forms,
    joined,
    lists,
    publishing,
    queries,
    subjects,
)
from onewindow.blocks.trust.errors import (
    AuthorityNotThere,
    CertificateEnded,
    CertificateRenewed,
    CertificateUnknown,
    FormUnknown,
    KeyCompromised,
    KeyNameTaken,
    KeyUnknown,
    NotATrustOfficer,
    NotForPrograms,
    NotProofed,
    NotYourCertificate,
    OnlyInTheDemonstration,
    PinBlocked,
    PinTheSame,
    PinTooSimple,
    PinWrong,
    ReasonUnknown,
    RevocationNotKnown,
    RootNotMoved,
    RootTakenOut,
    SubjectNotComplete,
    TooManyCertificates,
    TrustListOlder,
    TrustListUnknown,
    TwoPeopleNeeded,
)
from onewindow.blocks.trust.operations import issuing, keeping, preserving, stamping, trusting
from onewindow.blocks.trust.operations.issuing import PROVEN
from onewindow.blocks.trust.ports import AuthorityKeys, KeptSignatures, ListSource, PersonNames
from onewindow.blocks.trust.types import (
    Anchor,
    AuthorityView,
    CertificateVerdict,
    CertificateView,
    Due,
    EndProfile,
    Form,
    Level,
    Reason,
    Subject,
    TrustListView,
    Usage,
)
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference
from onewindow.standards.signing import Signer
from onewindow.standards.signing.material import Anchors, Evidence
from onewindow.standards.signing.pki import certificates
from onewindow.standards.signing.policy import Policy
from onewindow.standards.signing.ports import EvidenceSource, TimestampSource

__all__ = [
    "PROVEN",
    "AuthorityNotThere",
    "CertificateEnded",
    "CertificateRenewed",
    "CertificateUnknown",
    "Due",
    "FormUnknown",
    "KeyCompromised",
    "KeyNameTaken",
    "KeyUnknown",
    "NotATrustOfficer",
    "NotForPrograms",
    "NotProofed",
    "NotYourCertificate",
    "OnlyInTheDemonstration",
    "PinBlocked",
    "PinTheSame",
    "PinTooSimple",
    "PinWrong",
    "ReasonUnknown",
    "RevocationNotKnown",
    "RootNotMoved",
    "RootTakenOut",
    "SubjectNotComplete",
    "TooManyCertificates",
    "TrustListOlder",
    "TrustListUnknown",
    "TwoPeopleNeeded",
    "anchors",
    "bring_root_back",
    "certificate",
    "certificates_of",
    "change_pin",
    "check_certificate",
    "confirm_trust_list",
    "due_for_renewal",
    "establish",
    "evidence",
    "evidence_source",
    "has_signing_key",
    "issue",
    "issue_to_person",
    "key_file",
    "known_here",
    "open_signing_key",
    "organisation",
    "own_trust_list",
    "policy",
    "propose_trust_list",
    "publish_due_lists",
    "renew",
    "renewed",
    "revoke",
    "revoke_made_by",
    "sign",
    "sign_root_list",
    "signer_of",
    "signing_anchors",
    "standing",
    "take_root_out",
    "timestamp",
    "timestamp_source",
    "trust_lists",
    "use",
    "use_kept",
    "withdraw_trust_list",
]


def use(
    *,
    keys: AuthorityKeys | None = None,
    lists: ListSource | None = None,
    names: PersonNames | None = None,
) -> None:
    """Say who fulfils the ports. Wiring calls it; without keys nothing is issued or trusted."""
    joined.use(keys=keys, lists=lists, names=names)


def establish() -> None:
    """Make the authorities that are missing, and renew the certificates of responders and timestamp units.

    :raises RootTakenOut: an authority is missing, and the root's key is not in the house.
    """
    authorities.establish()
    lists.current(authorities.ROOT)
    lists.publish_due()


def take_root_out(*, folder: Path) -> None:
    """Move the root's key out of the house. Its list, good for a year, is signed before.

    :raises RootTakenOut, RootNotMoved: nothing was moved.
    """
    lists.publish(authorities.ROOT)
    joined.keys().take_root_out(folder=folder)


def bring_root_back(*, folder: Path) -> None:
    """Bring the root's key into the house, to make an authority or to sign the root's list.

    :raises RootNotMoved: the folder does not hold it.
    """
    joined.keys().bring_root_back(folder=folder)


def sign_root_list() -> datetime:
    """Sign the root's list of revoked authorities anew.

    :returns: by when the next one is due.
    :raises RootTakenOut: the root's key is not in the house.
    """
    return lists.sign_root_list()


def standing() -> tuple[AuthorityView, ...]:
    """The root, the authorities, and what the house holds below them, from the root down."""
    return queries.standing()


def issue(
    *,
    profile: EndProfile,
    subject: Subject,
    holder: Reference,
    actor: Actor,
    request: bytes = b"",
    public_key: bytes = b"",
) -> CertificateView:
    """Issue a certificate from the authority of its profile (people, seals, servers, timestamps).

    :param profile: ``person`` for the actor's own person, at an assurance of at least substantial, which is
        kept with it: signing in with the certificate is never surer; the others by officers of the trust
        agency and by parts of this program (``identity.api.system_actor``).
    :param holder: whose it is, such as ``register/people/10000046`` or ``agency/customs``.
    :param request: PKCS #10, PEM or DER, which proves that the holder has the private key.
    :param public_key: in place of a request, for a key that the caller itself made; DER SubjectPublicKeyInfo.
    :raises RequestRefused: damaged, a wrong signature, a weak key.
    :raises KeyCompromised: it was revoked because others may know it.
    :raises NotProofed, NotYourCertificate, StrongerSignInNeeded, NotATrustOfficer, SubjectNotComplete,
        NotForPrograms, TooManyCertificates: nothing is made.
    """
    return issuing.issue(
        profile=profile,
        subject=subject,
        public_key=certificates.read_request(request) if request else public_key,
        holder=holder,
        actor=actor,
    )


def issue_to_person(*, actor: Actor, request: bytes) -> CertificateView:
    """Certify a key that the actor keeps, for the actor's person, whatever name the request asks for.

    :param request: PKCS #10, PEM or DER.
    :raises RequestRefused, NotProofed, StrongerSignInNeeded, TooManyCertificates: nothing is issued.
    """
    if actor.person is None:
        raise NotProofed()
    subject = subjects.person(person=actor.person, name=actor.name)
    return issue(profile="person", subject=subject, holder=actor.person, actor=actor, request=request)


def renew(*, serial: str, actor: Actor, request: bytes = b"") -> CertificateView:
    """Put a new certificate in the place of one that still stands; the old one ends by itself.

    :param request: for another key; without it the same key is certified again.
    :raises CertificateUnknown, CertificateEnded, CertificateRenewed, NotYourCertificate, RequestRefused,
        KeyCompromised: nothing is issued.
    """
    public = certificates.read_request(request) if request else None
    return issuing.renew(serial=serial, actor=actor, public_key=public)


def revoke(*, serial: str, reason: str, actor: Actor) -> CertificateView:
    """Revoke a certificate, for ever; OCSP says so at once, the next list within seconds.

    Where others may know the key (``key-compromise``), every certificate that stands for it is revoked, and
    none is issued for it any more.

    :param reason: one of ``types.Reason``.
    :param actor: its holder, an officer of the trust agency, or a part of this program.
    :raises CertificateUnknown, NotYourCertificate, ReasonUnknown: nothing changed.
    """
    return issuing.revoke(serial=serial, reason=reason, actor=actor)


def revoke_made_by(*, account: str, reason: Reason, actor: Actor) -> int:
    """Revoke every standing certificate of people that was made through an account, and what renews one.

    A key that the house keeps is closed with the last of its certificates. What was signed before holds.

    :param account: slug of the account, whosever person it was then or is now.
    :returns: how many.
    """
    return issuing.revoke_made_by(maker=f"account/{account}", reason=reason, actor=actor)


def known_here(*, certificate: bytes) -> CertificateView | None:
    """What we know of a certificate (DER); None where we did not issue it."""
    return queries.known(certificate)


def organisation(*, holder: Reference, name: str) -> Subject:
    """The subject of a seal: a company (``register/companies/…``) or a body of the state (``agency/…``)."""
    return subjects.organisation(holder=holder, name=name)


def certificate(*, serial: str) -> CertificateView:
    """One certificate that was issued here.

    :raises CertificateUnknown: there is none of that serial.
    """
    return queries.view(queries.row_of(serial=serial))


def certificates_of(*, holder: Reference) -> tuple[CertificateView, ...]:
    """All certificates of a holder, newest first."""
    return queries.certificates_of(holder)


def open_signing_key(*, actor: Actor, pin: str, name: str = "signing") -> CertificateView:
    """Make a key that the house keeps for the actor's person, and certify it.

    :param pin: 6 to 64 characters; only with it can the key be used, and nobody can find it out or reset it.
    :raises NotProofed, StrongerSignInNeeded, PinTooSimple, KeyNameTaken: nothing is made.
    """
    return keeping.open_key(actor=actor, name=name, pin=pin)


def change_pin(*, actor: Actor, serial: str, pin: str, new_pin: str) -> CertificateView:
    """Give a key that the house keeps another PIN; key and certificates stay. Call it outside a transaction.

    :param serial: of any certificate of that key.
    :param pin: the one of now. A wrong one counts as a try.
    :raises CertificateUnknown, NotYourCertificate, KeyUnknown, StrongerSignInNeeded, PinTooSimple,
        PinTheSame, PinWrong, PinBlocked: the PIN stays.
    """
    return keeping.change_pin(actor=actor, serial=serial, pin=pin, new_pin=new_pin)


def key_file(*, actor: Actor, password: str) -> tuple[CertificateView, bytes]:
    """Make a key that leaves the house at once, certified for the actor's person: only in the demonstration.

    :param password: of the file, at least 12 characters.
    :returns: the certificate, and a PKCS #12 file with the key and the chain. The key is not kept.
    :raises OnlyInTheDemonstration, PasswordTooShort, NotProofed, StrongerSignInNeeded: nothing is made.
    """
    return keeping.key_file(actor=actor, password=password)


def has_signing_key(*, holder: Reference) -> bool:
    """Whether the house keeps a key for the holder with a certificate that stands."""
    now = clock.now()
    return any(one.key and one.stands(at=now) for one in queries.certificates_of(holder))


def signer_of(*, holder: Reference, pin: str, key: str | None = None) -> Signer:
    """A kept key as a `Signer`, for this request only. Its certificates are its own and its authority's.

    Call it outside a transaction: tries are counted in one of their own.

    :param key: name of the key; None for the newest.
    :raises KeyUnknown: the holder has none with a certificate that stands.
    :raises PinWrong, PinBlocked: after five wrong ones the key is closed for good.
    """
    return keeping.unlock(holder=holder, pin=pin, name=key)


def sign(
    *, holder: Reference, pin: str, payload: bytes, form: Form, level: Level = "B", key: str | None = None
) -> bytes:
    """Sign with a kept key. Call it outside a transaction (see ``signer_of``).

    :param payload: JSON text for ``jades``, XML for ``xades``, a PDF for ``pades``, anything for ``asic-e``.
    :param level: B; T with a timestamp; LT with what proves the certificate too; LTA with an archive stamp.
    :raises KeyUnknown, PinWrong, PinBlocked, FormUnknown: nothing is signed.
    """
    return forms.signed(
        form=form,
        payload=payload,
        signer=signer_of(holder=holder, pin=pin, key=key),
        at=clock.now(),
        level=level,
        timestamps=timestamp_source(),
        evidence=evidence_source(),
    )


def check_certificate(
    *, certificate: bytes, usage: Usage, chain: Sequence[bytes] = (), at: datetime | None = None
) -> CertificateVerdict:
    """Whether a certificate from anybody can be relied on. Fails closed, and never raises for bad input.

    :param certificate: PEM or DER.
    :param usage: ``sign-in``, ``signature``, ``seal``, ``server`` or ``timestamp``.
    :param chain: DER, what stands between it and a root; our own authorities are known.
    :param at: the moment at which it must hold; None for now.
    :returns: the verdict, with whose certificate it is where it was issued here.
    """
    return checking.check(certificate=certificate, chain=chain, at=at, usage=usage)


def anchors(*, at: datetime | None = None) -> tuple[Anchor, ...]:
    """Whom to trust at a moment: the country's root, and those of other countries' confirmed trust lists."""
    return queries.anchors(at=at or clock.now())


def signing_anchors(*, at: datetime | None = None) -> Anchors:
    """``anchors`` as the formats of signatures take them."""
    every = anchors(at=at)
    return Anchors(
        roots=tuple(one.certificate for one in every if one.uses & {"people", "seals"}),
        timestamp_roots=tuple(one.certificate for one in every if "timestamps" in one.uses),
    )


def policy() -> Policy:
    """Which algorithms this house trusts until when, with what ``ONEWINDOW_ALGORITHM_ENDS`` declares."""
    return app_settings.policy()


def propose_trust_list(*, actor: Actor, document: bytes, signer: bytes) -> int:
    """Propose to trust what another country's list says (docs/standards/pki.md).

    :param document: the signed list.
    :param signer: the certificate of who signs that country's lists, DER, as the officer knows it from there.
    :returns: the number by which another officer confirms it. The same list again gives the same number.
    :raises NotATrustOfficer, TrustListRefused, TrustListOlder: nothing is stored.
    """
    return trusting.propose(actor=actor, document=document, signer=signer)


def confirm_trust_list(*, actor: Actor, trust_list: int) -> None:
    """Trust a proposed list from now until its end; the country's list before it counts no more.

    :raises TwoPeopleNeeded: the actor, or somebody who is the same person, proposed it.
    :raises NotATrustOfficer, TrustListUnknown, TrustListOlder, TrustListRefused: nothing changed.
    """
    trusting.confirm(actor=actor, trust_list=trust_list)


def withdraw_trust_list(*, actor: Actor, trust_list: int) -> None:
    """Trust a list no longer, from this moment; one officer is enough.

    :raises NotATrustOfficer, TrustListUnknown: nothing changed.
    """
    trusting.withdraw(actor=actor, trust_list=trust_list)


def trust_lists() -> tuple[TrustListView, ...]:
    """All lists that were proposed, newest first."""
    return queries.trust_lists()


def own_trust_list() -> str:
    """This country's list for others: its root, signed; a compact JWS."""
    return publishing.own_trust_list()


def evidence() -> Evidence:
    """The authorities' certificates and every current list of revoked ones: what a later check needs.

    :raises RevocationNotKnown: a list is missing and cannot be made.
    """
    return queries.own_evidence().plus(queries.foreign_evidence())


def evidence_source() -> EvidenceSource:
    """``evidence`` as the formats of signatures take it."""
    return stamping.OwnEvidence()


def timestamp(*, digest: bytes, algorithm: str = "sha256") -> bytes:
    """Have the house's own authority stamp a digest (RFC 3161).

    :returns: the token, DER ContentInfo.
    :raises TimestampRefused: the hash is too weak, or the digest is not one of it.
    """
    return stamping.timestamp(digest, algorithm)


def timestamp_source() -> TimestampSource:
    """The house's own authority as the formats of signatures take it."""
    return stamping.OwnTimestamps()


def publish_due_lists() -> int:
    """Publish the lists of revoked certificates that are due.

    :returns: how many.
    """
    return lists.publish_due()


def use_kept(*, source: str, kept: KeptSignatures) -> None:
    """Say who keeps something signed for long, under a slug of its own. Wiring calls it."""
    preserving.sources[source] = kept


def due_for_renewal(*, within: timedelta | None = None) -> tuple[Due, ...]:
    """What the house keeps and has to stamp anew, the soonest first, at most a thousand.

    :param within: None for as long as the setting says (``ONEWINDOW_PRESERVE_DAYS``).
    """
    return preserving.due(within=within)


def renewed(*, source: str, item: str) -> bytes | None:
    """The renewed form of something that is kept, with its archive timestamps; None: not renewed yet."""
    return preserving.renewed(source=source, item=item)
