"""Settings of the trust service, with their defaults."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from onewindow.standards.signing.policy import POLICY, Policy


def keys_folder() -> Path:
    """Where the keys of the authorities are, outside the database's tree."""
    return Path(settings.ONEWINDOW_KEYS_DIR) / "trust"


def base_url() -> str:
    """Where whoever checks a certificate finds lists and answers, without a slash at the end."""
    return str(_setting("ONEWINDOW_TRUST_URL", "") or settings.ONEWINDOW_BASE_URL).rstrip("/")


def country() -> str:
    """ISO 3166-1 alpha-2 code of the country whose authorities these are."""
    return str(_setting("ONEWINDOW_COUNTRY", "TN"))


def state_name() -> str:
    """Who the authorities are, in their certificates."""
    return str(_setting("ONEWINDOW_STATE_NAME", "onewindow demonstration"))


def agency() -> str:
    """Slug of the agency that runs the trust service: its officers revoke and import trust lists."""
    return str(_setting("ONEWINDOW_TRUST_AGENCY", "trust-agency"))


def server_domains() -> tuple[str, ...]:
    """Domains in which servers get certificates; part of the authority's certificate when it is made."""
    return tuple(_setting("ONEWINDOW_TRUST_DOMAINS", ("example", "localhost")))


def timestamp_policy() -> str:
    """Object identifier of the policy under which timestamps are given.

    The default is one that anybody may use without asking a registry (ITU-T X.667, an identifier made of a
    UUID); a real authority names its own.
    """
    return str(_setting("ONEWINDOW_TIMESTAMP_POLICY", "2.25.250187415293917893541129583671124312064.1"))


def pkcs11() -> dict[str, Any]:
    """``module``, ``token``, ``pin_file`` of a hardware module for the authorities' keys; empty: files."""
    return dict(_setting("ONEWINDOW_TRUST_PKCS11", {}))


def renewed_before_end() -> timedelta:
    """How long before a proof ends it is renewed (``ONEWINDOW_PRESERVE_DAYS``, 180)."""
    return timedelta(days=int(_setting("ONEWINDOW_PRESERVE_DAYS", 180)))


def policy() -> Policy:
    """Until when algorithms are trusted here.

    ``ONEWINDOW_ALGORITHM_ENDS``: hash to the first day on which it is trusted no longer.

    Declare the end of a hash years before, so that everything is renewed in time.
    """
    found = POLICY
    for digest, day in dict(_setting("ONEWINDOW_ALGORITHM_ENDS", {})).items():
        found = found.broken(digest, since=day if isinstance(day, date) else date.fromisoformat(str(day)))
    return found


def demo() -> bool:
    """Whether keys may leave the house as PKCS #12 files."""
    return bool(settings.ONEWINDOW_DEMO)


LIST_LASTS = timedelta(hours=24)
"""A list of revoked certificates is good for a day, and a new one comes every six hours."""
LIST_RENEWED_AFTER = timedelta(hours=6)
COMMITTED_WITHIN = timedelta(hours=1)
"""A revocation may be committed so long after its moment, and is still missed from the newest list."""
ROOT_LIST_LASTS = timedelta(days=366)
"""The root is offline: its list is signed once a year, or when an authority is revoked."""
ANSWER_LASTS = timedelta(hours=1)
NOTICE_BEFORE_END = timedelta(days=30)
SERVICE_RENEWED_BEFORE_END = timedelta(days=30)
MOST_WRONG_PINS = 5
PRESERVED_AT_ONCE = 50
MOST_A_DAY = 20
"""Certificates for one holder within a day."""
SHORTEST_FILE_PASSWORD = 12


def _setting(name: str, default: Any) -> Any:
    return getattr(settings, name, default)
