"""Whether the server keeps what it acknowledges. Asked by ``onewindow check``."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

_OLDEST = 150_000
# DESIGN §2; a power cut with synchronous_commit off lost acknowledged commits every time it was tried.
_DURABLE = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "remote_apply"),
}


@register(Tags.database)
def the_server_is_durable(
    *, app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """Version, encoding, durability and checksums of each database."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT name, setting FROM pg_settings")
            found += problems_of(dict(cursor.fetchall()))
    return found


def problems_of(settings: dict[str, str]) -> list[CheckMessage]:
    """What is wrong with a server's settings."""
    found: list[CheckMessage] = []
    if int(settings["server_version_num"]) < _OLDEST:
        found.append(_error("E001", "The server is older than PostgreSQL 15.", "Upgrade it."))
    if settings["server_encoding"] != "UTF8":
        found.append(_error("E002", "The database is not in UTF-8.", "Create it with ENCODING 'UTF8'."))
    for name, wanted in _DURABLE.items():
        if settings[name] not in wanted:
            said = f"{name} is {settings[name]}: a power cut would lose what was acknowledged."
            found.append(_error("E003", said, f"Set it to {wanted[0]}."))
    if settings["data_checksums"] != "on":
        said = "The server has no data checksums: it would not notice a disk that changes bytes."
        found.append(Warning(said, hint="Enable them with pg_checksums.", id="onewindow.database.W001"))
    return found


def _error(number: str, said: str, hint: str) -> Error:
    return Error(said, hint=hint, id=f"onewindow.database.{number}")
