"""``onewindow run`` as a program of its own, with an empty folder for its data."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_SOURCES = Path(__file__).resolve().parent.parent / "src"


@dataclass
class House:
    """A running ``onewindow run``.

    :param var: the folder of its data.
    :param said: what it told on its standard output and error.
    """

    process: subprocess.Popen[bytes]
    port: int
    var: Path
    said: Path

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answers(self, path: str = "/readyz", *, patience: float = 60) -> bool:
        """Whether it answers a request with 200 now.

        :param patience: seconds after which it counts as hung. How fast a page is, is for the bench to tell.
        """
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def child(self, words: str) -> int:
        """The number of the child whose command line holds these words; 0 for none."""
        return next((number for number in children_of(self.process.pid) if words in command_of(number)), 0)


def children_of(number: int) -> list[int]:
    """The processes that a process started."""
    with suppress(OSError):
        return [int(text) for text in Path(f"/proc/{number}/task/{number}/children").read_text().split()]
    return []


def command_of(number: int) -> str:
    """The command line of a process; empty once it is gone."""
    with suppress(OSError):
        return Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""


def eventually(holds: Callable[[], object], *, within: float = 60) -> None:
    """Wait until something holds, and fail if it does not in time."""
    end = time.monotonic() + within
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(var: Path, *, arguments: Sequence[str] = (), patience: float = 300) -> Generator[House]:
    """Start it, wait until it answers, and stop it in the end.

    :param arguments: further ones of ``onewindow run``.
    :param patience: seconds; the first start makes the database and loads the country.
    """
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {
        "PYTHONPATH": str(_SOURCES),
        "ONEWINDOW_VAR_DIR": str(var),
        "ONEWINDOW_BASE_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "onewindow.conf.demo",
        "ONEWINDOW_PEOPLE": "0",
    }
    said = var.parent / "said.txt"
    command = [sys.executable, "-m", "onewindow.cli", "run", "--port", str(port), *arguments]
    with said.open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
    house = House(process, port, var, said)
    try:
        eventually(lambda: process.poll() is not None or b"answers at" in said.read_bytes(), within=patience)
        assert process.poll() is None, said.read_text()
        yield house
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait(120)
