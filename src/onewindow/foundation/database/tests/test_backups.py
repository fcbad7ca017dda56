"""Backup, restore and upgrade, on whatever server the tests run on, and between versions."""

import json
import stat
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from onewindow.foundation.database import initialising
from onewindow.foundation.database.api import (
    CommandFailed,
    DatabaseNotEmpty,
    EmbeddedPostgres,
    NotABackup,
    WrongVersion,
    backup,
    restore,
    upgrade_cluster,
)
from tests.reachable import reachable_folder

# tests/together.py keeps them in one process: they share one database of their own on the server.
_AT = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def server(database_url: str) -> Iterator[str]:
    """A database of its own on the server of the tests."""
    name = "backups_under_test"
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield urlunsplit(urlsplit(database_url)._replace(path=f"/{name}")).replace(
            "postgresql:/b", "postgresql:///b"
        )
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def run(url: str, *statements: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        for statement in statements[:-1]:
            connection.execute(statement.encode())
        cursor = connection.execute(statements[-1].encode())
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def filled(server: str, tmp_path: Path) -> tuple[str, Path]:
    run(
        server,
        "CREATE TYPE colour AS ENUM ('red', 'green')",
        "CREATE TABLE letters (number serial PRIMARY KEY, text text UNIQUE, hue colour)",
        "CREATE FUNCTION twice(i int) RETURNS int LANGUAGE sql AS 'SELECT i * 2'",
        "INSERT INTO letters (text, hue) SELECT 'Émile ' || n, 'red' FROM generate_series(1, 1000) n",
    )
    uploads = tmp_path / "uploads"
    (uploads / "ab").mkdir(parents=True)
    (uploads / "ab" / "plan.pdf").write_bytes(b"%PDF plan")
    return server, uploads


def take(filled: tuple[str, Path], archive: Path) -> None:
    backup(url=filled[0], archive=archive, uploads=filled[1], program="0.1.0", taken_at=_AT)


def test_a_backup_brings_back_what_was_there_and_nothing_else(
    filled: tuple[str, Path], tmp_path: Path
) -> None:
    url, uploads = filled
    archive = tmp_path / "monday.onewindow"
    take(filled, archive)
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    run(url, "CREATE TABLE later (n int)", "DELETE FROM letters WHERE number > 10")
    (uploads / "ab" / "plan.pdf").unlink()
    (uploads / "later.pdf").write_bytes(b"later")
    manifest = restore(url=url, archive=archive, uploads=uploads, replace=True)
    assert (manifest.program, manifest.taken_at) == ("0.1.0", _AT.isoformat())
    assert run(url, "SELECT count(*), max(text), twice(21) FROM letters") == [(1000, "Émile 999", 42)]
    assert run(url, "SELECT to_regclass('later')") == [(None,)]
    assert (uploads / "ab" / "plan.pdf").read_bytes() == b"%PDF plan"
    assert (uploads / "later.pdf").exists()
    run(url, "INSERT INTO letters (text) VALUES ('next')")
    assert run(url, "SELECT max(number) FROM letters") == [(1001,)]


def test_a_restore_into_a_database_that_holds_data_must_be_meant(
    filled: tuple[str, Path], tmp_path: Path
) -> None:
    take(filled, tmp_path / "a")
    run(filled[0], "DELETE FROM letters")
    with pytest.raises(DatabaseNotEmpty):
        restore(url=filled[0], archive=tmp_path / "a", uploads=filled[1])
    assert run(filled[0], "SELECT count(*) FROM letters") == [(0,)]


@pytest.mark.parametrize("damage", ["cut", "flipped", "foreign", "escaping", "later", "missing"])
def test_a_file_that_is_no_whole_backup_changes_nothing(
    filled: tuple[str, Path], tmp_path: Path, damage: str
) -> None:
    archive = tmp_path / "a"
    take(filled, archive)
    spoil(archive, damage)
    with pytest.raises(NotABackup):
        restore(url=filled[0], archive=archive, uploads=filled[1], replace=True)
    assert run(filled[0], "SELECT count(*) FROM letters") == [(1000,)]
    assert sorted(path.name for path in tmp_path.iterdir() if path != archive) == ["uploads"]


def spoil(archive: Path, damage: str) -> None:
    whole = bytearray(archive.read_bytes())
    match damage:
        case "cut":
            archive.write_bytes(whole[: len(whole) // 2])
        case "flipped":
            whole[2000] ^= 1
            archive.write_bytes(whole)
        case "foreign":
            archive.write_bytes(b"%PDF-1.7 a holiday picture")
        case "missing":
            archive.unlink()
        case "escaping" | "later":
            with tarfile.open(archive, "a") as tar:
                extra = archive.with_name("extra")
                extra.write_text(
                    json.dumps({"format": 2, "program": "", "taken_at": "", "database": "", "digests": {}})
                )
                tar.add(extra, arcname="uploads/../../escaped" if damage == "escaping" else "manifest.json")
                extra.unlink()


def test_a_restore_that_the_database_refuses_leaves_what_was_there(
    filled: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(filled, tmp_path / "a")
    run(filled[0], "UPDATE letters SET text = 'changed ' || number")
    from onewindow.foundation.database import backups

    as_script = backups._as_script

    def broken(dump: Path, script: Path) -> None:
        as_script(dump, script)
        with script.open("a") as file:
            file.write("\nSELECT 1 / 0;\n")

    monkeypatch.setattr(backups, "_as_script", broken)
    with pytest.raises(CommandFailed, match="division by zero"):
        restore(url=filled[0], archive=tmp_path / "a", uploads=filled[1], replace=True)
    assert run(filled[0], "SELECT count(*) FROM letters WHERE text LIKE 'changed%'") == [(1000,)]


def test_a_backup_that_cannot_be_taken_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed) as told:
        take(("postgresql://nobody:canary-7391@127.0.0.1:1/none", tmp_path / "uploads"), tmp_path / "a")
    assert list(tmp_path.iterdir()) == []
    assert "canary-7391" not in told.value.text()


@pytest.fixture
def old_cluster() -> Iterator[Path]:
    with reachable_folder() as home:
        with EmbeddedPostgres(home / "database", version=16) as old:
            run(old.url, "CREATE TABLE kept AS SELECT 'Émile' AS name")
        yield home / "database"


def test_a_cluster_of_an_older_postgresql_is_upgraded(old_cluster: Path) -> None:
    with pytest.raises(WrongVersion, match="onewindow upgrade"):
        EmbeddedPostgres(old_cluster).start()
    assert upgrade_cluster(folder=old_cluster) == 16
    assert upgrade_cluster(folder=old_cluster) is None
    with EmbeddedPostgres(old_cluster) as new:
        assert run(new.url, "SELECT name FROM kept") == [("Émile",)]
        assert new.place.data.joinpath("PG_VERSION").read_text().strip() == "18"
    assert initialising.data_version(old_cluster / "data.postgres16") == 16


def test_an_exchange_that_a_kill_interrupted_is_finished() -> None:
    with reachable_folder() as home:
        place = home / "database"
        with EmbeddedPostgres(place) as upgraded:
            run(upgraded.url, "CREATE TABLE kept AS SELECT 'Émile' AS name")
        (place / "data").rename(place / "data.upgraded")
        with EmbeddedPostgres(place) as new:
            assert run(new.url, "SELECT name FROM kept") == [("Émile",)]
