"""Become another program that dies with its parent, and is not root if told so. No imports of ours.

``python -I -S launcher.py <user number> <group number> <parent> <signal> <program> <arguments…>``
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    user, group, parent, sign = (int(text) for text in arguments[:4])
    if os.geteuid() != user:
        os.setgroups([])
        os.setgid(group)
        os.setuid(user)
        os.umask(0o077)
    # After setuid, which forgets it.
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, sign, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    if os.getppid() != parent:
        sys.exit("the parent died before its child started")
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    os.execv(arguments[4], arguments[4:])  # noqa: S606 - no shell


if __name__ == "__main__":
    main(sys.argv[1:])
