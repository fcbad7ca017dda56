"""Start onewindow twice as a newcomer would, with what `make run` installs and nothing else.

The tests run beside their own tools, so a library that only those bring would be missed there and be missing
here. Prints both times; leaves `.var` behind, as `make run` does. Needs Python alone.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

_PATIENCE = 600.0
_PAGES = ("/", "/search/", "/verify/", "/demo/", "/mailbox/", "/about/", "/.well-known/openid-configuration")


def main() -> int:
    """0 where both starts showed every page."""
    port = _free_port()
    return max(_start(port, which) for which in ("first", "second"))


def _start(port: int, which: str) -> int:
    began = time.monotonic()
    command = ["make", "run", f"ARGS=--port {port}"]
    child = subprocess.Popen(command, start_new_session=True)  # noqa: S603
    try:
        if not _ready(port, child, began + _PATIENCE):
            print(f"{which} start: no page; what it said stands above", flush=True)
            return 1
        print(f"{which} start: ready after {time.monotonic() - began:.1f} s", flush=True)
        return max(_page(port, path) for path in _PAGES)
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGINT)  # as Ctrl-C does: everybody of the terminal hears it
        child.wait(timeout=60)


def _ready(port: int, child: "subprocess.Popen[bytes]", until: float) -> bool:
    while time.monotonic() < until and child.poll() is None:
        if _status(port, "/readyz") == 200:
            return True
        time.sleep(0.1)
    return False


def _page(port: int, path: str) -> int:
    status = _status(port, path)
    if status != 200:
        print(f"{path} answers {status}", flush=True)
    return int(status != 200)


def _status(port: int, path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as problem:
        return problem.code
    except OSError:
        return 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    sys.exit(main())
