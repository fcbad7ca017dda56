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
from onewindow.standards.signing.stamps import StampSeen, read_stamp
from onewindow.standards.signing.verdict import Verdict

LastingForm = Literal["pades", "xades", "jades", "asic-e"]
_DIGESTS = ("sha256", "sha384", "sha512", "sha3_512")


@dataclass(frozen=True, slots=True)
class Lasting:
    """:param ends_at: from then on it cannot be proven. :param stamped_at: of the newest timestamp."""

    ends_at: datetime
    stamped_at: datetime | None


def lasting(signed: bytes, *, form: LastingForm, verdict: Verdict, policy: Policy) -> Lasting:
    """Until when a signature of ours or of others lasts without being renewed.

    With an archive timestamp it is that one which counts: its authority's certificate, its hash and its
    scheme. Before there is one, the signer's certificate counts too: what says that it held must be put in
    while it can be had.

    :param verdict: what a check says of it now.
    :raises NotExtendable: it has no signature that could be read.
    """
    stamps = [_read(token) for token in tokens_of(signed, form=form)]
    newest = max((one for one in stamps if one is not None), key=lambda one: one.at, default=None)
    ends = [_end_of(newest, policy)] if newest is not None else []
    if not verdict.signatures:
        raise NotExtendable(reason=N_("it cannot be read"))
    for one in verdict.signatures:
        if one.level != "LTA" or newest is None:
            if one.signer is None:
                raise NotExtendable(reason=N_("it cannot be read"))
            ends.append(validity_of(one.signer.certificate)[1])
    return Lasting(min(ends), newest.at if newest is not None else None)


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
    additions = cast("list[str]", said.get("header", {}).get("etsiU", []))
    for addition in additions:
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


def _read(token: bytes) -> StampSeen | None:
    try:
        return read_stamp(token)
    except SigningError:
        return None


def _end_of(stamp: StampSeen, policy: Policy) -> datetime:
    ends = [validity_of(stamp.certificate)[1]]
    for use in stamp.uses:
        day = policy.ends(use)
        if day is not None:
            ends.append(datetime.combine(day, time(), UTC))
    return min(ends)
