"""A ``DATABASE_URL`` becomes Django's settings of a connection."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_SCHEMES = frozenset({"postgresql", "postgres"})
# A server that is stopped or cut off must not hold a web process for ever: statement_timeout acts in the
# server and is no help then, so the client watches its own socket.
_PATIENCE = {
    "connect_timeout": 3,  # seconds
    "tcp_user_timeout": 10_000,  # milliseconds
    "keepalives_idle": 10,
    "keepalives_interval": 5,
}

# The server keeps plans of statements that come again on a connection: half of its work for a filing.
_PREPARED = {"server_side_binding": True, "prepare_threshold": 5}


def database_settings(url: str) -> dict[str, Any]:
    """Read ``postgresql://user:password@host:port/name?option=value``.

    A folder as ``host`` option (``postgresql:///name?host=/run/x``) is a Unix socket, as libpq has it.

    :raises ImproperlyConfigured: another scheme, or no name.
    """
    parts = urlsplit(url)
    if parts.scheme not in _SCHEMES:
        raise ImproperlyConfigured(
            "DATABASE_URL does not name a PostgreSQL database. Write postgresql://user:password@host:5432/name."
        )
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ImproperlyConfigured("DATABASE_URL names no database. Put its name after the last slash.")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "onewindow.foundation.database.engine",
        "NAME": name,
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or options.pop("host", ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**_PATIENCE, **_PREPARED, **options},
    }
