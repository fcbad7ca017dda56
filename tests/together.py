"""Tests that stay in one process where several run them: those that share something costly, or one house.

The marks of pytest-xdist for this do nothing under pytest 9.2, which no longer lets a plugin rename a test.
"""

from collections.abc import Mapping
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

GROUPS: Mapping[str, str] = {
    "tests/journeys/": "journeys",
    "tests/faults/": "faults",
    "tests/test_run.py": "house",
    "tests/test_keeping.py": "house",
    "src/onewindow/foundation/database/tests/test_backups.py": "backups",
    "src/onewindow/blocks/cases/tests/test_many_at_once.py": "country",
    "tests/pki/test_ends.py": "country",
}
"""Folder (with a stroke at its end) or file, and the name of its group. Others go where there is room."""


def group_of(nodeid: str) -> str:
    """The group of a test; a test that has none is its own."""
    return next((group for path, group in GROUPS.items() if nodeid.startswith(path)), nodeid)


class Together(LoadScopeScheduling):
    """Hands out whole groups."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def scheduler(config: pytest.Config, log: Any) -> Together | None:
    """For ``--dist loadgroup``."""
    return Together(config, log) if config.getvalue("dist") == "loadgroup" else None
