"""What a look at the seals of a PDF finds."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SealState(StrEnum):
    """The first thing that is wrong with a seal, else GOOD."""

    GOOD = "good"
    ALTERED = "altered"  # the sealed bytes are not the bytes that were sealed
    EXTENDED = "extended"  # something was added after the seal, or stands outside it
    UNTRUSTED = "untrusted"  # no chain to a trusted root
    REVOKED = "revoked"  # the certificate, or one above it, was revoked
    EXPIRED = "expired"  # the certificate was not valid at the time of the check, nor is the time proven
    UNSUITABLE = "unsuitable"  # the certificate is not for sealing documents
    UNREADABLE = "unreadable"  # no signature that can be read


@dataclass(frozen=True, slots=True)
class Seal:
    """One signature of a PDF.

    :param state: the judgement; the other fields say what it rests on.
    :param signer: common name of the certificate; "" where there is none.
    :param organisation: organisation of the certificate.
    :param issuer: common name of who issued the certificate.
    :param signed_at: when, in UTC; proven if ``timestamped``, else as the signer says.
    :param intact: the sealed bytes are unchanged.
    :param whole_file: the seal covers every byte of the file but itself.
    :param fingerprint: SHA-256 of the certificate, hex.
    :param details: the cause in technical words, for logs; never shown to people.
    """

    state: SealState
    signer: str = ""
    organisation: str = ""
    issuer: str = ""
    signed_at: datetime | None = None
    timestamped: bool = False
    intact: bool = False
    whole_file: bool = False
    trusted: bool = False
    fingerprint: str = ""
    details: str = ""


@dataclass(frozen=True, slots=True)
class PdfVerification:
    """All seals of a PDF, in the order in which they were put on; none where it has none."""

    seals: tuple[Seal, ...] = ()

    @property
    def genuine(self) -> bool:
        """There is a seal, each is good, and the last one covers the whole file."""
        return bool(self.seals) and all(seal.state is SealState.GOOD for seal in self.seals)

    @property
    def worst(self) -> Seal | None:
        """The first seal that is not good, else the last one."""
        for seal in self.seals:
            if seal.state is not SealState.GOOD:
                return seal
        return self.seals[-1] if self.seals else None
