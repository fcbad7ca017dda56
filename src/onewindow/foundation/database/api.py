"""THE DOOR: the embedded PostgreSQL, children that die with us, backup, restore."""

from datetime import datetime
from pathlib import Path

from onewindow.foundation.database import backups, cluster_upgrade
from onewindow.foundation.database.archives import Manifest
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
    "Manifest",
    "NoBinaries",
    "NoUnprivilegedUser",
    "NoUserName",
    "NotABackup",
    "Place",
    "SocketFolderTaken",
    "WrongVersion",
    "backup",
    "backup_keys",
    "dying_with_us",
    "prepared_fingerprint",
    "remember_prepared",
    "restore",
    "restore_keys",
    "tables_are_current",
    "upgrade_cluster",
]


def backup(*, url: str, archive: Path, uploads: Path, program: str, taken_at: datetime) -> Manifest:
    """Write everything that people entrusted to us into one file, while the program runs.

    It holds one snapshot of the database and the uploads. It never holds keys: keep those apart, for a
    backup with the seal's key in it would let its finder sign for the state.

    :param url: ``DATABASE_URL``.
    :param archive: the file; readable for its owner only, and there only when it is whole.
    :param uploads: the folder of the uploads; it may be absent.
    :param program: the version of this program, written into the file.
    :raises CommandFailed: PostgreSQL's own words; no file is left.
    """
    return backups.backup(url=url, archive=archive, uploads=uploads, program=program, taken_at=taken_at)


def restore(*, url: str, archive: Path, uploads: Path, replace: bool = False) -> Manifest:
    """Bring a backup back, all or nothing. Uploads that are there already stay.

    :param replace: throw away what the database holds now.
    :raises NotABackup: damaged, changed or of another make; found out before anything is touched.
    :raises DatabaseNotEmpty: there are tables, and ``replace`` was not said.
    :raises CommandFailed: the database refused; it is as it was.
    """
    return backups.restore(url=url, archive=archive, uploads=uploads, replace=replace)


def backup_keys(*, url: str, file: Path) -> None:
    """Write the keys of the record's entries, and the list of what was erased, into a file of their own.

    Overwrite the last such file: an old one would bring back what was erased since (docs/erasure.md).

    :raises CommandFailed: PostgreSQL's own words; no file is left.
    """
    backups.backup_keys(url=url, file=file)


def restore_keys(*, url: str, file: Path) -> None:
    """Bring those keys to a server that lost them. Do it after ``restore``.

    :raises CommandFailed: the database refused; it is as it was.
    """
    backups.restore_keys(url=url, file=file)


def upgrade_cluster(*, folder: Path) -> int | None:
    """Bring an embedded cluster of an older PostgreSQL to the programs that are here.

    The old data stays beside the new, as ``data.postgres16``; a kill at any moment leaves either the one or
    the other in place.

    :returns: the version that it was of; None when there was nothing to do.
    :raises NoBinaries: the programs of the old version are not here.
    """
    return cluster_upgrade.upgrade_cluster(folder=folder)


def tables_are_current() -> bool:
    """Whether every migration of the program is applied to the database that Django is set up for."""
    from onewindow.foundation.database import tables  # most callers have no Django

    return tables.tables_are_current()
