"""How long something signed can still be proven, judged with what the house knows and trusts now."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

from onewindow.blocks.trust import app_settings, queries
from onewindow.blocks.trust.operations.stamping import OwnEvidence, OwnTimestamps
from onewindow.kernel.clock import clock
from onewindow.standards.signing.lasting import digest_until, lasting
from onewindow.standards.signing.material import Anchors
from onewindow.standards.signing.verdict import SignatureVerdict, Verdict

_MODULES = {"jades": "jades", "xades": "xades", "pades": "pades", "asic-e": "asic"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """:param against: why it does not hold now, in plain words; empty where it holds.

    :param ends_at: from then on it cannot be proven; now, where nothing in it proves it as it stands.
    """

    ends_at: datetime
    stamped_at: datetime | None = None
    against: str = ""


def rules() -> str:
    """A digest of the policy by which ends are reckoned: under another one they are reckoned anew."""
    told = json.dumps(app_settings.policy().to_json(), sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def proof_of(data: bytes, *, form: str) -> Proof:
    """Check it, and say how long it lasts.

    :raises NotExtendable: it cannot be read.
    """
    policy, now = app_settings.policy(), clock.now()
    every = queries.anchors(at=now)
    anchors = Anchors(
        roots=tuple(one.certificate for one in every if one.uses & {"people", "seals"}),
        timestamp_roots=tuple(one.certificate for one in every if "timestamps" in one.uses),
    )
    known = queries.available_evidence().plus(queries.foreign_evidence())
    verdict: Verdict = _module(form).verify(data, anchors=anchors, at=now, evidence=known, policy=policy)
    if not verdict.holds:
        return Proof(ends_at=now, against=_against(verdict))
    found = lasting(verdict, policy=policy)
    ends_at = min(found.ends_at, now) if any(map(_is_bare, verdict.signatures)) else found.ends_at
    return Proof(ends_at=ends_at, stamped_at=found.stamped_at)


def stamped_anew(data: bytes, *, form: str) -> bytes:
    """The same with one more archive timestamp, with a hash that is trusted for long.

    :raises NotExtendable, StampRefused: nothing was made.
    """
    now = clock.now()
    extend: Callable[..., bytes] = _module(form).extend
    ahead = now + 2 * app_settings.renewed_before_end()
    return extend(
        data, level="LTA", at=now, timestamps=OwnTimestamps(), evidence=OwnEvidence(),
        digest=digest_until(at=ahead, policy=app_settings.policy()),
    )  # fmt: skip


def _is_bare(one: SignatureVerdict) -> bool:
    """Whether it holds only until its signer's certificate is revoked, or its authority falls silent.

    The house's own seals do not: each is stamped when it is made, and the house keeps its own lists.
    """
    if one.level == "B":
        return True
    seal = queries.known(one.signer.certificate) if one.level == "T" and one.signer is not None else None
    return one.level == "T" and (seal is None or seal.profile != "seal")


def _against(verdict: Verdict) -> str:
    every = (*verdict.findings, *(one for each in verdict.signatures for one in each.findings))
    return " ".join(dict.fromkeys(one.said() for one in every if one.counts_against))


def _module(form: str) -> Any:
    """Loaded when first used: each brings a large library."""
    return import_module(f"onewindow.standards.signing.{_MODULES[form]}")
