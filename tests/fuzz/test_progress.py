"""A long run says how far it is, and reports what it did when it is told to stop."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.progress import Progress

ROOT = Path(__file__).resolve().parents[2]


def test_a_line_every_ten_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    now = 0.0
    progress = Progress("inputs", clock=lambda: now)
    progress.at(500, 0)
    now = 9.9
    progress.at(900, 1)
    now = 10.0
    progress.at(1_000, 1)
    progress.at(1_001, 1)
    assert capsys.readouterr().out == "1,000 inputs, 100 a second, 1 faults so far\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_told_to_stop_reports_what_it_did(number: signal.Signals) -> None:
    program = (
        "import os, signal, sys; from tests.fuzz import feel, progress;"
        "at = progress.Progress.at; me = os.getpid();"
        "progress.Progress.at = lambda self, n, f:"
        f" os.kill(me, {int(number)}) if n == 200 else at(self, n, f);"
        "sys.argv = ['feel', '--count', '100000000']; sys.exit(feel.main())"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": "src:."},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert re.search(r"seed 0: 20\d inputs; .* 0 faults", ended.stdout), ended.stdout
