"""What documents needs others to fulfil. Wiring joins them (``api.use_…``)."""

from dataclasses import dataclass
from typing import Protocol

from onewindow.foundation.access.types import Actor
from onewindow.kernel.reference import Reference
from onewindow.standards.signing import Signer, TimestampSource

__all__ = ["Scan", "Scanner", "SealKeys", "SubjectReaders", "TimestampSource"]


class SealKeys(Protocol):
    """Where the keys are that seal documents."""

    def signer_of(self, *, agency: str, name: str) -> Signer:
        """The seal of an agency.

        :param name: the agency's name in the official language; goes into a new certificate.
        :raises NoSealKey: there is none, and none can be made here.
        """
        ...

    def roots(self) -> tuple[bytes, ...]:
        """Authorities whose seals are trusted, DER."""
        ...

    def revocation_lists(self) -> tuple[bytes, ...]:
        """Their newest revocation lists, DER; may be none."""
        ...


@dataclass(frozen=True, slots=True)
class Scan:
    """:param found: name of what was found; empty: nothing."""

    found: str = ""


class Scanner(Protocol):
    """A virus scanner."""

    def scan(self, *, data: bytes) -> Scan:
        """Look at a file.

        :raises ScannerNotThere: it does not answer; the file is then not let in.
        """
        ...


class SubjectReaders(Protocol):
    """Who may see what belongs to a subject, such as a case: only the room of the subject knows."""

    def __call__(self, *, subject: Reference, reader: Actor) -> bool: ...
