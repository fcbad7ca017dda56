"""Revocation lists (RFC 5280 §5): complete ones, for delta lists save nothing at a country's size."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from asn1crypto import core
from cryptography import x509
from cryptography.x509.oid import ObjectIdentifier

from onewindow.standards.signing.pki.sealing import sealed, stand_in_hash, stand_in_key
from onewindow.standards.signing.pki.types import Reason, Revoked
from onewindow.standards.signing.ports import Signer

_EXPIRED_ON_LIST = ObjectIdentifier("2.5.29.60")  # X.509 §9.5.2.8: it names also what has expired since
_FLAGS: dict[Reason, x509.ReasonFlags] = {
    "key-compromise": x509.ReasonFlags.key_compromise,
    "authority-compromise": x509.ReasonFlags.ca_compromise,
    "affiliation-changed": x509.ReasonFlags.affiliation_changed,
    "superseded": x509.ReasonFlags.superseded,
    "cessation": x509.ReasonFlags.cessation_of_operation,
    "privilege-withdrawn": x509.ReasonFlags.privilege_withdrawn,
}


@dataclass(frozen=True, slots=True)
class ListDates:
    """When a list was made, and by when the next one comes."""

    this_update: datetime
    next_update: datetime


def new_list(
    *, issuer: Signer, revoked: Iterable[Revoked], number: int, at: datetime, next_update: datetime
) -> bytes:
    """Sign the complete list of an authority.

    :param issuer: the authority; its own certificate is the first of its certificates.
    :param number: larger than that of the list before.
    :returns: DER.
    """
    above = x509.load_der_x509_certificate(issuer.certificates[0])
    builder = x509.CertificateRevocationListBuilder().issuer_name(above.subject)
    builder = builder.last_update(at).next_update(next_update)
    builder = builder.add_extension(x509.CRLNumber(number), critical=False)
    identifier = above.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    by = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier)
    builder = builder.add_extension(by, critical=False)
    since = cast(Any, core).GeneralizedTime(above.not_valid_before_utc).dump()
    builder = builder.add_extension(x509.UnrecognizedExtension(_EXPIRED_ON_LIST, since), critical=False)
    for one in revoked:
        builder = builder.add_revoked_certificate(_entry(one))
    draft = builder.sign(stand_in_key(issuer.algorithm), stand_in_hash(issuer.algorithm))
    return sealed(draft.tbs_certlist_bytes, issuer)


def dates_of(revocation_list: bytes) -> ListDates:
    """The dates of a list, DER; one without an end has none left.

    :raises ValueError: it is no list.
    """
    read = x509.load_der_x509_crl(revocation_list)
    ends = read.next_update_utc or datetime.min.replace(tzinfo=UTC)
    return ListDates(read.last_update_utc, ends)


def serials_of(revocation_list: bytes) -> frozenset[int]:
    """The serials that a list names."""
    return frozenset(one.serial_number for one in x509.load_der_x509_crl(revocation_list))


def _entry(one: Revoked) -> x509.RevokedCertificate:
    builder = x509.RevokedCertificateBuilder().serial_number(one.serial).revocation_date(one.since)
    if one.reason != "unspecified":  # RFC 5280 §5.3.1: absent rather than 0
        builder = builder.add_extension(x509.CRLReason(_FLAGS[one.reason]), critical=False)
    return builder.build()
