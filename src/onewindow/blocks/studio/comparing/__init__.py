"""Two versions of a package side by side, in words."""

from onewindow.blocks.studio.comparing.comparison import compare
from onewindow.blocks.studio.comparing.differences import differences

__all__ = ["compare", "differences"]
