"""Bring a database up to date with the program, the country and the services; skip it when it is."""

import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from onewindow.commands.console import step
from onewindow.foundation.database.api import (
    CommandFailed,
    dying_with_us,
    prepared_fingerprint,
    remember_prepared,
)

_PACKAGE = Path(__file__).resolve().parent.parent
_LOCK = 0x0E3D0  # any number that nobody else locks
_LIBRARIES = ("django", "django-allauth", "procrastinate")


def is_prepared(url: str, fingerprint: str) -> bool:
    """Whether the database was prepared by this very program, country and services. Needs no Django."""
    return prepared_fingerprint(url=url) == fingerprint


def fingerprint_of(*data: Path) -> str:
    """A digest over the migrations, the libraries that have some, and folders of data."""
    digest = sha256("".join(f"{name} {version(name)}\n" for name in _LIBRARIES).encode())
    files = list(_PACKAGE.rglob("migrations/*.py"))
    # What loads the data counts as well as the data.
    files += list(_PACKAGE.rglob("load*.py")) + list(_PACKAGE.glob("blocks/*/loading/*.py"))
    for folder in data:
        files += [file for file in folder.rglob("*") if file.is_file()]
    for file in sorted(set(files)):
        digest.update(f"{file}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def prepare(fingerprint: str) -> None:
    """Migrate, load the country and the services, and remember it. Any number may try at once."""
    from django.conf import settings
    from django.core.management import call_command

    from onewindow.foundation.record import api as record
    from onewindow.wiring import country

    with _alone():
        with step("Bringing the tables up to date"):
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
            # A backup that was brought to another server remembers the migration, and lacks the schema.
            record.create_place_of_keys()
        for name, load in country.loaders():
            with step(f"Loading {name}"):
                load()
        _grow()
        remember_prepared(fingerprint=fingerprint)
    settings.ONEWINDOW_UPLOADS_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)


def _grow() -> None:
    """A demonstration has a country to look at. It is grown once; after that nothing is left to do."""
    from django.conf import settings

    if not settings.ONEWINDOW_PEOPLE:
        return
    from onewindow.commands.growing import command, processes, running

    plan = command.planned(people=settings.ONEWINDOW_PEOPLE)
    with step(f"Growing {plan.people:,} people and what is theirs"):
        running.grow(plan, helpers=processes.worth_having(), quiet=True)


@contextmanager
def _alone() -> Generator[None]:
    """One prepares, the others wait: an advisory lock of the session, freed also by a kill."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def current_fingerprint() -> str:
    """The fingerprint of this program with the folders of data that the settings name."""
    from django.conf import settings

    return fingerprint_of(settings.ONEWINDOW_COUNTRY_DIR, settings.ONEWINDOW_SERVICES_DIR)


def prepare_in_a_child() -> None:
    """``prepare`` in a process that ends afterwards.

    :raises CommandFailed: it said why on standard error.
    """
    _in_a_child("prepare")


def erase_again_in_a_child() -> None:
    """After a backup came back: erase anew what was erased since it was taken."""
    _in_a_child("keys", "erase-again")


def _in_a_child(*words: str) -> None:
    command = dying_with_us([sys.executable, "-m", "onewindow.cli", *words], sign=signal.SIGTERM)
    if subprocess.run(command, check=False).returncode != 0:  # noqa: S603
        raise CommandFailed(command=f"onewindow {' '.join(words)}", reason="see above.")
