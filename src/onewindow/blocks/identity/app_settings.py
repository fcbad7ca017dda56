"""What identity reads of the settings, with its defaults."""

from datetime import timedelta
from typing import Any, Final

from django.conf import settings

IDLE_LIMIT: Final = timedelta(minutes=60)
"""A session that nobody used for so long has ended (ASVS 7.3.1)."""

ABSOLUTE_LIMIT: Final = timedelta(hours=12)
"""A session ends so long after its sign-in, used or not (NIST SP 800-63B-4 §2.2.3: AAL2)."""

SEEN_EVERY: Final = timedelta(minutes=2)
"""How often the last use is written; a write for each page would cost more than it tells."""

TOKEN_LONGEST: Final = 366
"""The longest life of a key for programs, in days."""

TOKEN_SCOPES: Final = (
    "cases:read",
    "cases:write",
    "work:write",
    "documents:read",
    "letters:read",
    "payments:read",
    "payments:write",
    "registers:read",
    "registers:write",
    "mandates:read",
    "mandates:write",
    "privacy:read",
    "privacy:write",
    "certificates:write",
    "agency:read",
    "agency:write",
)
"""What a key for programs may be used for. Each operation of the API says which of them it takes; one that
says none is closed to keys, such as making a key."""


_LEVELS: Final[dict[str, str]] = {
    "password": "low",
    "two-steps": "substantial",
    "passkey": "substantial",
    "certificate": "high",
    "demo": "substantial",
}


def levels() -> dict[str, str]:
    """How sure each way to sign in is; ``ONEWINDOW_SIGN_IN_LEVELS`` weighs otherwise."""
    return {**_LEVELS, **getattr(settings, "ONEWINDOW_SIGN_IN_LEVELS", {})}


RECOVERY_OPEN: Final = timedelta(days=7)
"""How long a recovery can be finished once its waiting period is over."""

PROOFS_BY_WAY: Final[dict[str, str]] = {"counter": "high", "bank": "substantial"}
"""How surely an account is known after each way of proofing; by an eID it is as sure as the eID."""

PROOFING_ROLES: Final = frozenset({"clerk", "registrar"})
"""Officers of the state who may look at a person and a card."""

BANK_ROLES: Final = frozenset({"clerk", "trade-desk"})
"""Officers of a bank who may confirm who its client is."""


def may_proof(agency: str) -> bool:
    """Whether an agency's officers may confirm who people are; ``ONEWINDOW_PROOFING_AGENCIES`` names those
    that may, and without it all do."""
    named = tuple(getattr(settings, "ONEWINDOW_PROOFING_AGENCIES", ()))
    return not named or agency in named


CHALLENGE_LIVES: Final = timedelta(minutes=5)
"""How long a text can be signed to sign in."""

MARK_LIVES: Final = timedelta(days=400)
"""How long a browser is known (RFC 6265bis allows a cookie 400 days)."""


def trusted_proxies() -> tuple[str, ...]:
    """Networks of the proxies in front, whose word about the client's address counts."""
    return tuple(getattr(settings, "ONEWINDOW_TRUSTED_PROXIES", ()))


def base_url() -> str:
    """The address that people see, without a slash at its end."""
    return str(settings.ONEWINDOW_BASE_URL).rstrip("/")


def certificate_proxies() -> tuple[str, ...]:
    """Networks of the proxies that end mutual TLS and hand on the client's certificate."""
    return tuple(getattr(settings, "ONEWINDOW_CERTIFICATE_PROXIES", ()))


def certificate_proxy_secret() -> str:
    """What those proxies share with us; empty switches them off."""
    return str(getattr(settings, "ONEWINDOW_CERTIFICATE_PROXY_SECRET", ""))


def outside_providers() -> dict[str, Any]:
    """Outside OpenID providers by slug, as docs/run-it.md describes them."""
    return dict(getattr(settings, "ONEWINDOW_OPENID_PROVIDERS", {}))


def recovery_waits() -> timedelta:
    """How long a recovery by letter waits, so that the owner can stop it."""
    return timedelta(hours=int(getattr(settings, "ONEWINDOW_RECOVERY_HOURS", 72)))


def demo() -> bool:
    """Whether this is a demonstration, where one click signs in."""
    return bool(getattr(settings, "ONEWINDOW_DEMO", False))
