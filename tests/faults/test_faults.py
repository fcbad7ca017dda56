"""A small run of the faults; ``make faults`` is the large one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.faults
def test_processes_die_and_nothing_is_lost_doubled_or_stuck() -> None:
    environment = {**os.environ, "PYTHONPATH": f"{_ROOT / 'src'}:{_ROOT}"}
    how = ("--kills", "20", "--cases", "60", "--calm", "0.2", "--seed", "20260702")
    command = [sys.executable, "-m", "tests.faults", *how]
    done = subprocess.run(
        command, cwd=_ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 lost, 0 doubled, 0 stuck, 0 wrong" in done.stdout
