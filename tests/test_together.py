"""The groups name what is there: a file that moved would be torn apart again, and nobody would see it."""

from pathlib import Path

import pytest

from tests.together import GROUPS, group_of

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("path", GROUPS)
def test_each_group_names_what_is_there(path: str) -> None:
    assert (ROOT / path).exists()


def test_tests_of_a_folder_stay_together() -> None:
    assert group_of("tests/journeys/test_a.py::test_b[c]") == group_of("tests/journeys/test_d.py::test_e")
    assert group_of("tests/test_run.py::test_a") != group_of("tests/test_together.py::test_a")
