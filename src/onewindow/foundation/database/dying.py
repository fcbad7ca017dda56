"""Children that die with us, however we die."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from signal import Signals

_LAUNCHER = Path(__file__).with_name("launcher.py")


def dying_with_us(command: Sequence[str], *, sign: Signals, user: tuple[int, int] | None = None) -> list[str]:
    """A command line that runs ``command`` in a child which the kernel ends with us.

    The kernel sends the signal when the *thread* that started the child ends; start it from the main one.

    :param command: the program with its whole path, and its arguments.
    :param sign: what it gets when we are gone.
    :param user: user and group number to run as, for root to give up its rights.
    """
    uid, gid = user or (os.geteuid(), os.getegid())
    told = [str(number) for number in (uid, gid, os.getpid(), int(sign))]
    return [sys.executable, "-I", "-S", str(_LAUNCHER), *told, *command]
