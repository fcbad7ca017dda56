"""``onewindow run`` as a person uses it: started, killed, started again."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reachable import reachable_folder
from tests.running import children_of, command_of, eventually, running

# One after another in one process of pytest-xdist: they share a house.
pytestmark = pytest.mark.faults

_SOURCES = Path(__file__).resolve().parent.parent / "src"


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    with reachable_folder() as home:
        yield home / "var"


def test_a_house_is_made_stopped_and_started_again(var: Path) -> None:
    with running(var) as house:
        assert house.answers("/healthz") and house.answers("/")
        all_of_it = [house.process.pid, *children_of(house.process.pid)]
        assert len(all_of_it) == 4
    assert house.process.returncode == 0
    assert not any(command_of(number) for number in all_of_it)
    assert "Loading" in house.said.read_text()
    keys = [path for path in (var / "keys").rglob("*") if path.is_file()]
    assert keys and all(path.stat().st_mode & 0o077 == 0 for path in keys if path.suffix != ".pub")
    assert not list((var / "database").rglob("*.key"))
    with running(var) as again:
        assert "Loading" not in again.said.read_text(), "what was prepared is remembered"


@pytest.mark.parametrize("words", ["onewindow.cli web", "onewindow.cli worker", "bin/postgres"])
def test_a_part_that_is_killed_comes_back(var: Path, words: str) -> None:
    with running(var) as house:
        killed = house.child(words)
        assert killed
        os.kill(killed, signal.SIGKILL)
        eventually(lambda: house.child(words) not in (0, killed) and house.answers(), within=60)
        assert house.answers("/")


def test_nothing_outlives_a_killed_house_and_the_next_start_recovers(var: Path) -> None:
    with running(var) as house:
        parts = children_of(house.process.pid)
        parts += [number for part in parts for number in children_of(part)]
        house.process.kill()
        house.process.wait()
        eventually(lambda: not any(command_of(number) for number in parts), within=30)
    with running(var) as again:
        assert again.answers("/")


def test_a_port_that_is_taken_is_said_in_plain_words(var: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = subprocess.run(
            [sys.executable, "-m", "onewindow.cli", "run", "--port", str(taken.getsockname()[1])],
            env={**os.environ, "PYTHONPATH": str(_SOURCES), "ONEWINDOW_VAR_DIR": str(var)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "Another program already answers" in done.stderr
    assert "Traceback" not in done.stderr
