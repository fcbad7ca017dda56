"""What a check of a signature rests on besides the signature: trusted roots, certificates, revocation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Anchors:
    """What is trusted.

    :param roots: authorities of people and organisations, DER.
    :param timestamp_roots: authorities of timestamps, DER; none: timestamps prove nothing.
    :param until: SHA-256 of a root, hex, to the moment from which on nothing new under it counts, for roots
        whose trust ended; what a timestamp proves to be older still counts.
    """

    roots: tuple[bytes, ...] = ()
    timestamp_roots: tuple[bytes, ...] = ()
    until: Mapping[str, datetime] = field(default_factory=dict[str, datetime])


@dataclass(frozen=True, slots=True)
class Evidence:
    """Certificates, revocation lists (RFC 5280) and OCSP responses (RFC 6960), DER each."""

    certificates: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.certificates or self.crls or self.ocsps)

    def plus(self, *others: "Evidence") -> "Evidence":
        """All of it together, each once."""
        every = (self, *others)
        return Evidence(
            _once(one for part in every for one in part.certificates),
            _once(one for part in every for one in part.crls),
            _once(one for part in every for one in part.ocsps),
        )

    def without(self, other: "Evidence") -> "Evidence":
        """What the other does not have."""
        return Evidence(
            tuple(one for one in self.certificates if one not in other.certificates),
            tuple(one for one in self.crls if one not in other.crls),
            tuple(one for one in self.ocsps if one not in other.ocsps),
        )


def _once(items: Iterable[bytes]) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(items))
