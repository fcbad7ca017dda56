"""``onewindow run``: the database, the web server and the worker, until Ctrl-C."""

import http.client
import os
import signal
import socket
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from onewindow.commands import catalogues, preparing
from onewindow.commands.children import Child, python
from onewindow.commands.console import say, step
from onewindow.commands.serving import Server
from onewindow.commands.surroundings import choose_settings, embedded, var_folder
from onewindow.foundation.database.api import DatabaseDoesNotStart, EmbeddedPostgres
from onewindow.kernel.errors import N_, OnewindowError

_PATIENCE = 25.0
_BEFORE_THE_DATABASE_IS_TRIED_AGAIN = 1.0
_LONGEST_LOG = 20 * 1024 * 1024


class AddressInUse(OnewindowError):
    code = "address-in-use"
    message = N_("Another program already answers at {host}:{port}.")
    way_out = N_("Stop it, or say --port and another number.")


class DidNotAnswer(OnewindowError):
    code = "did-not-answer"
    message = N_("The web server did not answer within {seconds} seconds.")
    way_out = N_("Its log is in {log}.")


def run(server: Server) -> None:
    """Run until SIGINT or SIGTERM.

    :raises AddressInUse: before anything is started.
    """
    began = time.monotonic()
    _require_free(server)
    os.environ.setdefault("ONEWINDOW_BASE_URL", f"http://{server.host}:{server.port}")
    with _stop_signals() as stopped, _database() as cluster:
        _prepare(server)
        web, worker = children = _children(server)
        try:
            web.start()
            _wait_until_ready(server, web, stopped)
            if not stopped:
                worker.start()  # only now: it would take processor time from the web server while both load
                say(f"\nonewindow answers at http://{server.host}:{server.port}/ "
                    f"(after {time.monotonic() - began:.1f} s). Ctrl-C stops it.")  # fmt: skip
            while not stopped:
                _look_after(cluster)
                for child in children:
                    child.look_after()
                time.sleep(0.1)
        finally:
            _stop(children)


@contextmanager
def _stop_signals() -> Generator[list[int]]:
    """A list that is empty until somebody asked us to stop."""
    received: list[int] = []
    before = {sign: signal.signal(sign, lambda number, _: received.append(number)) for sign in _ASKS}
    try:
        yield received
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)


_ASKS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def _database() -> Generator[EmbeddedPostgres | None]:
    if os.environ.get("DATABASE_URL"):
        yield None
        return
    cluster = embedded()
    if var_folder() not in cluster.place.folder.parents:
        say(f"PostgreSQL's user cannot enter {var_folder()}: the database lies in {cluster.place.folder}.")
    with step("Starting the database" if cluster.place.data.exists() else "Making the database"):
        cluster.start()
    os.environ["DATABASE_URL"] = cluster.url
    try:
        yield cluster
    finally:
        del os.environ["DATABASE_URL"]
        with step("Stopping the database"):
            cluster.stop()


def _prepare(server: Server) -> None:
    choose_settings()
    # Links in letters, square codes and the way back from the bank lead to where we answer, unless told else.
    os.environ.setdefault("ONEWINDOW_BASE_URL", f"http://{server.host}:{server.port}")
    compiled = catalogues.compile_all()
    if compiled:
        say(f"Translations: {compiled} compiled.")
    # In a process of its own: this one stays small and knows no Django.
    fingerprint = preparing.current_fingerprint()
    if not preparing.is_prepared(os.environ["DATABASE_URL"], fingerprint):
        preparing.prepare_in_a_child()


def _children(server: Server) -> tuple[Child, Child]:
    var = var_folder()
    metrics = var / "metrics"
    metrics.mkdir(parents=True, exist_ok=True)
    for file in metrics.glob("*.db"):
        file.unlink(missing_ok=True)
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(metrics)}
    logs = [_fresh(var / "log" / name) for name in ("web.log", "worker.log")]
    web = python(
        "-m", "onewindow.cli", "web", "--host", server.host, "--port", str(server.port),
        "--workers", str(server.workers), "--threads", str(server.threads),
    )  # fmt: skip
    worker = python("-m", "onewindow.cli", "worker")
    return (
        Child(name="web server", command=web, environment=environment, log=logs[0]),
        Child(name="worker", command=worker, environment=environment, log=logs[1]),
    )


def _fresh(log: Path) -> Path:
    if log.exists() and log.stat().st_size > _LONGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
    return log


def _require_free(server: Server) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((server.host, server.port))
        except OSError as problem:
            raise AddressInUse(host=server.host, port=server.port) from problem


def _wait_until_ready(server: Server, web: Child, stopped: list[int]) -> None:
    with step("Starting the web server"):
        end = time.monotonic() + 60
        while not stopped and not _answers(server):
            if time.monotonic() > end:
                raise DidNotAnswer(seconds=60, log=var_folder() / "log" / "web.log")
            web.look_after()
            time.sleep(0.05)


def _answers(server: Server) -> bool:
    connection = http.client.HTTPConnection(server.host, server.port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _look_after(cluster: EmbeddedPostgres | None) -> None:
    """Start the database again if it ended. It may end again while it recovers; then it is tried again."""
    if cluster is None or (cluster.process is not None and cluster.process.poll() is None):
        return
    say("The database ended; it is started again.")
    cluster.stop()
    try:
        cluster.start()
    except DatabaseDoesNotStart as problem:
        say(f"{problem.text()} It is tried again.")
        time.sleep(_BEFORE_THE_DATABASE_IS_TRIED_AGAIN)


def _stop(children: tuple[Child, ...]) -> None:
    with step("\nStopping the web server and the worker"):
        for child in children:
            child.ask_to_stop()
        for child in children:
            child.wait(patience=_PATIENCE)
