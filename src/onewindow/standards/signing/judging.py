"""One judgement for every format: what could be relied on, when, going from the newest proof inwards.

Source: ETSI EN 319 102-1 §5.5 and §5.6 (signatures with time and with archival data), in the order of its
"past signature validation": a timestamp counts as of the moment at which the next outer one saw it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, cast

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp

from onewindow.kernel.errors import N_
from onewindow.standards.signing.algorithms import use_of
from onewindow.standards.signing.certificates import signer_of
from onewindow.standards.signing.chain import check_chain
from onewindow.standards.signing.errors import StampRefused
from onewindow.standards.signing.findings import Finding, finding
from onewindow.standards.signing.material import Anchors, Evidence
from onewindow.standards.signing.policy import AlgorithmUse, Policy
from onewindow.standards.signing.stamps import StampSeen, read_stamp
from onewindow.standards.signing.verdict import Level, SignatureVerdict, SignedPart, Signer

_crl, _ocsp = cast(Any, asn1_crl), cast(Any, asn1_ocsp)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A timestamp of a file.

    :param message: what it has to be about.
    :param kind: ``archive`` covers everything before it in the file, ``signature`` only the signature.
    """

    token: bytes
    message: bytes = field(repr=False)
    kind: Literal["signature", "archive"] = "signature"


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a format read of one signature.

    :param findings: what the format itself checked: is the content intact, is the signature right.
    :param uses: algorithms of the signature and of its digests.
    :param stamps: in the order of the file.
    :param layers: evidence in the file; ``layers[i]`` stands before archive stamp ``i`` (counted from 0),
        the last one behind all of them.
    """

    certificate: bytes | None
    uses: tuple[AlgorithmUse, ...]
    claimed_at: datetime | None
    findings: tuple[Finding, ...]
    contents: tuple[SignedPart, ...] = ()
    stamps: tuple[Stamp, ...] = ()
    layers: tuple[Evidence, ...] = (Evidence(),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a check is asked: trusted roots, the moment, further evidence, the policy."""

    anchors: Anchors
    at: datetime
    evidence: Evidence
    policy: Policy


def judge(read: Read, question: Question) -> SignatureVerdict:
    """The verdict on one signature."""
    findings = list(read.findings)
    if read.certificate is None:
        return _verdict(read, "B", None, findings or [finding("certificate-missing")], None)
    past = _Past(read, question)
    archive = past.archives()
    proven = past.signature_stamps()
    findings += past.findings
    best = proven or past.moment
    weak = [use for use in read.uses if not question.policy.trusts(use, at=best)]
    findings += [finding("algorithm-weak", algorithm=str(use)) for use in dict.fromkeys(weak)]
    signer = signer_of(read.certificate)
    within = past.check(read.certificate, "signature", best, past.embedded())
    chain = past.check(read.certificate, "signature", best, past.every())
    # What the file brings may be enough for it; it may also be older than the revocation.
    if chain is None or (within is None and chain.code != "revoked"):
        findings += _good_chain(signer, question.policy)
    else:
        findings.append(chain)
    level: Level = "B"
    if proven or archive:
        level = "T" if within is not None else past.level_with_evidence(read.certificate, best)
    first = proven or (past.moment if archive else None)
    findings += _about_time(read.claimed_at, first)
    return replace(_verdict(read, level, signer, findings, first), stamps=past.counted())


def _good_chain(signer: Signer, policy: Policy) -> list[Finding]:
    found = [finding("certificate-trusted", signer=signer.name)]
    return [*found, finding("not-revoked")] if policy.revocation else found


def _about_time(claimed: datetime | None, proven: datetime | None) -> list[Finding]:
    if proven is None:
        return [finding("time-claimed")] if claimed else []
    if claimed and (claimed - proven).total_seconds() > 300:
        return [finding("claim-later", claimed=claimed)]
    return []


def _verdict(
    read: Read, level: Level, signer: Signer | None, findings: Sequence[Finding], proven: datetime | None
) -> SignatureVerdict:
    return SignatureVerdict(
        holds=not any(one.counts_against for one in findings),
        level=level,
        signer=signer,
        claimed_at=read.claimed_at,
        proven_at=proven,
        findings=tuple(findings),
        contents=read.contents,
    )


class _Past:
    """Goes from the newest archive stamp inwards; ``moment``: when what is left is known to have existed."""

    def __init__(self, read: Read, question: Question) -> None:
        self._read, self._question = read, question
        self._archives = [one for one in read.stamps if one.kind == "archive"]
        self._proofs = [question.at] * len(read.layers)
        self._protected = 0
        self.moment = question.at
        self.findings: list[Finding] = []
        self._counting: list[StampSeen] = []

    def counted(self) -> tuple[StampSeen, ...]:
        """The timestamps that count, the oldest first."""
        return tuple(sorted(self._counting, key=lambda one: one.at))

    def archives(self) -> bool:
        """Whether an archive stamp counts."""
        any_counts = False
        for index in range(len(self._archives) - 1, -1, -1):
            seen = self._counts(self._archives[index])
            if seen is None:
                continue
            any_counts, self.moment = True, seen.at
            self._protected = max(self._protected, index + 1)
            self._proofs[: index + 1] = [seen.at] * (index + 1)
            self.findings.append(finding("archive-proven", authority=seen.authority, moment=seen.at))
        return any_counts

    def signature_stamps(self) -> datetime | None:
        """The earliest time at which a stamp that counts saw the signature."""
        seen = (self._counts(one) for one in self._read.stamps if one.kind == "signature")
        counting = sorted((one for one in seen if one is not None), key=lambda one: one.at)
        if not counting:
            return None
        first = counting[0]
        self.findings.append(finding("time-proven", authority=first.authority, moment=first.at))
        return first.at

    def check(
        self,
        certificate: bytes,
        purpose: Literal["signature", "timestamp"],
        moment: datetime,
        evidence: Evidence,
    ) -> Finding | None:
        asked = self._question
        return check_chain(
            certificate=certificate,
            purpose=purpose,
            anchors=asked.anchors,
            moment=moment,
            evidence=evidence,
            policy=asked.policy,
        ).against

    def level_with_evidence(self, certificate: bytes, moment: datetime) -> Level:
        """LTA where an archive stamp that counts protects all the evidence that is needed."""
        protected = self.embedded(protected=True)
        return "LTA" if self.check(certificate, "signature", moment, protected) is None else "LT"

    def embedded(self, *, protected: bool = False) -> Evidence:
        """The evidence of the file, as far as its algorithms could be trusted when it is known to exist.

        :param protected: only what an archive stamp that counts was given over.
        """
        asked = self._question
        parts = zip(self._read.layers, self._proofs, strict=True)
        kept = list(parts)[: self._protected if protected else None]
        return Evidence().plus(*(_usable(part, proof, asked) for part, proof in kept))

    def every(self) -> Evidence:
        """That, and what the caller gave."""
        asked = self._question
        return self.embedded().plus(_usable(asked.evidence, asked.at, asked))

    def _counts(self, stamp: Stamp) -> StampSeen | None:
        try:
            seen = read_stamp(stamp.token)
        except StampRefused as refused:
            return self._not(None, refused.values["reason"])
        if not seen.is_about(stamp.message):
            return self._not(seen, N_("it is about something else"))
        if seen.at > self.moment:
            return self._not(seen, N_("it is younger than what should have come after it"))
        if any(not self._question.policy.trusts(use, at=self.moment) for use in seen.uses):
            return self._not(seen, N_("its algorithm can no longer be trusted"))
        against = self.check(
            seen.certificate, "timestamp", self.moment, self.every().plus(Evidence(seen.others))
        )
        if against is not None:
            return self._not(seen, against.said().rstrip("."))
        self._counting.append(seen)
        return seen

    def _not(self, seen: StampSeen | None, reason: object) -> None:
        moment = seen.at if seen else "?"
        self.findings.append(finding("stamp-not-counted", moment=moment, reason=reason))


def _usable(evidence: Evidence, proof: datetime, question: Question) -> Evidence:
    """What was made with algorithms that could be trusted when it is known to have existed, and not later."""
    return Evidence(
        evidence.certificates,
        tuple(_trusted(evidence.crls, _read_crl, proof, question)),
        tuple(_trusted(evidence.ocsps, _read_ocsp, proof, question)),
    )


def _trusted(items: Iterable[bytes], read: Any, proof: datetime, question: Question) -> Iterable[bytes]:
    for one in items:
        try:
            algorithm, made = read(one)
        except (ValueError, TypeError, KeyError):
            continue
        if made <= question.at and question.policy.trusts(use_of(algorithm, None), at=proof):
            yield one


def _read_crl(der: bytes) -> tuple[Any, datetime]:
    loaded = _crl.CertificateList.load(der)
    return loaded["signature_algorithm"], loaded["tbs_cert_list"]["this_update"].native


def _read_ocsp(der: bytes) -> tuple[Any, datetime]:
    basic = _ocsp.OCSPResponse.load(der).basic_ocsp_response
    return basic["signature_algorithm"], basic["tbs_response_data"]["produced_at"].native
