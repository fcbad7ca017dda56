"""What every page asks for and hardly ever changes: kept for a second, and read again.

For ``ONEWINDOW_IDENTITY_FRESH`` seconds other processes' changes may go unnoticed; this one's own are not.
"""

import time
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from django.conf import settings

_FRESH: Final[float] = getattr(settings, "ONEWINDOW_IDENTITY_FRESH", 1.0)
_Value = TypeVar("_Value")


class Kept(Generic[_Value]):
    """A value that is read at most once in that time.

    :param read: asks the database.
    """

    def __init__(self, read: Callable[[], _Value]) -> None:
        self._read = read
        self._kept: tuple[float, _Value] | None = None

    def value(self) -> _Value:
        """The value, read anew where it is too old."""
        kept, now = self._kept, time.monotonic()
        if kept is None or now - kept[0] >= _FRESH:
            self._kept = kept = (now, self._read())
        return kept[1]

    def forget(self) -> None:
        """Read again next time: this process changed something."""
        self._kept = None
