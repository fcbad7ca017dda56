"""Timestamps of the house's own authority."""

import secrets
from collections.abc import Sequence

from onewindow.blocks.trust import app_settings, authorities, joined, queries
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import N_
from onewindow.standards.signing.material import Evidence
from onewindow.standards.signing.pki import stamping
from onewindow.standards.signing.pki.errors import TimestampRefused


def answer(request: bytes) -> bytes:
    """Answer a DER ``TimeStampReq`` with a DER ``TimeStampResp``."""
    rules = stamping.StampingRules(policy=app_settings.timestamp_policy())
    # 159 random bits: no counter to share, and no two alike.
    serial = secrets.randbits(159) | 1
    unit = joined.signer(authorities.UNIT)
    return stamping.answer(request, signer=unit, rules=rules, serial=serial, at=clock.now())


def timestamp(digest: bytes, algorithm: str) -> bytes:
    """A token over a digest. See ``api.timestamp``."""
    asked = stamping.request_for(digest=digest, algorithm=algorithm, nonce=secrets.randbits(63))
    token = stamping.token_in(answer(asked))
    if not token:
        raise TimestampRefused(reason=N_("its hash is too weak"))
    return token


class OwnTimestamps:
    """``signing.TimestampSource`` of the house: no network between."""

    def stamp(self, request: bytes) -> bytes:
        """See ``signing.TimestampSource``."""
        return answer(request)


class OwnEvidence:
    """``signing.EvidenceSource`` of the house."""

    def evidence_for(self, certificates: Sequence[bytes]) -> Evidence:
        """See ``signing.EvidenceSource``."""
        del certificates  # what the house knows covers all that it issued
        return queries.own_evidence().plus(queries.foreign_evidence())
