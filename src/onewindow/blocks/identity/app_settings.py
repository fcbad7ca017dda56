"""What identity reads of the settings, with its defaults."""

from datetime import timedelta
from typing import Final

from django.conf import settings

IDLE_LIMIT: Final = timedelta(minutes=60)
"""A session that nobody used for so long has ended (ASVS 7.3.1)."""

ABSOLUTE_LIMIT: Final = timedelta(hours=12)
"""A session ends so long after its sign-in, used or not (NIST SP 800-63B-4 §2.2.3: AAL2)."""

SEEN_EVERY: Final = timedelta(minutes=2)
"""How often the last use is written; a write for each page would cost more than it tells."""

TOKEN_LONGEST: Final = 366
"""The longest life of a key for programs, in days."""

TOKEN_SCOPES: Final = ("cases:read", "cases:write", "documents:read", "payments:write", "work:write")
"""What a key for programs may be used for."""


def demo() -> bool:
    """Whether this is a demonstration, where one click signs in."""
    return bool(getattr(settings, "ONEWINDOW_DEMO", False))
