"""Where the tests find data by others. It is never part of this repository."""

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parent.parent.parent / "shared" / "corpora"
_ROOT = Path(os.environ.get("ONEWINDOW_CORPORA", _BESIDE))


def corpus(name: str) -> Path:
    """The folder of a corpus; skips the test, saying so, where it is absent."""
    folder = _ROOT / name
    if not folder.is_dir():
        pytest.skip(f"the corpus {name} is not here ({folder})")
    return folder
