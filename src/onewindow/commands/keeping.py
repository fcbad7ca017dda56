"""``onewindow backup``, ``restore`` and ``upgrade``."""

import os
from pathlib import Path

import onewindow
from onewindow.commands import preparing
from onewindow.commands.console import say, step
from onewindow.commands.surroundings import choose_settings, database, var_folder
from onewindow.foundation.database import api
from onewindow.kernel.clock import clock


def backup(file: Path) -> None:
    """Write a backup and say what it does not hold."""
    with database() as url:
        _take(url, file)
    say(f"The keys of the seal and of the log are not in it: keep {_keys()} apart.")
    say("Nor are the keys of what the record says: “onewindow keys backup” writes them, over the last file.")


def keep_keys(file: Path) -> None:
    """Write the keys of the record's entries into a file of their own."""
    with database() as url, step(f"Writing {file}"):
        api.backup_keys(url=url, file=file)
    say("Keep only this newest file: an older one would bring back what was erased since.")


def bring_keys_back(file: Path) -> None:
    """Bring the keys of the record's entries back, after a restore."""
    with database() as url:
        with step(f"Restoring the keys in {file}"):
            api.restore_keys(url=url, file=file)
        preparing.erase_again_in_a_child()


def restore(file: Path, *, replace: bool) -> None:
    """Bring a backup back, then bring it to this version."""
    with database() as url:
        with step(f"Restoring {file}"):
            manifest = api.restore(url=url, archive=file, uploads=_uploads(), replace=replace)
        say(f"It was taken on {manifest.taken_at} by onewindow {manifest.program}.")
        _prepare(url)
        preparing.erase_again_in_a_child()


def upgrade() -> None:
    """Exchange the cluster if it is of an older PostgreSQL; take a backup; bring the tables up to date."""
    if not os.environ.get("DATABASE_URL"):
        with step("Looking at the database's version"):
            before = api.upgrade_cluster(folder=var_folder() / "database")
        if before is not None:
            say(f"The database was of PostgreSQL {before}; its old files are kept beside the new.")
    with database() as url:
        if api.prepared_fingerprint(url=url) is not None:
            folder = var_folder() / "backups"
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _take(url, folder / f"before-upgrade-{clock.now():%Y%m%d-%H%M%S}.onewindow")
        _prepare(url)
    say("Everything is up to date.")


def _take(url: str, file: Path) -> None:
    file.absolute().parent.mkdir(parents=True, exist_ok=True)
    with step(f"Writing {file}"):
        api.backup(
            url=url, archive=file, uploads=_uploads(), program=onewindow.__version__, taken_at=clock.now()
        )


def _prepare(url: str) -> None:
    choose_settings()
    if not preparing.is_prepared(url, preparing.current_fingerprint()):
        preparing.prepare_in_a_child()


def _uploads() -> Path:
    choose_settings()
    from django.conf import settings

    return settings.ONEWINDOW_UPLOADS_DIR


def _keys() -> Path:
    from django.conf import settings

    return settings.ONEWINDOW_KEYS_DIR
