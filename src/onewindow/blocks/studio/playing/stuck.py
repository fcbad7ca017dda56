"""What stops a game."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onewindow.blocks.studio.playing.player import Player


class Stuck(Exception):
    """A scenario cannot go on: what it says does not fit the process. The text is for the package's author.

    :param player: how far it came, where a whole scenario was played.
    """

    player: Player | None = None
