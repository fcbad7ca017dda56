"""The embedded cluster: started, killed and started again, through its door."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from onewindow.foundation.database import binaries, leftovers, places
from onewindow.foundation.database.api import (
    DatabaseDoesNotStart,
    DatabaseInUse,
    EmbeddedPostgres,
    SocketFolderTaken,
)
from tests.reachable import reachable_folder

_FAST = {"fsync": "off", "shared_buffers": "16MB"}
_OWNER = """
import sys, time
from pathlib import Path
from onewindow.foundation.database.api import EmbeddedPostgres
database = EmbeddedPostgres(Path(sys.argv[1]), settings={"shared_buffers": "16MB"})
database.start()
print(database.process.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """One cluster for all tests of this file: each leaves it stopped."""
    with reachable_folder() as home:
        yield home / "database"


@pytest.fixture
def database(folder: Path) -> Iterator[EmbeddedPostgres]:
    embedded = EmbeddedPostgres(folder, settings=_FAST)
    yield embedded
    embedded.stop()


def ask(url: str, question: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(question.encode()).fetchone()
        return row[0] if row else None


def test_it_starts_with_checksums_a_fixed_locale_and_durable_settings(folder: Path) -> None:
    with EmbeddedPostgres(folder) as database:
        settings = ("data_checksums", "fsync", "synchronous_commit", "full_page_writes")
        assert [ask(database.url, f"SHOW {name}") for name in settings] == ["on"] * 4
        assert ask(database.url, "SHOW server_encoding") == "UTF8"
        assert ask(database.url, "SELECT upper('émile') || lower('ЖОЛ')") == "ÉMILEжол"
        assert ask(database.url, "SELECT 'Émile' > 'eva' COLLATE \"default\"") is True
        assert ask(database.url, "SELECT usesuper FROM pg_user WHERE usename = current_user") is False
        assert ask(database.url, "SHOW listen_addresses") == ""
    assert leftovers.processes_in(database.place.data) == []


def test_data_outlives_a_stop_and_a_second_start(database: EmbeddedPostgres) -> None:
    database.start()
    with psycopg.connect(database.url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept AS SELECT 7 AS number")
    database.stop()
    database.start()
    assert ask(database.url, "SELECT number FROM kept") == 7


def test_it_recovers_after_kill_9_of_the_server(database: EmbeddedPostgres) -> None:
    database.start()
    assert database.process
    with closing(psycopg.connect(database.url)) as held:  # a session keeps a child of the killed server busy
        held.execute("SELECT 1")
        database.process.send_signal(signal.SIGKILL)
        database.process.wait()
        database.stop()
        database.start()
    assert ask(database.url, "SELECT 1") == 1


def owner_of(folder: Path) -> "subprocess.Popen[str]":
    """A process of its own that runs the cluster; its first line is the server's number."""
    return subprocess.Popen(
        [sys.executable, "-c", _OWNER, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[4])},
    )


def test_it_dies_with_its_owner(folder: Path) -> None:
    with owner_of(folder) as owner:
        assert owner.stdout and owner.stdout.readline()
        owner.kill()
    end = time.monotonic() + 10
    while leftovers.processes_in(folder / "data"):
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_start_right_after_its_owner_was_killed_recovers(folder: Path, sign: signal.Signals) -> None:
    with owner_of(folder) as owner:
        assert owner.stdout
        server = int(owner.stdout.readline())
        owner.send_signal(sign)
    with EmbeddedPostgres(folder, settings=_FAST) as database:  # while the old one may still be ending
        assert ask(database.url, "SELECT 1") == 1
        assert database.process
        assert database.process.pid != server
    assert leftovers.processes_in(database.place.data) == []


def test_a_pid_file_with_the_number_of_another_program_does_not_stop_it(database: EmbeddedPostgres) -> None:
    database.start()
    database.stop()
    other = subprocess.Popen(["sleep", "60"], user=database.place.user if os.geteuid() == 0 else None)
    try:
        pid_file = database.place.data / "postmaster.pid"
        pid_file.write_text(f"{other.pid}\n{database.place.data}\n1\n5432\n\n\n1 1\nready   \n")
        database.start()
        assert ask(database.url, "SELECT 1") == 1
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_two_checkouts_run_side_by_side(database: EmbeddedPostgres, folder: Path) -> None:
    database.start()
    with EmbeddedPostgres(folder.parent / "second" / "database", settings=_FAST) as second:
        identifier = "SELECT system_identifier FROM pg_control_system()"
        first, other = (ask(url, identifier) for url in (database.url, second.url))
        assert first != other


def test_a_second_owner_is_told_who_has_it(database: EmbeddedPostgres, folder: Path) -> None:
    database.start()
    with pytest.raises(DatabaseInUse, match=str(os.getpid())):
        EmbeddedPostgres(folder).start()
    assert ask(database.url, "SELECT 1") == 1, "the refused one has not harmed the first"


def test_a_long_path_gets_its_socket_elsewhere(folder: Path) -> None:
    deep = folder.parent / ("long" * 20) / ("path" * 20) / "database"
    with EmbeddedPostgres(deep, settings=_FAST) as database:
        assert ask(database.url, "SELECT 1") == 1
        assert deep not in database.place.sockets.parents
    assert EmbeddedPostgres(deep).place == database.place
    database.place.sockets.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as somebody else")
def test_a_socket_folder_of_somebody_else_is_not_used(folder: Path) -> None:
    deep = folder.parent / ("long" * 20) / ("path" * 20) / "taken"
    sockets = EmbeddedPostgres(deep).place.sockets
    os.chown(sockets, 65534, 65534)
    try:
        with pytest.raises(SocketFolderTaken):
            EmbeddedPostgres(deep)
    finally:
        sockets.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as somebody else")
def test_nobody_else_on_the_machine_gets_in(database: EmbeddedPostgres) -> None:
    database.start()
    database.place.sockets.chmod(0o777)  # were it open
    database.place.folder.chmod(0o777)
    for socket in database.place.sockets.iterdir():
        socket.chmod(0o777)
    psql = [str(database.place.binaries / "psql"), database.url, "-c", "SELECT 1"]
    done = subprocess.run(psql, user="daemon", capture_output=True, text=True, env={}, check=False)
    database.place.folder.chmod(0o700)
    assert done.returncode != 0
    assert "Peer authentication failed" in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders that its own server cannot enter")
def test_a_checkout_that_the_server_cannot_enter_is_served_from_elsewhere(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed, package = folder.parent / "closed", binaries.programs().parents[1]
    closed.mkdir(mode=0o700)
    libraries = package.with_name(f"{package.name}.libs")
    shutil.copytree(binaries.programs().parent, closed / package.name / "pginstall18", symlinks=True)
    shutil.copytree(libraries, closed / libraries.name, symlinks=True)
    inside = closed / package.name / "pginstall18" / "bin"
    monkeypatch.setattr(binaries, "programs", lambda version=18: inside)
    monkeypatch.setattr(places, "_FOR_ROOT", folder.parent / "elsewhere")
    with EmbeddedPostgres(closed / "database", settings=_FAST) as database:
        assert ask(database.url, "SELECT 1") == 1
        for path in (database.place.folder, database.place.sockets, database.place.binaries):
            assert folder.parent / "elsewhere" in path.parents
    assert EmbeddedPostgres(closed / "database").place == database.place


def test_a_cluster_that_cannot_start_says_why(database: EmbeddedPostgres, folder: Path) -> None:
    broken = EmbeddedPostgres(folder, settings={"shared_buffers": "a lot"})
    with pytest.raises(DatabaseDoesNotStart, match="shared_buffers"):
        broken.start()
    database.start()
    assert ask(database.url, "SELECT 1") == 1


def test_an_interrupted_first_start_is_made_good(folder: Path) -> None:
    unfinished = folder.parent / "third" / "database" / "data.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "half").write_text("written")
    with EmbeddedPostgres(unfinished.parent, settings=_FAST) as database:
        assert ask(database.url, "SELECT 1") == 1
    assert not unfinished.exists()


def test_the_log_keeps_no_values(database: EmbeddedPostgres) -> None:
    database.start()
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute("CREATE TEMP TABLE secret (name text UNIQUE)")
        connection.execute("INSERT INTO secret VALUES ('canary-7391')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO secret VALUES ('canary-7391')")
    database.stop()
    assert "canary-7391" not in database.place.log.read_text(encoding="utf-8")
