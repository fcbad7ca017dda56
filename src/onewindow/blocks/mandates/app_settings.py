"""What mandates reads of the settings, with its defaults."""

from datetime import timedelta
from typing import Final

from django.conf import settings

SIGN_WITHIN: Final = timedelta(days=7)
"""How long a company's officers have to sign together."""

LONGEST_CHAIN: Final = 3
"""How often a mandate may be handed on, where it may be."""


def majority() -> int:
    """The age from which nobody acts for somebody because of being their parent, in years."""
    return int(getattr(settings, "ONEWINDOW_MAJORITY", 18))
