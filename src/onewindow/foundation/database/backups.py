"""Take a database out into a file and bring it back, with PostgreSQL's own programs."""

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from onewindow.foundation.database import archives, binaries
from onewindow.foundation.database.archives import Manifest
from onewindow.foundation.database.types import CommandFailed, DatabaseNotEmpty

_SCHEMA = "public"
_KEYS = "apart"
"""Where the keys of the record's entries lie. A backup leaves them out, and a restore leaves them alone, so
that what was erased by destroying its key stays erased (docs/erasure.md)."""
_HEADER = 40
_NOT_IN_15 = b"SET transaction_timeout"
"""A line at the head of every dump that servers before 17 do not know."""


def backup(*, url: str, archive: Path, uploads: Path, program: str, taken_at: datetime) -> Manifest:
    """See ``api.backup``."""
    with tempfile.TemporaryDirectory(dir=archive.absolute().parent, prefix=".backup-") as folder:
        dump = Path(folder) / archives.DUMP
        # One snapshot: everything that was acknowledged before it began is in it, at whatever load.
        _run(["pg_dump", "--format=custom", "--compress=6", "--no-owner", "--no-privileges",
              f"--schema={_SCHEMA}", f"--file={dump}"], url=url)  # fmt: skip
        return archives.write(
            archive,
            dump=dump,
            # After the database: every file that the snapshot names is there by now.
            uploads=uploads,
            program=program,
            taken_at=taken_at.isoformat(),
            database=_server_version(url),
        )


def restore(*, url: str, archive: Path, uploads: Path, replace: bool) -> Manifest:
    """See ``api.restore``."""
    folder_of_uploads = uploads.absolute().parent
    folder_of_uploads.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder_of_uploads, prefix=".restore-") as name:
        folder = Path(name)
        manifest = archives.read(archive, into=folder)
        if not replace and _holds_tables(url):
            raise DatabaseNotEmpty
        script = folder / "restore.sql"
        _as_script(folder / archives.DUMP, script)
        archives.copy_uploads(folder / archives.UPLOADS, uploads)
        _replace_everything(url, script)
    return manifest


def copy(*, source: str, target: str, through: Path) -> None:
    """Copy the program's tables from one server to another, of whatever versions."""
    dump = through.with_suffix(".dump")
    try:
        _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--schema={_SCHEMA}",
              f"--schema={_KEYS}", f"--file={dump}"], url=source)  # fmt: skip
        _as_script(dump, through)
        _replace_everything(target, through)
    finally:
        dump.unlink(missing_ok=True)
        through.unlink(missing_ok=True)


def backup_keys(*, url: str, file: Path) -> None:
    """See ``api.backup_keys``."""
    unfinished = file.with_name(f"{file.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--schema={_KEYS}",
          f"--file={unfinished}"], url=url)  # fmt: skip
    unfinished.replace(file)


def restore_keys(*, url: str, file: Path) -> None:
    """See ``api.restore_keys``."""
    with tempfile.TemporaryDirectory(dir=file.absolute().parent, prefix=".keys-") as folder:
        script = Path(folder) / "keys.sql"
        _as_script(file, script)
        _run(
            ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
             f"--command=DROP SCHEMA IF EXISTS {_KEYS} CASCADE", f"--file={script}"],
            url=url,
        )  # fmt: skip


def _replace_everything(url: str, script: Path) -> None:
    """One transaction: either all of the backup is there, or all of what was there before."""
    _run(
        ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
         f"--command=DROP SCHEMA IF EXISTS {_SCHEMA} CASCADE", f"--file={script}"],
        url=url,
    )  # fmt: skip


def _as_script(dump: Path, script: Path) -> None:
    whole = script.with_suffix(".whole")
    _run(["pg_restore", "--no-owner", "--no-privileges", f"--file={whole}", str(dump)])
    with whole.open("rb") as reading, script.open("wb") as writing:
        for line in itertools.islice(reading, _HEADER):
            writing.write(b"" if line.startswith(_NOT_IN_15) else line)
        shutil.copyfileobj(reading, writing)
    whole.unlink()


def _holds_tables(url: str) -> bool:
    question = "SELECT 1 FROM pg_tables WHERE schemaname = %s LIMIT 1"
    with psycopg.connect(url) as connection:
        return connection.execute(question, [_SCHEMA]).fetchone() is not None


def _server_version(url: str) -> str:
    with psycopg.connect(url) as connection:
        return str(connection.info.server_version)


def _run(command: Sequence[str], *, url: str | None = None) -> None:
    """Run one of PostgreSQL's programs; the password of the URL goes through the environment, for everybody
    on the machine can read a command line."""
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
    words = [str(binaries.programs() / command[0]), *command[1:]]
    if url is not None:
        said = conninfo_to_dict(url)
        environment["PGPASSWORD"] = str(said.pop("password", ""))
        environment["PGOPTIONS"] = "-c lock_timeout=60s"
        words.append(f"--dbname={make_conninfo('', **said)}")
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise CommandFailed(command=command[0], reason=done.stderr.strip()[-500:])
