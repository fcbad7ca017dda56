"""THE DOOR: fetch from, or connect to, a destination on the list of a connector."""

import socket
from collections.abc import Mapping

from onewindow.foundation.egress import fetching, listing
from onewindow.foundation.egress.types import (
    AnswerTooLarge,
    AnswerTooLate,
    Connector,
    DestinationNotAllowed,
    DestinationUnreachable,
    Reply,
)

__all__ = [
    "AnswerTooLarge",
    "AnswerTooLate",
    "Connector",
    "DestinationNotAllowed",
    "DestinationUnreachable",
    "Reply",
    "connect",
    "fetch",
    "may_reach",
]


def fetch(
    *,
    method: str,
    url: str,
    connector: str,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    seconds: float | None = None,
) -> Reply:
    """Send one HTTP request and read the whole answer.

    The name is looked up once, every address is checked, and the connection goes to a checked address, so
    that a name which changes its mind (DNS rebinding) gains nothing. Redirections are not followed, proxies
    of the environment not used, compressed bodies not asked for.

    :param method: an HTTP method in capitals.
    :param url: http or https, without user and password.
    :param connector: who asks; its list in ``ONEWINDOW_EGRESS`` decides.
    :param seconds: at most this long; the connector's own limit holds too.
    :raises DestinationNotAllowed: not on the list, or at an address that is not public; nothing was sent.
    :raises DestinationUnreachable: no address, no connection, broken off, or no HTTP. It may have been sent.
    :raises AnswerTooLate: the time is over. It may have been sent.
    :raises AnswerTooLarge: the body is longer than the connector may read.
    :source: ASVS 5.0 1.3.6, 13.2.4, 15.3.2
    """
    return fetching.fetch(
        method=method, url=url, connector=connector, body=body, headers=headers or {}, seconds=seconds
    )


def connect(*, host: str, port: int, connector: str, seconds: float | None = None) -> socket.socket:
    """Open a TCP connection to ``tcp://host:port`` on the list: for protocols that are not HTTP.

    :returns: a connected socket whose timeout is the time left; the caller closes it.
    :raises DestinationNotAllowed: see ``fetch``.
    :raises DestinationUnreachable: see ``fetch``.
    """
    return fetching.connect(host=host, port=port, connector=connector, seconds=seconds)


def may_reach(*, url: str, connector: str) -> bool:
    """Whether the URL's origin is on the list: to refuse an address when it is given, not when it is used."""
    return listing.is_listed(url=url, connector=connector)
