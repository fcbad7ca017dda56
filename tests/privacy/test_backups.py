"""Checklist row 46, with real backups: what was erased does not come back with an older one."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

_ROOT = Path(__file__).resolve().parents[2]
_NAME = "test_onewindow_restoring"


def _database(url: str) -> str:
    """An empty database on the same server; its URL."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(_NAME)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_NAME)))
    said = conninfo_to_dict(url)
    before, _, query = url.partition("?")
    return f"{before.removesuffix('/' + str(said['dbname']))}/{_NAME}{'?' + query if query else ''}"


def test_an_older_backup_does_not_bring_back_what_was_erased(database_url: str, tmp_path: Path) -> None:
    url = _database(database_url)
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "onewindow.conf.test",
        "PYTHONPATH": f"{_ROOT / 'src'}:{_ROOT}",
    }
    try:
        words = [sys.executable, "-m", "tests.privacy.restoring", url, str(tmp_path)]
        done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        key = (tmp_path / "log.pub").read_text()
        words = [sys.executable, "-m", "onewindow_verify", "log", str(tmp_path / "log"), "--key", key]
        verified = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
        assert verified.returncode == 0 and "1 were erased" in verified.stdout, (
            verified.stdout + verified.stderr
        )
    finally:
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(_NAME)))
