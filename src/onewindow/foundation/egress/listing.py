"""The list of what each connector may reach."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from onewindow.foundation.egress.types import Connector, DestinationNotAllowed
from onewindow.kernel.errors import N_

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a URL leads: ``path`` with its query as HTTP sends it."""

    scheme: str
    host: str
    port: int
    path: str = ""

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}"


def connector_named(name: str) -> Connector:
    """The connector; one that the settings do not name may reach nothing."""
    known: Mapping[str, Mapping[str, Any]] = getattr(settings, "ONEWINDOW_EGRESS", {})
    said = dict(known.get(name, {}))
    allow = frozenset(destination_of(url, connector=name).origin for url in said.pop("allow", ()))
    return Connector(name=name, allow=allow, **said)


def is_listed(*, url: str, connector: str) -> bool:
    """See ``api.may_reach``."""
    try:
        require_listed(destination_of(url, connector=connector), connector_named(connector))
    except DestinationNotAllowed:
        return False
    return True


def require_listed(destination: Destination, connector: Connector) -> None:
    """Raise unless the origin is on the connector's list."""
    if destination.origin not in connector.allow:
        raise refusal(connector.name, destination.origin, N_("it is not on its list"))


def destination_of(url: str, *, connector: str) -> Destination:
    """Read a URL strictly: what two programs could read in two ways is refused."""
    if any(character <= " " or character in "\\\x7f" for character in url):
        raise refusal(connector, url, N_("it has spaces, control characters or backslashes"))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:
        raise refusal(connector, url, N_("it is not a URL")) from problem
    if parts.scheme not in ("http", "https", "tcp") or not parts.hostname or not parts.hostname.isascii():
        raise refusal(connector, url, N_("it is not an http or https URL with a host in ASCII"))
    if parts.username is not None or parts.password is not None:
        raise refusal(connector, url, N_("it holds a user name"))
    port = port or _PORTS.get(parts.scheme)
    if port is None:
        raise refusal(connector, url, N_("it names no port"))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Destination(parts.scheme, parts.hostname.lower(), port, path)


def refusal(connector: str, destination: str, reason: str) -> DestinationNotAllowed:
    """The error, with a destination that is short enough to read."""
    return DestinationNotAllowed(connector=connector, destination=destination[:200], reason=reason)
