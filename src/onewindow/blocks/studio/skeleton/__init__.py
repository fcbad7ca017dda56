"""The small complete package that ``onewindow service new`` begins with."""

from onewindow.blocks.studio.skeleton.making import skeleton

__all__ = ["skeleton"]
