"""Make a new cluster: locale fixed, checksums on, callers known by their operating system's name."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from onewindow.foundation.database import unprivileged
from onewindow.foundation.database.types import CommandFailed, Place, WrongVersion

ADMINISTRATOR = "onewindow_admin"
OWNER = "onewindow"
"""The role of the program, and its database: owner of the tables, not a superuser."""

# A bare environment: no secret of ours, no locale and no time zone of the machine reaches the server.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}

_BUILTIN_LOCALE_SINCE = 17
_SETTINGS = {
    # Durable: DESIGN §2, an acknowledged commit survives a power cut.
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    # Nobody comes in but by the socket.
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # The log holds no personal data: no statements, no values of rows.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}


def initialise(place: Place) -> None:
    """Make the cluster. It appears whole or not at all: an interrupted attempt is thrown away.

    :raises CommandFailed: initdb said no.
    """
    unfinished = place.folder / "data.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    major = program_version(place)
    locale = (
        ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= _BUILTIN_LOCALE_SINCE else []
    )
    run_as_server(
        place,
        [
            str(place.binaries / "initdb"), f"--pgdata={unfinished}", f"--username={ADMINISTRATOR}",
            "--encoding=UTF8", "--locale=C", *locale, "--data-checksums", "--auth=reject",
            "--no-instructions",
        ],
    )  # fmt: skip
    unfinished.rename(place.data)


def configure(place: Place, settings: Mapping[str, str]) -> None:
    """Write the configuration anew, so that a newer onewindow also changes an older cluster."""
    caller = unprivileged.name_of(os.geteuid())
    _write(place, "pg_hba.conf", "local all all peer map=onewindow\n")
    roles = (OWNER, ADMINISTRATOR)
    _write(place, "pg_ident.conf", "".join(f'onewindow "{caller}" {role}\n' for role in roles))
    lines = {**_SETTINGS, "unix_socket_directories": str(place.sockets), **settings}
    _write(place, "postgresql.conf", "".join(f"{name} = {_quoted(text)}\n" for name, text in lines.items()))


def require_version(place: Place) -> None:
    """Refuse data of another major version than the programs.

    :raises WrongVersion: with the way out.
    """
    found, wanted = data_version(place.data), program_version(place)
    if found != wanted:
        raise WrongVersion(folder=place.data, found=found, wanted=wanted)


def data_version(data: Path) -> int:
    """The major version that made a data folder."""
    return int((data / "PG_VERSION").read_text(encoding="ascii"))


def run_as_server(place: Place, command: list[str]) -> None:
    """Run one of PostgreSQL's programs as the server's user.

    :raises CommandFailed: with what it said last.
    """
    other = unprivileged.is_somebody_else(place.user)
    uid, gid = unprivileged.numbers_of(place.user)
    done = subprocess.run(  # noqa: S603
        command,
        env=ENVIRONMENT,
        cwd="/",
        umask=0o077,
        capture_output=True,
        text=True,
        check=False,
        user=uid if other else None,
        group=gid if other else None,
        extra_groups=[] if other else None,
    )
    if done.returncode != 0:
        raise CommandFailed(command=Path(command[0]).name, reason=done.stderr.strip()[-500:])


def program_version(place: Place) -> int:
    """The major version of the programs."""
    said = subprocess.run(  # noqa: S603
        [str(place.binaries / "postgres"), "--version"], capture_output=True, text=True, check=True
    ).stdout
    return int(said.split()[2].partition(".")[0])


def _write(place: Place, name: str, text: str) -> None:
    path = place.data / name
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    unprivileged.give(path, place.user)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
