"""Every row of the security checklist that concerns us is held by tests that are there."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(Path(__file__).with_name("rows").glob("*.yaml"))
ROWS = range(26, 64)


def read() -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for file in FILES:
        for row, said in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            found.setdefault(int(row), []).append(said)
    return found


def test_each_row_is_held_or_said_not_to_be_for_us() -> None:
    said = read()
    assert sorted(said) == list(ROWS)
    for row, several in said.items():
        for one in several:
            assert one["says"].strip(), row
            assert one.get("tests") or one.get("not_here"), row


@pytest.mark.parametrize("row", ROWS)
def test_its_tests_are_there(row: int) -> None:
    for said in read()[row]:
        for test in said.get("tests", ()):
            path, _, name = test.partition("::")
            function = name.rpartition("::")[2].partition("[")[0]
            text = (ROOT / path).read_text(encoding="utf-8")
            assert re.search(rf"\b(def|class) {re.escape(function)}\b", text), f"{test} is not there"
