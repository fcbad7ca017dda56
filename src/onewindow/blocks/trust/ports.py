"""What the trust service needs others to fulfil. Wiring joins them (``api.use``)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from onewindow.blocks.trust.types import KeptSignature
from onewindow.kernel.reference import Reference
from onewindow.standards.signing import Signer

Certify = Callable[[Signer, bytes], tuple[bytes, ...]]
"""From a key without certificates, and its public half (SubjectPublicKeyInfo), to its certificates: its own
first, then those above, DER."""


class AuthorityKeys(Protocol):
    """Where the keys of root, authorities, responders and timestamp units are: files, or a module."""

    def signer(self, *, name: str) -> Signer | None:
        """A key with its certificates; None where there is none of that name, or where it was taken out."""
        ...

    def make(self, *, name: str, certify: Certify) -> Signer:
        """Make a key and keep it with the certificates that it gets. The first of two processes wins.

        :returns: what is kept.
        """
        ...

    def certify(self, *, name: str, certificates: tuple[bytes, ...]) -> Signer:
        """Put newer certificates beside a key.

        :raises AuthorityNotThere: there is no such key.
        """
        ...

    def root(self) -> bytes | None:
        """The root's certificate, DER, which stays also while its key is out; None before it was made."""
        ...

    def take_root_out(self, *, folder: Path) -> None:
        """Move the root's key with its passphrase into a folder that leaves the house.

        :raises RootTakenOut: it is not here.
        :raises RootNotMoved: the folder holds one already, or is in the house.
        """
        ...

    def bring_root_back(self, *, folder: Path) -> None:
        """Copy the root's key and passphrase into the house again.

        :raises RootNotMoved: there is none, or it is another root's.
        """
        ...

    def house_secret(self) -> bytes:
        """32 octets, made once: what a stolen database lacks to try PINs."""
        ...


class PersonNames(Protocol):
    """Knows how people are called by law. The population register fulfils it."""

    def __call__(self, *, person: Reference) -> str | None:
        """The name of a living person; None where the register does not know them.

        :raises OnewindowError: the person has died.
        """
        ...


class ListSource(Protocol):
    """Fetches lists of revoked certificates of other countries' authorities."""

    def fetch(self, *, address: str) -> bytes:
        """What stands at an address, at most a few megabytes.

        :raises OnewindowError: not on the list of what may be reached, or no answer in a few seconds.
        """
        ...


class KeptSignatures(Protocol):
    """Something signed that a room keeps for long: documents, filings, mandates. Each room fulfils it."""

    def listed(self, *, after: str, limit: int) -> Sequence[KeptSignature]:
        """What there is, in a steady order.

        :param after: the item before the first; empty for the beginning.
        """
        ...

    def read(self, *, item: str) -> bytes | None:
        """The signed file as the room keeps it; None where it is gone."""
        ...
