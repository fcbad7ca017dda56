"""What differs, and what becomes of the cases that run."""

from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.studio.comparing.differences import differences
from onewindow.blocks.studio.comparing.moving import moves
from onewindow.blocks.studio.types import Comparison


def compare(old: ServicePackage, new: ServicePackage) -> Comparison:
    """Two versions of a package."""
    moved, stays = moves(old, new)
    return Comparison(old.version, new.version, differences(old, new), stays, moved)
