"""What every test may lean on: a database, compiled catalogues, and the corpora where they are."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.corpora import corpus


@pytest.fixture(scope="session")
def corpora() -> Callable[[str], Path]:
    """A function that gives the folder of a corpus by its name, or skips the test."""
    return corpus
