"""``onewindow web``: the web server.

The program is loaded once, before the server forks: its processes start at once and share their memory.
"""

import ctypes
import gc
import signal
import threading
from dataclasses import dataclass
from typing import Any

from onewindow.commands.surroundings import choose_settings, database

_PR_SET_PDEATHSIG = 1
_COLLECT_AFTER = (20_000, 20, 50)
"""Objects and rounds between collections: a request makes some ten thousand objects and leaves no cycles."""
_HEADERS_WITHIN = 10_000
"""Milliseconds that a client may take for its headers: slow ones must not hold us."""
_LAST_WORDS = 20
"""Seconds that requests under way get to end."""


@dataclass(frozen=True, slots=True)
class Server:
    """What the command line says.

    :param workers: processes.
    :param threads: requests at once in each of them; each holds a connection to the database.
    """

    host: str
    port: int
    workers: int
    threads: int


def serve(server: Server) -> None:
    """Serve until SIGINT or SIGTERM."""
    choose_settings()
    gc.disable()  # what is loaded now stays: to look it through again and again takes an eighth of the start
    with database():
        from granian import Granian
        from granian.constants import HTTPModes, Interfaces
        from granian.http import HTTP1Settings
        from granian.log import LogLevels

        from onewindow.conf import wsgi

        gc.freeze()
        gc.enable()
        gc.set_threshold(*_COLLECT_AFTER)
        Granian(
            "onewindow.conf.wsgi:application",
            address=server.host,
            port=server.port,
            interface=Interfaces.WSGI,
            workers=server.workers,
            blocking_threads=server.threads,
            blocking_threads_idle_timeout=600,
            http=HTTPModes.http1,
            http1_settings=HTTP1Settings(header_read_timeout=_HEADERS_WITHIN),
            websockets=False,
            respawn_failed_workers=True,
            respawn_interval=0.2,
            workers_kill_timeout=_LAST_WORDS,
            log_level=LogLevels.warning,
        ).serve(target_loader=lambda _target: _in_a_worker(wsgi.application), wrap_loader=True)


def _in_a_worker(application: Any) -> Any:
    """A process of a server that was killed must not go on answering: it dies with its parent."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    threading.Thread(target=_compile_services, name="compile-services", daemon=True).start()
    return application


def _compile_services() -> None:
    """Compile the packages while the first pages are already served: nobody's first click waits for all."""
    from django.db import DatabaseError, connection

    from onewindow.blocks.catalogue import api as catalogue

    try:
        catalogue.packages(language="en")
    except DatabaseError:
        return  # whoever asks for a service compiles it then
    finally:
        connection.close()
