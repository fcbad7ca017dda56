"""Revocation lists read by hand: each certificate of a path against its issuer's list (RFC 5280 §6.3).

For paths whose anchor is itself issued by somebody (trust lists name issuing authorities), which the library
behind ``paths`` cannot do.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from cryptography import x509

from onewindow.standards.signing.policy import POLICY, AlgorithmUse, Policy


def reason_against(
    *, chain: Sequence[bytes], lists: Iterable[bytes], at: datetime, policy: Policy = POLICY
) -> str:
    """What the lists say of a path.

    :param chain: DER, from the certificate to the anchor.
    :param lists: DER, from anybody; what cannot be read or is signed by nobody on the path says nothing.
    :param policy: a list that is signed with a hash which it does not trust says nothing.
    :returns: ``revoked``, ``revocation-stale``, ``revocation-unknown``, or empty where nothing speaks
        against it.
    """
    loaded = [x509.load_der_x509_certificate(one) for one in chain]
    read = [one for one in map(_read, lists) if one is not None and _is_trusted(one, policy, at)]
    found = [
        _of_one(about, [one for one in read if _is_of(one, issuer)], at) for about, issuer in pairwise(loaded)
    ]
    for reason in ("revoked", "revocation-unknown", "revocation-stale"):
        if reason in found:
            return reason
    return ""


def revoked_since(
    *, chain: Sequence[bytes], lists: Iterable[bytes], at: datetime, policy: Policy = POLICY
) -> datetime | None:
    """When a certificate of the path was revoked, as any of the lists says; None: not before ``at``.

    A list that does not name it cannot outvote one that does: it may be older.
    Parameters as for ``reason_against``.
    """
    loaded = [x509.load_der_x509_certificate(one) for one in chain]
    read = [one for one in map(_read, lists) if one is not None and _is_trusted(one, policy, at)]
    named = (
        one.get_revoked_certificate_by_serial_number(about.serial_number)
        for about, issuer in pairwise(loaded)
        for one in read
        if _is_of(one, issuer)
    )
    since = [entry.revocation_date_utc for entry in named if entry is not None]
    return min((moment for moment in since if moment <= at), default=None)


def issued_on(chain: Sequence[bytes], lists: Iterable[bytes]) -> tuple[bytes, ...]:
    """Those lists whose issuer issued a certificate of the path.

    A list of a sister authority says nothing about this one, whoever signed both.
    """
    names = {x509.load_der_x509_certificate(one).issuer for one in chain}
    readable = ((one, _read(one)) for one in lists)
    return tuple(one for one, read in readable if read is not None and read.issuer in names)


def _of_one(about: x509.Certificate, lists: Sequence[x509.CertificateRevocationList], at: datetime) -> str:
    if not lists:
        return "revocation-unknown"
    for one in lists:
        entry = one.get_revoked_certificate_by_serial_number(about.serial_number)
        if entry is not None and entry.revocation_date_utc <= at:
            return "revoked"
    fresh = any(one.next_update_utc is not None and at < one.next_update_utc for one in lists)
    return "" if fresh else "revocation-stale"


def _is_trusted(one: x509.CertificateRevocationList, policy: Policy, at: datetime) -> bool:
    hashed = one.signature_hash_algorithm
    if hashed is not None:
        return policy.trusts(AlgorithmUse(hashed.name.replace("-", "_")), at=at)
    own = one.signature_algorithm_oid == x509.SignatureAlgorithmOID.ED25519  # it has a hash of its own
    return own and policy.trusts(AlgorithmUse("", "ed25519", 255), at=at)


def _is_of(one: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    """Whether the issuer signed this list, and it is about all that it issued."""
    if one.issuer != issuer.subject:
        return False
    if any(extension.critical for extension in one.extensions):
        return False  # it may cover a part only (§5.2.5)
    try:
        return one.is_signature_valid(issuer.public_key())  # pyright: ignore[reportArgumentType]
    except (TypeError, ValueError):
        return False


def _read(der: bytes) -> x509.CertificateRevocationList | None:
    """A list, wholly read (the library reads parts when they are asked); None where a part cannot be."""
    try:
        one = x509.load_der_x509_crl(der)
        _ = one.issuer, one.last_update_utc, one.next_update_utc, one.extensions, one.signature_hash_algorithm
        for entry in one:
            _ = entry.serial_number, entry.revocation_date_utc
    except Exception:  # strangers' bytes, and every way in which a parser trips over them
        return None
    return one
