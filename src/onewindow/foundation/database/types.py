"""What crosses the door of database."""

from dataclasses import dataclass
from pathlib import Path

from onewindow.kernel.errors import N_, Conflict, InvalidInput, OnewindowError


class DatabaseDoesNotStart(OnewindowError):
    code = "database-does-not-start"
    message = N_("The database did not start: {reason}")
    way_out = N_("Its log is in {log}.")


class DatabaseInUse(Conflict):
    code = "database-in-use"
    message = N_("The database in {folder} is already run by process {owner}.")
    way_out = N_("Stop that one first, or set ONEWINDOW_VAR_DIR to another folder.")


class NoUnprivilegedUser(OnewindowError):
    code = "no-unprivileged-user"
    message = N_("PostgreSQL does not run as root, and there is no user “{user}” to run it as.")
    way_out = N_("Run onewindow as an ordinary user, or name one in ONEWINDOW_DATABASE_USER.")


class NoUserName(OnewindowError):
    code = "no-user-name"
    message = N_("The user with the number {number} has no name on this machine.")
    way_out = N_("Give it a name in /etc/passwd; PostgreSQL knows its callers by name.")


class FolderNotReachable(OnewindowError):
    code = "folder-not-reachable"
    message = N_("The user “{user}”, who runs PostgreSQL, cannot reach {folder}.")
    way_out = N_("Put the folder where others may enter, or set ONEWINDOW_VAR_DIR to such a place.")


class NoBinaries(OnewindowError):
    code = "no-binaries"
    message = N_("There are no programs of PostgreSQL {version} here.")
    way_out = N_("Install the locked requirements, or set DATABASE_URL to a server of your own.")


class SocketFolderTaken(OnewindowError):
    code = "socket-folder-taken"
    message = N_("{folder} belongs to somebody else, so the database cannot put its socket there.")
    way_out = N_("Remove it, or set ONEWINDOW_VAR_DIR to a shorter path.")


class WrongVersion(OnewindowError):
    code = "wrong-version"
    message = N_("The data in {folder} is of PostgreSQL {found}, and the programs are of {wanted}.")
    way_out = N_("Run “onewindow upgrade”.")


class CommandFailed(OnewindowError):
    code = "command-failed"
    message = N_("{command} failed: {reason}")


class NotABackup(InvalidInput):
    code = "not-a-backup"
    message = N_("{file} is not a whole backup of onewindow: {reason}.")
    way_out = N_("Take another file; nothing was changed.")


class DatabaseNotEmpty(Conflict):
    code = "database-not-empty"
    message = N_("The database already holds data.")
    way_out = N_("To put the backup in its place, say --replace. Take a backup of it first.")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an embedded cluster lives.

    :param folder: holds the lock, the log and ``data``. Nothing else of onewindow, and never a key.
    :param sockets: holds the Unix socket; short enough for the 107 bytes of a socket's address.
    :param binaries: the folder of ``postgres``, ``initdb`` and the others.
    :param user: the name of the operating system's user that PostgreSQL runs as.
    """

    folder: Path
    sockets: Path
    binaries: Path
    user: str

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    @property
    def lock(self) -> Path:
        return self.folder / "lock"
