"""Folders that the user who runs PostgreSQL can enter; pytest's own are closed to others."""

import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def reachable_folder() -> Generator[Path]:
    """A folder that is thrown away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="onewindow-test-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
