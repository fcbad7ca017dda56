"""The house's side of the limited process: give it work, wait a bounded time, replace it when it dies."""

import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from onewindow.blocks.documents.limited import frames
from onewindow.kernel.errors import N_

_BY_THE_CLOCK = 4
_LOOK_EVERY = 0.2
_PROGRAM = "onewindow.blocks.documents.limited.program"


class LimitedFailed(Exception):
    """The work did not come to an end: an error, a limit, or too late."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class LimitedBusy(Exception):
    """Others had their turn for too long. The work was not begun."""


class LimitedProcess:
    """One process, started when first needed, shared by the threads of this one.

    :param memory: bytes of address space.
    :param seconds: of the processor, for one piece of work and for getting ready; then the process is killed,
        and the next work gets a new one. By the clock it may take four times as long: on a machine that has
        other work, half a second of the processor can take ten.
    :param works: after so many it is replaced, for libraries keep things.
    :param patience: seconds that a caller waits for its turn; None: as long as it takes.
    """

    def __init__(
        self,
        *,
        memory: int = 2_000_000_000,
        seconds: float = 20.0,
        works: int = 300,
        patience: float | None = None,
    ) -> None:
        self._memory, self._seconds, self._works = memory, seconds, works
        self._patience = patience
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._done = 0

    def work(self, head: dict[str, Any], body: bytes = b"") -> tuple[dict[str, Any], bytes]:
        """Do one piece of work.

        :raises LimitedFailed: see there.
        :raises LimitedBusy: see there.
        """
        with self._turn():
            child = self._ready()
            try:
                answer, data = self._talk(child, frames.pack(head, body))
            except (OSError, EOFError, ValueError, TimeoutError) as problem:
                self.close()
                reason = (
                    N_("it took too long") if isinstance(problem, TimeoutError) else N_("it broke a limit")
                )
                raise LimitedFailed(reason) from problem
            self._done += 1
        if "error" in answer:
            raise LimitedFailed(str(answer["error"]))
        return answer, data

    @contextmanager
    def _turn(self) -> Generator[None]:
        if not self._lock.acquire(timeout=-1 if self._patience is None else self._patience):
            raise LimitedBusy
        try:
            yield
        finally:
            self._lock.release()

    def close(self) -> None:
        """End the process."""
        child, self._child = self._child, None
        if child is None or self._owner != os.getpid():
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                pipe.close()

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():
            self._child = None  # forked: the child belongs to another
        if self._child is not None and (self._child.poll() is not None or self._done >= self._works):
            self.close()
        if self._child is None:
            cpu = int(self._seconds * self._works) + 10
            environment = {
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                "PYTHONDONTWRITEBYTECODE": "1",
            }
            self._child = subprocess.Popen(  # noqa: S603  # our own program, no argument from outside
                [sys.executable, "-m", _PROGRAM, str(self._memory), str(cpu)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                cwd="/",
                bufsize=0,
            )
            self._owner, self._done = os.getpid(), 0
        return self._child

    def _talk(self, child: subprocess.Popen[bytes], message: bytes) -> tuple[dict[str, Any], bytes]:
        limits = _Limits(child.pid, self._seconds)
        assert child.stdin is not None
        assert child.stdout is not None
        inside, out = child.stdin.fileno(), child.stdout.fileno()
        os.set_blocking(inside, False)
        rest = memoryview(message)
        while rest:
            limits.wait(inside, selectors.EVENT_WRITE)
            rest = rest[os.write(inside, rest) :]

        def read(count: int) -> bytes:
            parts = bytearray()
            while len(parts) < count:
                limits.wait(out, selectors.EVENT_READ)
                part = os.read(out, min(count - len(parts), 1 << 20))
                if not part:
                    raise EOFError
                parts += part
            return bytes(parts)

        return frames.unpack(read)


class _Limits:
    """How long one piece of work may go on."""

    def __init__(self, pid: int, seconds: float) -> None:
        self._pid, self._most = pid, _processor_seconds(pid) + seconds
        self._deadline = time.monotonic() + _BY_THE_CLOCK * seconds
        self._look_every = min(_LOOK_EVERY, seconds)

    def wait(self, handle: int, for_what: int) -> None:
        """Until the handle is ready.

        :raises TimeoutError: one of the limits is over.
        """
        with selectors.DefaultSelector() as selector:
            selector.register(handle, for_what)
            while not selector.select(self._look_every):
                if time.monotonic() > self._deadline or _processor_seconds(self._pid) > self._most:
                    raise TimeoutError


def _processor_seconds(pid: int) -> float:
    """What a process has used so far, in itself and for it (proc(5), fields 14 and 15); 0 where it ended."""
    try:
        said = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    fields = said.rpartition(")")[2].split()  # a program's name may hold spaces
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
