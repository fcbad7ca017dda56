"""Checking a package: everything that can be said about it before a case is filed."""

from onewindow.blocks.studio.inspecting.report import inspect
from onewindow.blocks.studio.inspecting.world import World, world_of_folders, world_of_window

__all__ = ["World", "inspect", "world_of_folders", "world_of_window"]
