"""What the provider reads of the settings, and how long what it gives out lives."""

from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

CODE_LIFE: Final = timedelta(seconds=60)
"""A code is exchanged at once or not at all (ASVS 10.4.3; RFC 9700 §2.1.1)."""

PUSHED_LIFE: Final = timedelta(seconds=90)
"""How long a pushed request waits for its person (RFC 9126 §2.2)."""

KEPT_LIFE: Final = timedelta(minutes=15)
"""How long somebody has to sign in and to consent before the system has to ask again."""

ACCESS_LIFE: Final = timedelta(minutes=10)
ID_TOKEN_LIFE: Final = timedelta(minutes=5)
LOGOUT_TOKEN_LIFE: Final = timedelta(minutes=2)

REFRESH_LIFE: Final = timedelta(hours=12)
"""As long as a session lives at most; it ends with the session, whichever is earlier."""

ASSERTION_LONGEST: Final = timedelta(minutes=5)
"""The longest life of the assertion by which a system says who it is (RFC 7523 §3)."""

CLOCKS_DIFFER: Final = timedelta(seconds=30)

KEY_SIGNS: Final = timedelta(days=90)
"""How long a key signs before the next one does."""

KEY_SHOWN_BEFORE: Final = timedelta(days=2)
"""The next key is published so long before it signs, for systems that keep the key set."""

KEY_SHOWN_AFTER: Final = timedelta(days=1)
"""The last key stays published so long after it signed last: longer than any token lives."""

EGRESS: Final = "openid"
"""The connector by which systems are told that somebody left."""


def issuer() -> str:
    """Who signs: the address that people see, without a slash at its end. Never taken from a request."""
    return str(settings.ONEWINDOW_BASE_URL).rstrip("/")


def keys_folder() -> Path:
    """Where the signing keys are kept, outside the database's tree."""
    return Path(settings.ONEWINDOW_KEYS_DIR) / "openid"
