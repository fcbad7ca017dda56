"""What holdings needs others to fulfil."""

from typing import Protocol

from onewindow.foundation.holdings.types import Somebody


class WhoIs(Protocol):
    """Knows which account belongs to a person, and which person to an account."""

    def __call__(self, *, subject: str) -> Somebody:
        """Somebody by reference, with the account and the address where there are any."""
        ...
