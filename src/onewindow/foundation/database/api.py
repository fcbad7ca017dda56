"""THE DOOR: the embedded PostgreSQL, children that die with us, backup, restore."""

from onewindow.foundation.database.dying import dying_with_us
from onewindow.foundation.database.embedded import EmbeddedPostgres
from onewindow.foundation.database.preparedness import prepared_fingerprint, remember_prepared
from onewindow.foundation.database.types import (
    CommandFailed,
    DatabaseDoesNotStart,
    DatabaseInUse,
    DatabaseNotEmpty,
    FolderNotReachable,
    NoBinaries,
    NotABackup,
    NoUnprivilegedUser,
    NoUserName,
    Place,
    SocketFolderTaken,
    WrongVersion,
)

__all__ = [
    "CommandFailed",
    "DatabaseDoesNotStart",
    "DatabaseInUse",
    "DatabaseNotEmpty",
    "EmbeddedPostgres",
    "FolderNotReachable",
    "NoBinaries",
    "NoUnprivilegedUser",
    "NoUserName",
    "NotABackup",
    "Place",
    "SocketFolderTaken",
    "WrongVersion",
    "dying_with_us",
    "prepared_fingerprint",
    "remember_prepared",
]
