"""One exchange with a checked destination, within its time and its size."""

import http.client
import re
import socket
import ssl
import threading
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager

from onewindow.foundation.egress.addresses import checked_addresses
from onewindow.foundation.egress.listing import (
    Destination,
    connector_named,
    destination_of,
    refusal,
    require_listed,
)
from onewindow.foundation.egress.types import (
    AnswerTooLarge,
    AnswerTooLate,
    Connector,
    DestinationUnreachable,
    Reply,
)
from onewindow.kernel.errors import N_

_METHOD = re.compile(r"[A-Z]{3,12}")


class _Deadline:
    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        return max(self._end - time.monotonic(), 0.001)

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self._end


def fetch(
    *,
    method: str,
    url: str,
    connector: str,
    body: bytes,
    headers: Mapping[str, str],
    seconds: float | None,
) -> Reply:
    """See ``api.fetch``."""
    rules = connector_named(connector)
    destination = destination_of(url, connector=connector)
    if destination.scheme == "tcp" or not _METHOD.fullmatch(method):
        raise refusal(connector, destination.origin, N_("it is not an HTTP request"))
    with _connected(destination, rules, seconds) as (connected, deadline):
        return _exchange(connected, deadline, destination, rules, method, body, headers)


def connect(*, host: str, port: int, connector: str, seconds: float | None) -> socket.socket:
    """See ``api.connect``."""
    rules = connector_named(connector)
    destination = destination_of(f"tcp://{host}:{port}", connector=connector)
    require_listed(destination, rules)
    deadline = _Deadline(min(seconds or rules.seconds, rules.seconds))
    return _open_socket(destination, rules, deadline)


@contextmanager
def _connected(
    destination: Destination, rules: Connector, seconds: float | None
) -> Generator[tuple[socket.socket, _Deadline]]:
    require_listed(destination, rules)
    deadline = _Deadline(min(seconds or rules.seconds, rules.seconds))
    try:
        plain = _open_socket(destination, rules, deadline)
        with plain, _cut_off_at(deadline, plain):
            if destination.scheme == "http":
                yield plain, deadline
            else:
                context = ssl.create_default_context()
                context.minimum_version = ssl.TLSVersion.TLSv1_2
                with context.wrap_socket(plain, server_hostname=destination.host) as secured:
                    yield secured, deadline
    except (OSError, http.client.HTTPException, ValueError) as problem:
        if deadline.is_over:
            raise AnswerTooLate(destination=destination.origin, seconds=deadline.seconds) from problem
        raise DestinationUnreachable(destination=destination.origin) from problem


def _open_socket(destination: Destination, rules: Connector, deadline: _Deadline) -> socket.socket:
    for address in checked_addresses(destination, rules):
        try:
            return socket.create_connection((address, destination.port), timeout=deadline.left)
        except OSError:
            continue
    if deadline.is_over:
        raise AnswerTooLate(destination=destination.origin, seconds=deadline.seconds)
    raise DestinationUnreachable(destination=destination.origin)


@contextmanager
def _cut_off_at(deadline: _Deadline, connected: socket.socket) -> Generator[None]:
    """End the connection when the time is over: a socket's own timeout begins anew with every byte."""

    def cut_off() -> None:
        try:
            connected.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    timer = threading.Timer(deadline.left, cut_off)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _exchange(
    connected: socket.socket,
    deadline: _Deadline,
    destination: Destination,
    rules: Connector,
    method: str,
    body: bytes,
    headers: Mapping[str, str],
) -> Reply:
    connection = http.client.HTTPConnection(destination.host, destination.port, timeout=deadline.left)
    connection.sock = connected
    told = {"Accept-Encoding": "identity", "Connection": "close", "User-Agent": "onewindow", **headers}
    connection.request(method, destination.path, body=body or None, headers=told)
    answer = connection.getresponse()
    content = answer.read(rules.max_bytes + 1)
    if deadline.is_over:
        raise AnswerTooLate(destination=destination.origin, seconds=deadline.seconds)
    if len(content) > rules.max_bytes:
        raise AnswerTooLarge(destination=destination.origin, limit=rules.max_bytes)
    return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, content)
