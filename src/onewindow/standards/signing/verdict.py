"""What a check of a signed file says: of the whole, and of each signature."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from onewindow.standards.signing.findings import Finding, Severity
from onewindow.standards.signing.stamps import StampSeen

Form = Literal["pades", "xades", "jades", "asic-e", ""]
Level = Literal["B", "T", "LT", "LTA"]
LEVELS: tuple[Level, ...] = ("B", "T", "LT", "LTA")


@dataclass(frozen=True, slots=True)
class Signer:
    """Whom a certificate names.

    :param certificate: DER.
    :param fingerprint: its SHA-256, hex.
    """

    name: str
    organisation: str
    country: str
    issuer: str
    certificate: bytes
    fingerprint: str


@dataclass(frozen=True, slots=True)
class SignedPart:
    """Exactly the bytes that a signature covers. Nothing else of a file may be used as signed.

    :param name: where it stands: a file name, ``#id``, or "" for the document.
    """

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureVerdict:
    """One signature.

    :param holds: nothing counts against it.
    :param level: what it really has, not what it claims.
    :param claimed_at: the time of signing as the signer says.
    :param proven_at: the earliest time at which a trusted timestamp saw it; None: none did.
    :param contents: what it covers; given also where it does not hold, to be shown, never to be used.
    :param stamps: the timestamps that count, the oldest first.
    """

    holds: bool
    level: Level
    signer: Signer | None
    claimed_at: datetime | None
    proven_at: datetime | None
    findings: tuple[Finding, ...]
    contents: tuple[SignedPart, ...] = ()
    stamps: tuple[StampSeen, ...] = ()

    @property
    def against(self) -> tuple[Finding, ...]:
        """What counts against it."""
        return tuple(one for one in self.findings if one.counts_against)

    @property
    def signed_at(self) -> datetime | None:
        """The proven time, else the claimed one."""
        return self.proven_at or self.claimed_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A signed file.

    :param holds: it has signatures, each holds, and nothing counts against the whole.
    :param findings: about the file as a whole.
    """

    form: Form
    signatures: tuple[SignatureVerdict, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def holds(self) -> bool:
        clean = not any(one.counts_against for one in self.findings)
        return clean and bool(self.signatures) and all(one.holds for one in self.signatures)

    @property
    def broken(self) -> bool:
        """Something speaks against it, rather than being unknown."""
        every = (*self.findings, *(one for each in self.signatures for one in each.findings))
        return any(one.severity is Severity.BROKEN for one in every)
