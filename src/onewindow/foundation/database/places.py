"""Choose where a cluster lives, its socket, and its programs."""

import os
import shutil
import stat
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from onewindow.foundation.database import binaries, unprivileged
from onewindow.foundation.database.types import FolderNotReachable, Place, SocketFolderTaken

# sockaddr_un has 108 bytes with the closing zero; PostgreSQL adds "/.s.PGSQL.5432" and ".lock".
_LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")
_FOR_ROOT = Path("/var/lib/onewindow")
_TEMPORARY = Path("/tmp")  # noqa: S108 - a folder of our own in it, mode 0700, whose owner is checked


def place_for(folder: Path, *, version: int = binaries.CURRENT) -> Place:
    """The place of the cluster of a folder; the same folder always gets the same place.

    As root, in a checkout that the server's user cannot enter, it lies in /var/lib/onewindow instead.

    :raises FolderNotReachable: neither can be entered.
    :raises SocketFolderTaken: somebody made a folder of the socket's name first.
    """
    user = unprivileged.user_of_the_server()
    home = _reachable(folder.absolute(), user)
    programs = _runnable(binaries.programs(version), user)
    sockets = _socket_folder(home, user)
    return Place(folder=home, sockets=sockets, binaries=programs, user=user)


def _reachable(folder: Path, user: str) -> Path:
    _make(folder, user, mode=0o700)
    if unprivileged.can_enter(user, folder):
        return folder
    instead = _FOR_ROOT / f"database-{_short_name(folder)}"
    _FOR_ROOT.mkdir(parents=True, exist_ok=True)
    _make(instead, user, mode=0o700)
    if not unprivileged.can_enter(user, instead):
        raise FolderNotReachable(user=user, folder=folder)
    return instead


def _runnable(programs: Path, user: str) -> Path:
    if unprivileged.can_enter(user, programs / "postgres"):
        return programs
    version, package = programs.parent, programs.parents[1]
    copy = _FOR_ROOT / f"programs-{_short_name(version)}"
    if not copy.exists():
        unfinished = copy.with_suffix(f".{os.getpid()}")
        needless = shutil.ignore_patterns("include", "*.a")
        shutil.copytree(version, unfinished / package.name / version.name, ignore=needless, symlinks=True)
        # The programs look for the wheel's own libraries beside its package.
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
        unfinished.rename(copy)
    return copy / package.name / version.name / "bin"


def _socket_folder(home: Path, user: str) -> Path:
    inside = home / "run"
    if len(os.fsencode(inside)) <= _LONGEST_SOCKET_FOLDER:
        _make(inside, user, mode=0o700)
        return inside
    outside = _TEMPORARY / f"onewindow-{_short_name(home)}"
    _make(outside, user, mode=0o700)
    found = outside.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != unprivileged.numbers_of(user)[0]:
        raise SocketFolderTaken(folder=outside)
    return outside


def _make(folder: Path, user: str, *, mode: int) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        folder.mkdir(mode=mode)
    if folder.lstat().st_uid == os.geteuid():
        unprivileged.give(folder, user)


def _short_name(path: Path) -> str:
    return sha256(os.fsencode(path)).hexdigest()[:12]
