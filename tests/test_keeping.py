"""``onewindow upgrade``, ``backup`` and ``restore``, on a whole house of an earlier PostgreSQL."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from onewindow.foundation.database.api import EmbeddedPostgres
from tests.reachable import reachable_folder

# One after another in one process of pytest-xdist: they share a house.
pytestmark = pytest.mark.faults

_SOURCES = Path(__file__).resolve().parent.parent / "src"


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with reachable_folder() as folder:
        yield folder


def onewindow(home: Path, *words: str, url: str = "") -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(_SOURCES),
        "ONEWINDOW_VAR_DIR": str(home / "var"),
        "DJANGO_SETTINGS_MODULE": "onewindow.conf.demo",
        "ONEWINDOW_PEOPLE": "0",
        "DATABASE_URL": url,
    }
    command = [sys.executable, "-m", "onewindow.cli", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def database(home: Path, **options: int) -> EmbeddedPostgres:
    return EmbeddedPostgres(home / "var" / "database", **options)


def accounts(home: Path) -> int:
    with database(home) as cluster, psycopg.connect(cluster.url) as connection:
        row = connection.execute("SELECT count(*) FROM identity_account").fetchone()
        return row[0] if row else 0


def test_a_house_of_an_earlier_postgresql_is_upgraded_kept_and_brought_back(home: Path) -> None:
    with database(home, version=16) as earlier:
        made = onewindow(home, "prepare", url=earlier.url)
        assert made.returncode == 0, made.stderr
    refused = onewindow(home, "migrate")
    assert refused.returncode == 1
    assert "onewindow upgrade" in refused.stderr and "Traceback" not in refused.stderr

    upgraded = onewindow(home, "upgrade")
    assert upgraded.returncode == 0, upgraded.stderr
    assert "PostgreSQL 16" in upgraded.stderr
    assert len(list((home / "var" / "backups").glob("*.onewindow"))) == 1
    number = accounts(home)
    assert number > 5

    file = home / "monday.onewindow"
    kept = onewindow(home, "backup", str(file))
    assert kept.returncode == 0, kept.stderr
    assert "keys" in kept.stderr
    with database(home) as cluster, psycopg.connect(cluster.url) as connection:
        connection.execute("TRUNCATE identity_account CASCADE")
    assert accounts(home) == 0

    unsaid = onewindow(home, "restore", str(file))
    assert unsaid.returncode == 1 and "--replace" in unsaid.stderr
    restored = onewindow(home, "restore", str(file), "--replace")
    assert restored.returncode == 0, restored.stderr
    assert accounts(home) == number
    key = next(file for file in (home / "var" / "keys").rglob("*") if file.is_file()).read_bytes()
    assert key.strip() not in file.read_bytes()
