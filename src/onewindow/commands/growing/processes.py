"""Processes that help: each has a database connection of its own, and none outlives the one that began it."""

import ctypes
import os
import signal
from typing import Final

_PR_SET_PDEATHSIG: Final = 1


def begin() -> None:
    """In a new process: end with the parent, also when that one is killed, and leave Ctrl-C to it."""
    parent = os.getppid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it ended before the kernel was told
        os._exit(1)


def worth_having() -> int:
    """As many as there are processors for us."""
    return len(os.sched_getaffinity(0))
