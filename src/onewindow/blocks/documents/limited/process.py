"""The house's side of the limited process: give it work, wait a bounded time, replace it when it dies."""

import os
import selectors
import subprocess
import sys
import threading
import time
from typing import Any

from onewindow.blocks.documents.limited import frames
from onewindow.kernel.errors import N_

_PROGRAM = "onewindow.blocks.documents.limited.program"


class LimitedFailed(Exception):
    """The work did not come to an end: an error, a limit, or too late."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class LimitedProcess:
    """One process, started when first needed, shared by the threads of this one.

    :param memory: bytes of address space.
    :param seconds: for one piece of work; then the process is killed, and the next work gets a new one.
    :param works: after so many it is replaced, for libraries keep things.
    """

    def __init__(self, *, memory: int = 2_000_000_000, seconds: float = 20.0, works: int = 300) -> None:
        self._memory, self._seconds, self._works = memory, seconds, works
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._done = 0

    def work(self, head: dict[str, Any], body: bytes = b"") -> tuple[dict[str, Any], bytes]:
        """Do one piece of work.

        :raises LimitedFailed: see there.
        """
        with self._lock:
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
        deadline = time.monotonic() + self._seconds
        assert child.stdin is not None
        assert child.stdout is not None
        inside, out = child.stdin.fileno(), child.stdout.fileno()
        os.set_blocking(inside, False)
        rest = memoryview(message)
        while rest:
            _wait(inside, selectors.EVENT_WRITE, deadline)
            rest = rest[os.write(inside, rest) :]

        def read(count: int) -> bytes:
            parts = bytearray()
            while len(parts) < count:
                _wait(out, selectors.EVENT_READ, deadline)
                part = os.read(out, min(count - len(parts), 1 << 20))
                if not part:
                    raise EOFError
                parts += part
            return bytes(parts)

        return frames.unpack(read)


def _wait(handle: int, for_what: int, deadline: float) -> None:
    with selectors.DefaultSelector() as selector:
        selector.register(handle, for_what)
        if not selector.select(max(0.0, deadline - time.monotonic())):
            raise TimeoutError
