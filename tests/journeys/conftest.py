"""The running program and a browser for the journeys."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.neighbours import Neighbours

ROOT = Path(__file__).resolve().parent.parent.parent
_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_PATIENCE = 240


@pytest.fixture(scope="session")
def chromium() -> str:
    """Debian's Chromium; without it the journeys are skipped, saying so."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("there is no Chromium here; on Debian: apt-get install chromium")
    return found


@pytest.fixture(scope="session")
def neighbours() -> Neighbours:
    """Two ports for programs next door; ``ONEWINDOW_NEIGHBOURS`` names them where a program runs already."""
    if named := os.environ.get("ONEWINDOW_NEIGHBOURS"):
        provider, system = map(int, named.split(","))
        return Neighbours(provider, system)
    if os.environ.get("ONEWINDOW_RUNNING_AT"):
        pytest.skip("the running program knows no neighbours; say which in ONEWINDOW_NEIGHBOURS=PORT,PORT")
    return Neighbours(_free_port(), _free_port())


@pytest.fixture(scope="session")
def base(
    chromium: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Generator[str]:
    """The program as ``make run`` starts it, with an empty folder for its data."""
    if address := os.environ.get("ONEWINDOW_RUNNING_AT"):
        yield address
        return
    port = _free_port()
    var = Path(os.environ.get("ONEWINDOW_JOURNEYS_VAR", tmp_path_factory.mktemp("var")))
    log = (var / "run.log").open("w")
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT / "src"), "ONEWINDOW_VAR_DIR": str(var),
        "ONEWINDOW_BASE_URL": f"http://127.0.0.1:{port}", "ONEWINDOW_PEOPLE": "0",
        **request.getfixturevalue("neighbours").settings(var),
    }  # fmt: skip
    environment.pop("DATABASE_URL", None)
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    program = subprocess.Popen(
        [sys.executable, "-m", "onewindow.cli", "run", "--port", str(port)],
        cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        yield _when_it_answers(f"http://127.0.0.1:{port}", program, var / "run.log")
    finally:
        program.send_signal(signal.SIGINT)
        program.wait(timeout=60)
        log.close()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Generator[Browser]:
    """One Chromium; each window is a context of its own in it."""
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        yield made
        made.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _when_it_answers(address: str, program: "subprocess.Popen[bytes]", log: Path) -> str:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and program.poll() is None:
        try:
            with urlopen(f"{address}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return address
        except OSError:
            time.sleep(0.5)
    raise AssertionError(f"the program does not answer:\n{log.read_text()}")


@pytest.fixture(scope="session")
def pictures() -> Path | None:
    """Where pictures of the officers' pages are kept: the folder that ``ONEWINDOW_PICTURES`` names."""
    named = os.environ.get("ONEWINDOW_PICTURES")
    if named:
        Path(named).mkdir(parents=True, exist_ok=True)
    return Path(named) if named else None
