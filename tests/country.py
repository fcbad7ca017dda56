"""The demonstration country for tests: all of it but for the two long code lists, loaded once for a room."""

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from django.db import connections, transaction

from onewindow.blocks.identity import api as identity
from onewindow.blocks.mandates import api as mandates
from onewindow.blocks.registers import api as registers

COUNTRY = Path(__file__).resolve().parent.parent / "country"
_LONG = ("hs.yaml", "places.yaml")


def small_country(folder: Path) -> None:
    """Copy the country to a folder that is not there yet, and load it into the database."""
    shutil.copytree(COUNTRY, folder, ignore=shutil.ignore_patterns(*_LONG))
    identity.load_country(folder=folder)
    registers.load_country(folder=folder)
    mandates.load_country(folder=folder)


@contextmanager
def country_for_a_room(folder: Path) -> Generator[None]:
    """The country in a transaction that is rolled back at the end; each test's own is nested in it.

    Django's tests close their connection when they end; here it must stay open for the next one.
    """
    connection = connections["default"]
    with transaction.atomic():
        small_country(folder)
        with patch.object(connection, "close", lambda: None):
            yield
        transaction.set_rollback(True)
