"""What authorities of other countries say about revoked certificates: fetched, checked, kept for hours."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from cryptography import x509

from onewindow.blocks.trust import joined
from onewindow.blocks.trust.models import ForeignEvidence
from onewindow.kernel.clock import clock
from onewindow.standards.signing.material import Evidence

_LONGEST_LIST = 20_000_000
_MOST_ADDRESSES = 6
_KEPT_AT_MOST = timedelta(hours=6)


def evidence_for(*, certificates: Sequence[bytes], anchors: Sequence[bytes]) -> Evidence:
    """The lists that the certificates name, from what was kept or from their addresses.

    Nothing is fetched that the list of destinations does not name. What does not come, comes too late, or is
    not signed by an authority in question, is left out: the check that follows then fails.
    """
    addresses = list(dict.fromkeys(_addresses(certificates)))[:_MOST_ADDRESSES]
    kept = {row.address: row for row in ForeignEvidence.objects.filter(address__in=addresses)}
    found: list[bytes] = []
    for address in addresses:
        row = kept.get(address)
        fresh = row is not None and clock.now() < min(row.ends_at, row.fetched_at + _KEPT_AT_MOST)
        der = bytes(row.der) if row is not None and fresh else _fetched(address, [*certificates, *anchors])
        if der:
            found.append(der)
    return Evidence(crls=tuple(found))


def _addresses(certificates: Iterable[bytes]) -> Iterable[str]:
    for der in certificates:
        try:
            extensions = x509.load_der_x509_certificate(der).extensions
            points = extensions.get_extension_for_class(x509.CRLDistributionPoints).value
        except (ValueError, x509.ExtensionNotFound):
            continue
        for point in points:
            for name in point.full_name or ():
                if isinstance(name, x509.UniformResourceIdentifier) and len(name.value) <= 500:
                    yield name.value


def _fetched(address: str, issuers: Sequence[bytes]) -> bytes:
    source = joined.list_source()
    if source is None:
        return b""
    try:
        der = source.fetch(address=address)
        ends = _end_of(der, issuers)
    except Exception:  # no answer, or strangers' bytes: whatever a parser trips over, there is no list
        return b""
    now = clock.now()
    values = {"der": der, "fetched_at": now, "ends_at": ends}
    ForeignEvidence.objects.update_or_create(address=address, defaults=values)
    return der


def _end_of(der: bytes, issuers: Sequence[bytes]) -> datetime:
    """By when the next list comes.

    :raises ValueError: it is no list, is out of its time, or none of the authorities signed it.
    """
    if len(der) > _LONGEST_LIST:
        raise ValueError("too long")
    read = x509.load_der_x509_crl(der)
    ends = read.next_update_utc
    if ends is None or not read.last_update_utc <= clock.now() < ends:
        raise ValueError("out of its time")
    keys = [x509.load_der_x509_certificate(one) for one in issuers]
    if not any(one.subject == read.issuer and _signed(read, one) for one in keys):
        raise ValueError("not signed by an authority in question")
    return ends


def _signed(read: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    try:
        return read.is_signature_valid(issuer.public_key())  # type: ignore[arg-type] - others raise
    except (TypeError, ValueError):
        return False
