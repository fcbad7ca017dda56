"""The virus scanner ClamAV, over its daemon's INSTREAM command (clamd manual)."""

import re
import struct

from onewindow.blocks.documents.errors import ScannerNotThere
from onewindow.blocks.documents.ports import Scan
from onewindow.foundation.egress import api as egress

_CHUNK = 64 * 1024
_FOUND = re.compile(rb"stream: (.{1,200}) FOUND")


class Clamd:
    """``ports.Scanner`` over ``tcp://host:port``, which the egress list of ``clamd`` must name."""

    def __init__(self, *, host: str, port: int, seconds: float = 30.0) -> None:
        self._host, self._port, self._seconds = host, port, seconds

    def scan(self, *, data: bytes) -> Scan:
        """See ``ports.Scanner``. An answer that is not understood counts as none."""
        try:
            answer = self._ask(data)
        except (OSError, egress.DestinationUnreachable, egress.DestinationNotAllowed) as problem:
            raise ScannerNotThere() from problem
        if answer.startswith(b"stream: OK"):
            return Scan()
        found = _FOUND.match(answer)
        if found is None:
            raise ScannerNotThere()
        return Scan(found.group(1).decode("ascii", "replace"))

    def _ask(self, data: bytes) -> bytes:
        with egress.connect(
            host=self._host, port=self._port, connector="clamd", seconds=self._seconds
        ) as connection:
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), _CHUNK):
                part = data[start : start + _CHUNK]
                connection.sendall(struct.pack(">I", len(part)) + part)
            connection.sendall(struct.pack(">I", 0))
            answer = b""
            while len(answer) < 1024 and not answer.endswith(b"\0"):
                more = connection.recv(1024)
                if not more:
                    break
                answer += more
        return answer.rstrip(b"\0")
