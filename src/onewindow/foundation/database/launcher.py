"""Become PostgreSQL: give up root, die with the parent, run the program. Stands alone: no imports of ours.

``python -I -S launcher.py <user number> <group number> <parent> <program> <arguments…>``
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    user, group, parent = (int(text) for text in arguments[:3])
    if os.geteuid() != user:
        os.setgroups([])
        os.setgid(group)
        os.setuid(user)
    os.umask(0o077)
    # After setuid, which forgets it. SIGINT is PostgreSQL's fast shutdown: a checkpoint, then the end.
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    if os.getppid() != parent:
        sys.exit("the parent died before its database started")
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    os.execv(arguments[3], arguments[3:])  # noqa: S606 - a program of the wheel, without a shell


if __name__ == "__main__":
    main(sys.argv[1:])
