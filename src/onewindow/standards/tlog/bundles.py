"""Entry bundles: the leaves beside a tile of level 0 (C2SP tlog-tiles, “Log entries”)."""

from collections.abc import Iterable

from onewindow.kernel.errors import N_
from onewindow.standards.tlog.errors import TlogError

_LENGTH_BYTES = 2
LONGEST_ENTRY = (1 << 16) - 1


class BundleNotValid(TlogError):
    code = "tlog-bundle-not-valid"
    message = N_("This is not a bundle of log entries: {what}.")
    way_out = N_("Fetch it again from the log.")


def write_bundle(entries: Iterable[bytes]) -> bytes:
    """Entries, each behind its length in two bytes, big-endian.

    :raises BundleNotValid: an entry is longer than 65,535 bytes.
    """
    written = bytearray()
    for entry in entries:
        if len(entry) > LONGEST_ENTRY:
            raise BundleNotValid(what=f"an entry of {len(entry)} bytes")
        written += len(entry).to_bytes(_LENGTH_BYTES, "big") + entry
    return bytes(written)


def read_bundle(bundle: bytes) -> tuple[bytes, ...]:
    """The entries of a bundle.

    :raises BundleNotValid: the bytes end inside an entry.
    """
    entries: list[bytes] = []
    at = 0
    while at < len(bundle):
        start = at + _LENGTH_BYTES
        at = start + int.from_bytes(bundle[at:start], "big")
        if at > len(bundle) or start > len(bundle):
            raise BundleNotValid(what="it ends inside an entry")
        entries.append(bundle[start:at])
    return tuple(entries)
