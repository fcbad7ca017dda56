"""Processes that a killed PostgreSQL or a killed owner left behind, and a pid file that lies."""

import os
import signal
import time
from pathlib import Path

_PROC = Path("/proc")


def processes_in(data: Path) -> list[int]:
    """PostgreSQL processes at work in a data folder: every one of them has it as its working folder."""
    found: list[int] = []
    for entry in _PROC.iterdir():
        if entry.name.isdigit() and _works_in(entry, data):
            found.append(int(entry.name))
    return found


def end_them(data: Path, *, patience: float) -> None:
    """Wait for those processes to end by themselves, then end them, first gently.

    An owner that was killed has left a server that is shutting down (see ``launcher``); a server that was
    killed has left children that notice it soon. Starting beside them would fail, or spoil the data.
    """
    for wait, sign in ((patience, None), (5.0, signal.SIGQUIT), (5.0, signal.SIGKILL)):
        left = processes_in(data)
        for number in left if sign else ():
            _signal(number, sign)
        end = time.monotonic() + wait
        while left and time.monotonic() < end:
            time.sleep(0.02)
            left = processes_in(data)
        if not left:
            break
    _forget_pid_file(data)


def _works_in(process: Path, data: Path) -> bool:
    try:
        program, folder = (process / "exe").readlink().name, (process / "cwd").readlink()
    except OSError:
        return False
    return program.startswith("postgres") and folder == data


def _signal(number: int, sign: signal.Signals | None) -> None:
    try:
        os.kill(number, sign or 0)
    except ProcessLookupError:
        return


def _forget_pid_file(data: Path) -> None:
    """Remove it when nobody works here: its number may by now be another program's, which PostgreSQL
    would take for a server that runs."""
    if not processes_in(data):
        (data / "postmaster.pid").unlink(missing_ok=True)
