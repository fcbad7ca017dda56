"""Which algorithms are trusted until when, as data (in the manner of ETSI TS 119 312)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from types import MappingProxyType
from typing import Any, Literal

Scheme = Literal["rsa-pkcs1", "rsa-pss", "ecdsa", "ed25519", ""]


@dataclass(frozen=True, slots=True)
class AlgorithmUse:
    """How something was signed or hashed.

    :param digest: ``sha256`` …; "" where the scheme has its own (Ed25519).
    :param scheme: "" for a hash alone.
    :param bits: of the key; 0 for a hash alone.
    """

    digest: str
    scheme: Scheme = ""
    bits: int = 0

    def __str__(self) -> str:
        size = f"{self.bits}" if self.bits else ""
        return "-".join(part for part in (self.scheme, size, self.digest) if part)


_FOREVER: date | None = None


def _digests() -> Mapping[str, date | None]:
    names = ("sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512")
    return MappingProxyType(dict.fromkeys(names, _FOREVER))


def _schemes() -> Mapping[str, tuple[tuple[int, date | None], ...]]:
    # RSA below 3072 bits ends with 2030 (NIST SP 800-131A rev. 3; ETSI TS 119 312 is alike).
    rsa = ((2048, date(2031, 1, 1)), (3072, _FOREVER))
    return MappingProxyType(
        {"rsa-pkcs1": rsa, "rsa-pss": rsa, "ecdsa": ((256, _FOREVER),), "ed25519": ((255, _FOREVER),)}
    )


@dataclass(frozen=True, slots=True)
class Policy:
    """What a check demands.

    :param digests: hash to the first day on which it is no longer trusted; None: no end is known. What is
        missing never was.
    :param schemes: scheme to pairs of smallest size in bits and such a day.
    :param revocation: a certificate without fresh word about its revocation does not count.
    """

    digests: Mapping[str, date | None] = field(default_factory=_digests)
    schemes: Mapping[str, tuple[tuple[int, date | None], ...]] = field(default_factory=_schemes)
    revocation: bool = True

    def trusts(self, use: AlgorithmUse, *, at: datetime) -> bool:
        """Whether something made like this could be relied on at that moment."""
        return (not use.digest or self._digest(use.digest, at)) and (not use.scheme or self._scheme(use, at))

    def broken(self, digest: str, *, since: date) -> "Policy":
        """The same policy, with a hash declared broken from a day on."""
        return replace(self, digests=MappingProxyType({**self.digests, digest: since}))

    def ends(self, use: AlgorithmUse) -> date | None:
        """The first day on which something made like this is no longer trusted; None: no end is known.

        What was never trusted ended long ago.
        """
        found: list[date | None] = [self.digests.get(use.digest, date.min)] if use.digest else []
        if use.scheme:
            sizes = [until for bits, until in self.schemes.get(use.scheme, ()) if use.bits >= bits]
            found.append(date.min if not sizes else None if None in sizes else max(filter(None, sizes)))
        return min((day for day in found if day is not None), default=None)

    def to_json(self) -> dict[str, Any]:
        """Plain values, for another process."""
        return {
            "digests": {name: _text(day) for name, day in self.digests.items()},
            "schemes": {
                name: [[bits, _text(day)] for bits, day in sizes] for name, sizes in self.schemes.items()
            },
            "revocation": self.revocation,
        }

    @staticmethod
    def from_json(told: Mapping[str, Any]) -> "Policy":
        """The policy whose ``to_json`` this is."""
        schemes = {
            str(name): tuple((int(bits), _day(day)) for bits, day in sizes)
            for name, sizes in told["schemes"].items()
        }
        return Policy(
            digests=MappingProxyType({name: _day(day) for name, day in told["digests"].items()}),
            schemes=MappingProxyType(schemes),
            revocation=bool(told["revocation"]),
        )

    def _digest(self, name: str, at: datetime) -> bool:
        return name in self.digests and _before(at, self.digests[name])

    def _scheme(self, use: AlgorithmUse, at: datetime) -> bool:
        sizes = self.schemes.get(use.scheme, ())
        return any(use.bits >= bits and _before(at, until) for bits, until in sizes)


def _before(at: datetime, until: date | None) -> bool:
    return until is None or at < datetime.combine(until, time(), UTC)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text is not None else None


POLICY = Policy()
"""The house's own."""
