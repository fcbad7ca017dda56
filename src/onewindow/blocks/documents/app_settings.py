"""Settings of documents, with their defaults."""

from pathlib import Path
from typing import Any

from django.conf import settings


def base_url() -> str:
    """Where strangers reach the verification page, without a slash at the end."""
    return str(settings.ONEWINDOW_BASE_URL).rstrip("/")


def verify_url(code: str) -> str:
    """The address behind the square code of a document."""
    return f"{base_url()}/verify/{code}/"


def keys_folder() -> Path:
    """Where seal keys are kept, outside the database's tree."""
    return Path(settings.ONEWINDOW_KEYS_DIR)


def country() -> str:
    """ISO 3166-1 alpha-2 code of the country whose documents these are."""
    return str(_setting("ONEWINDOW_COUNTRY", "TN"))


def state_name() -> str:
    """Who the authority of the demonstration's seals is."""
    return str(_setting("ONEWINDOW_STATE_NAME", "onewindow demonstration"))


def clamd() -> tuple[str, int] | None:
    """``host:port`` of a ClamAV daemon (setting ``ONEWINDOW_CLAMD``)."""
    text = str(_setting("ONEWINDOW_CLAMD", ""))
    host, _, port = text.rpartition(":")
    return (host, int(port)) if host and port.isdigit() else None


def pkcs11() -> dict[str, Any]:
    """``module``, ``token``, ``pin_file``, ``certificates`` (a folder) of a hardware module; empty: none."""
    return dict(_setting("ONEWINDOW_PKCS11", {}))


def timestamp_url() -> str:
    """A timestamp authority (RFC 3161); empty: seals have no proven time."""
    return str(_setting("ONEWINDOW_TIMESTAMP_URL", ""))


def _setting(name: str, default: Any) -> Any:
    return getattr(settings, name, default)
