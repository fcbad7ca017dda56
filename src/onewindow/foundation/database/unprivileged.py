"""Whom PostgreSQL runs as: ourselves, or somebody without rights when we are root."""

import os
import pwd
import subprocess
from pathlib import Path

from onewindow.foundation.database.types import NoUnprivilegedUser, NoUserName

_CANDIDATES = ("onewindow", "postgres", "nobody")


def name_of(number: int) -> str:
    """The name of a user.

    :raises NoUserName: the number has none, as happens in containers.
    """
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError as problem:
        raise NoUserName(number=number) from problem


def user_of_the_server() -> str:
    """The name of the user: our own, or for root the first of a few that exists.

    :raises NoUnprivilegedUser: we are root and there is none, or the wished one is root or does not exist.
    """
    if os.geteuid() != 0:
        return name_of(os.geteuid())
    wished = os.environ.get("ONEWINDOW_DATABASE_USER")
    for name in (wished,) if wished else _CANDIDATES:
        try:
            if pwd.getpwnam(name).pw_uid != 0:
                return name
        except KeyError:
            continue
    raise NoUnprivilegedUser(user=wished or _CANDIDATES[-1])


def numbers_of(user: str) -> tuple[int, int]:
    """User and group number."""
    entry = pwd.getpwnam(user)
    return entry.pw_uid, entry.pw_gid


def is_somebody_else(user: str) -> bool:
    """Whether the server runs as another than we do."""
    return numbers_of(user)[0] != os.geteuid()


def can_enter(user: str, folder: Path) -> bool:
    """Whether the user can walk down to a folder that exists, and run what is in it."""
    if not is_somebody_else(user):
        return os.access(folder, os.X_OK)
    uid, gid = numbers_of(user)
    test = ["/usr/bin/env", "test", "-x", str(folder)]
    done = subprocess.run(test, user=uid, group=gid, extra_groups=[], cwd="/", check=False)  # noqa: S603
    return done.returncode == 0


def give(path: Path, user: str) -> None:
    """Make a file or folder the user's own, if the user is another than we are."""
    if is_somebody_else(user):
        os.chown(path, *numbers_of(user))
