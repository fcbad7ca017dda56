"""A small share of the spoiled models in every run of the tests, and those that once found something."""

import signal
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.fuzz import models

FOUND = sorted((Path(__file__).parent / "found").glob("*.*"))


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    before = signal.signal(signal.SIGPROF, models._over)
    yield
    signal.signal(signal.SIGPROF, before)


def test_spoiled_models_are_taken_or_refused() -> None:
    whole = models.seeds()
    for number in range(250):
        kind, data, wrong = models.one(f"suite/{number}", whole)
        assert not wrong, (kind, number, wrong, data)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_once_found_something_is_refused_now(path: Path) -> None:
    kind = path.suffix.removeprefix(".")
    assert not models.verdict(kind, path.read_bytes(), Random(path.name))
