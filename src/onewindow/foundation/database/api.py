"""THE DOOR: the embedded PostgreSQL, backup, restore and upgrade."""

from onewindow.foundation.database.embedded import EmbeddedPostgres
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
]
