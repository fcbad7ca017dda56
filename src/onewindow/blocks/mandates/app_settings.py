"""What mandates reads of the settings, with its defaults."""

from datetime import date, timedelta
from typing import Final

from django.conf import settings

from onewindow.kernel.clock import clock

SIGN_WITHIN: Final = timedelta(days=7)
"""How long a company's officers have to sign together."""

LONGEST_CHAIN: Final = 3
"""How often a mandate may be handed on, where it may be."""


def majority() -> int:
    """The age from which nobody acts for somebody because of being their parent, in years."""
    return int(getattr(settings, "ONEWINDOW_MAJORITY", 18))


def today() -> date:
    """The civil day: a right that ends today stands until midnight here, not until midnight in UTC."""
    return clock.today(zone=str(getattr(settings, "ONEWINDOW_CIVIL_ZONE", settings.TIME_ZONE)))
