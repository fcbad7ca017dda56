"""Whether a timestamp token proves a time, now (RFC 3161 §2.2, RFC 5816)."""

import hmac
from collections.abc import Sequence
from datetime import datetime

from onewindow.kernel.errors import N_
from onewindow.standards.signing.errors import SigningError
from onewindow.standards.signing.material import Evidence
from onewindow.standards.signing.pki import paths
from onewindow.standards.signing.pki.errors import TimestampRefused
from onewindow.standards.signing.pki.stamping import STRONG_HASHES


def verify(
    token: bytes,
    *,
    digest: bytes,
    anchors: Sequence[bytes],
    at: datetime,
    evidence: Evidence | None,
    chain: Sequence[bytes] = (),
) -> datetime:
    """Check a token over a digest.

    :param digest: what must have been stamped, by the hash that the token names.
    :param anchors: roots trusted for timestamps, DER.
    :param at: the moment at which the certificate of the unit must hold.
    :param evidence: see ``paths.check``.
    :param chain: certificates beside those in the token.
    :returns: the proven time, UTC.
    :raises TimestampRefused: it proves nothing.
    """
    from onewindow.standards.signing import stamps  # loads pyHanko

    try:
        seen = stamps.read_stamp(token)
    except SigningError as problem:
        raise TimestampRefused(reason=problem.values.get("reason", N_("it is damaged"))) from problem
    if seen.digest not in STRONG_HASHES or not all(use.digest in ("", *STRONG_HASHES) for use in seen.uses):
        raise TimestampRefused(reason=N_("its hash is too weak"))
    if not hmac.compare_digest(seen.imprint, digest):
        raise TimestampRefused(reason=N_("it was given to something else"))
    verdict = paths.check(
        certificate=seen.certificate,
        anchors=anchors,
        at=at,
        usage="timestamp",
        chain=[*seen.others, *chain],
        evidence=evidence,
    )
    if not verdict.holds:
        raise TimestampRefused(reason=N_("its authority is not trusted"), why=verdict.reasons)
    return seen.at
