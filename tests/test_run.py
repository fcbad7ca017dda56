"""``onewindow run`` as a person uses it: started, killed, started again."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

_SOURCES = Path(__file__).resolve().parent.parent / "src"


@dataclass
class House:
    """A running ``onewindow run`` with data of its own."""

    process: subprocess.Popen[bytes]
    port: int
    said: Path

    def answers(self, path: str = "/readyz") -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        with suppress(OSError, http.client.HTTPException):
            connection.request("GET", path)
            return connection.getresponse().status == 200
        return False

    def child(self, words: str) -> int:
        """The number of the child whose command line holds these words; 0 for none."""
        return next((number for number in children_of(self.process.pid) if words in command_of(number)), 0)


def children_of(number: int) -> list[int]:
    with suppress(OSError):
        return [int(text) for text in Path(f"/proc/{number}/task/{number}/children").read_text().split()]
    return []


def command_of(number: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""


def eventually(holds: Callable[[], object], *, within: float = 60) -> None:
    end = time.monotonic() + within
    while not holds():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("running")
    for parent in (home, *home.parents[:2]):
        parent.chmod(0o755)
    return home / "var"


@contextmanager
def running(var: Path) -> Iterator[House]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {
        "PYTHONPATH": str(_SOURCES),
        "ONEWINDOW_VAR_DIR": str(var),
        "DJANGO_SETTINGS_MODULE": "onewindow.conf.demo",
    }
    said = var.parent / "said.txt"
    with said.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "onewindow.cli", "run", "--port", str(port)],
            env=environment,
            stdout=output,
            stderr=output,
        )
    house = House(process, port, said)
    try:
        eventually(lambda: process.poll() is not None or b"answers at" in said.read_bytes(), within=180)
        assert process.poll() is None, said.read_text()
        yield house
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait(60)


@pytest.mark.faults
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


@pytest.mark.faults
@pytest.mark.parametrize("words", ["onewindow.cli web", "onewindow.cli worker", "bin/postgres"])
def test_a_part_that_is_killed_comes_back(var: Path, words: str) -> None:
    with running(var) as house:
        killed = house.child(words)
        assert killed
        os.kill(killed, signal.SIGKILL)
        eventually(lambda: house.child(words) not in (0, killed) and house.answers(), within=60)
        assert house.answers("/")


@pytest.mark.faults
def test_nothing_outlives_a_killed_house_and_the_next_start_recovers(var: Path) -> None:
    with running(var) as house:
        parts = children_of(house.process.pid)
        parts += [number for part in parts for number in children_of(part)]
        house.process.kill()
        house.process.wait()
        eventually(lambda: not any(command_of(number) for number in parts), within=30)
    with running(var) as again:
        assert again.answers("/")


@pytest.mark.faults
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
