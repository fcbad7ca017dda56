"""The peers of the rules, each in an environment of its own: what they depend on does not mix with ours.

They are installed on first use into ``.var/bench``. Where that cannot be, the peer is left out, and that is
said.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from bench.report import note

HERE = Path(__file__).parent
PLACE = HERE.parent / ".var" / "bench"
PYTHON_PEERS = ("bkflow-feel==1.2.0", "pyDMNrules==1.4.5")
FEELIN = "feelin@8.2.0"
SECONDS = 3


def rate_of(worker: str, model: Path) -> float | None:
    """What a peer does in a second of processor time; None where it cannot be had."""
    command = _python(worker) if worker.endswith(".py") else _node(worker)
    if command is None:
        return None
    tail = [str(PLACE)] if worker.endswith(".cjs") else []
    ran = subprocess.run(
        [*command, str(HERE / worker), str(model), str(SECONDS), *tail],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if ran.returncode:
        note(f"{worker} could not run and is left out: {ran.stderr.strip().splitlines()[-1:]}")
        return None
    return float(json.loads(ran.stdout.splitlines()[-1])["rate"])


def _python(worker: str) -> list[str] | None:
    python = PLACE / "python" / "bin" / "python"
    done = PLACE / "python" / "installed"
    if not done.exists():
        made = _run([sys.executable, "-m", "venv", str(PLACE / "python")])
        if not made or not _run([str(python), "-m", "pip", "install", "-q", *PYTHON_PEERS]):
            note(f"{worker}: {', '.join(PYTHON_PEERS)} could not be installed here, so it is left out")
            return None
        done.touch()
    return [str(python)]


def _node(worker: str) -> list[str] | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        note(f"{worker}: there is no node on this machine, so it is left out")
        return None
    if not (PLACE / "node_modules" / "feelin").exists():
        PLACE.mkdir(parents=True, exist_ok=True)
        if not _run([npm, "install", "--no-audit", "--no-fund", "--prefix", str(PLACE), FEELIN]):
            note(f"{worker}: {FEELIN} could not be installed here, so it is left out")
            return None
    return [node]


def _run(command: list[str]) -> bool:
    PLACE.mkdir(parents=True, exist_ok=True)
    try:
        ran = subprocess.run(command, cwd=PLACE, capture_output=True, timeout=300, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ran.returncode == 0
