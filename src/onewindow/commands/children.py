"""Processes that live and die with us, and are started again when they die alone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from onewindow.commands.console import say
from onewindow.foundation.database import api as database

_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0
_STEADY = 30.0
"""Seconds of life after which a child counts as healthy, and its next pause begins anew."""


class Child:
    """A program that shall run.

    :param name: for people, such as ``web server``.
    :param log: a file that takes what it prints.
    """

    def __init__(
        self, *, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path
    ) -> None:
        self.name = name
        self._command = list(command)
        self._environment = dict(environment)
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self._began = 0.0
        self._pause = _FIRST_PAUSE
        self._not_before = 0.0

    def start(self) -> None:
        """Start it. It gets a process group of its own, and a signal when we die."""
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603
                database.dying_with_us(self._command, sign=signal.SIGTERM),
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._began = time.monotonic()

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def look_after(self) -> None:
        """Start it again if it died, after a pause that doubles while it keeps dying."""
        if self._process is None or self._process.poll() is None:
            return
        now = time.monotonic()
        if not self._not_before:
            if now - self._began > _STEADY:
                self._pause = _FIRST_PAUSE
            how = _how(self._process.returncode)
            say(f"The {self.name} ended ({how}); it is started again. See {self._log}.")
            self._end_group(signal.SIGKILL)
            self._not_before, self._pause = now + self._pause, min(self._pause * 2, _LONGEST_PAUSE)
        elif now >= self._not_before:
            self._not_before = 0.0
            self.start()

    def ask_to_stop(self) -> None:
        """Let it end what it does."""
        self._end_group(signal.SIGTERM)

    def wait(self, *, patience: float) -> None:
        """Wait until it ended; after the patience, end it and all that it started."""
        if self._process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(patience)
        self._end_group(signal.SIGKILL)
        self._process.wait()

    def _end_group(self, sign: signal.Signals) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, sign)


def python(*arguments: str) -> list[str]:
    """A command that runs this very Python."""
    return [sys.executable, *arguments]


def _how(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
