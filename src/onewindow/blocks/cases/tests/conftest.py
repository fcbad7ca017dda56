"""What the tests of cases stand on besides the demonstration country."""

from collections.abc import Generator

import pytest

from onewindow.blocks.cases.tests.people import MONDAY
from onewindow.blocks.mandates.tests.signer import signing_quickly
from onewindow.kernel.clock import clock


@pytest.fixture
def monday() -> Generator[None]:
    """It is nine o'clock in the morning of a working day."""
    with clock.at(MONDAY):
        yield


@pytest.fixture
def keys_at_hand() -> Generator[None]:
    """People have signing keys, and signing takes no time."""
    yield from signing_quickly()
