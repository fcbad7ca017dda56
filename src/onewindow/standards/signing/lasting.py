"""Until when a signature can still be proven: what to renew before (EN 319 102-1 §5.6, RFC 4998 §5)."""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any, Literal, cast

from onewindow.kernel.errors import N_
from onewindow.standards.signing.errors import NotExtendable, SigningError
from onewindow.standards.signing.pki.certificates import validity_of
from onewindow.standards.signing.policy import AlgorithmUse, Policy
from onewindow.standards.signing.stamps import StampSeen
from onewindow.standards.signing.verdict import SignatureVerdict, Verdict

LastingForm = Literal["pades", "xades", "jades", "asic-e"]
NO_LONGER = N_("a new timestamp would not make it last longer")
_DIGESTS = ("sha256", "sha384", "sha512", "sha3_512")


@dataclass(frozen=True, slots=True)
class Lasting:
    """:param ends_at: from then on it cannot be proven. :param stamped_at: of the newest timestamp."""

    ends_at: datetime
    stamped_at: datetime | None


def lasting(verdict: Verdict, *, policy: Policy) -> Lasting:
    """Until when a signed file of ours or of others lasts without being renewed.

    With an archive timestamp it is that one which counts: its authority's certificate, its hash and its
    scheme. Before there is one, the signer's certificate counts too: what says that it held must be put in
    while it can be had.

    :param verdict: what a check says of it now. A timestamp that did not count there proves nothing: anybody
        can add one, of any date.
    :raises NotExtendable: it has no signature that could be read.
    """
    if not verdict.signatures:
        raise NotExtendable(reason=N_("it cannot be read"))
    stamped = [stamp.at for one in verdict.signatures for stamp in one.stamps]
    ends_at = min(_end_of_signature(one, policy) for one in verdict.signatures)
    return Lasting(ends_at, max(stamped, default=None))


def digest_until(*, at: datetime, policy: Policy) -> str:
    """The first hash that is still trusted at a moment, for a new timestamp."""
    found = (name for name in _DIGESTS if policy.trusts(AlgorithmUse(name), at=at))
    return next(found, _DIGESTS[-1])


def tokens_of(signed: bytes, *, form: LastingForm) -> list[bytes]:
    """All timestamps in a signed file, of whatever kind."""
    try:
        if form == "pades":
            from onewindow.standards.signing import pades_sign

            return pades_sign.tokens_in(signed)
        if form == "jades":
            return list(_json_tokens(json.loads(signed))) if signed.lstrip().startswith(b"{") else []
        return list(_xml_tokens(signed)) if form == "xades" else list(_container_tokens(signed))
    except (ValueError, TypeError, KeyError, SigningError):
        return []


def _json_tokens(said: Any) -> Iterable[bytes]:
    for one in cast("list[Any]", said.get("signatures", [said])):
        for addition in cast("list[str]", one.get("header", {}).get("etsiU", [])):
            told = json.loads(base64.urlsafe_b64decode(addition + "=" * (-len(addition) % 4)))
            for kind in ("sigTst", "arcTst"):
                for token in told.get(kind, {}).get("tstTokens", []):
                    yield base64.b64decode(token["val"])


def _xml_tokens(signed: bytes) -> Iterable[bytes]:
    from onewindow.standards.signing.xades.names import xades
    from onewindow.standards.signing.xades.tree import read

    for one in cast("Iterable[Any]", read(signed).iter(xades("EncapsulatedTimeStamp"))):
        yield base64.b64decode(one.text or "")


def _container_tokens(signed: bytes) -> Iterable[bytes]:
    from onewindow.standards.signing.asic import container

    for name, content in container.read(signed).signatures.items():
        if name.endswith(".xml"):
            yield from _xml_tokens(content)


def _end_of_signature(one: SignatureVerdict, policy: Policy) -> datetime:
    ends = [_end_of(one.stamps[-1], policy)] if one.stamps else []
    if one.level != "LTA" or not ends:
        if one.signer is None:
            raise NotExtendable(reason=N_("it cannot be read"))
        ends.append(validity_of(one.signer.certificate)[1])
    return min(ends)


def _end_of(stamp: StampSeen, policy: Policy) -> datetime:
    ends = [validity_of(stamp.certificate)[1]]
    for use in stamp.uses:
        day = policy.ends(use)
        if day is not None:
            ends.append(datetime.combine(day, time(), UTC))
    return min(ends)
