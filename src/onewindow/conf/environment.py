"""What the environment says, read once, with errors that name the variable and the way out."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"0", "false", "no", "off", ""})


def text(name: str, default: str) -> str:
    """The value of a variable, or the default when it is absent or empty."""
    return os.environ.get(name) or default


def required_text(name: str, *, why: str) -> str:
    """The value of a variable that has no safe default.

    :raises ImproperlyConfigured: the variable is absent or empty.
    """
    value = os.environ.get(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {why}")
    return value


def flag(name: str, *, default: bool) -> bool:
    """A yes or a no.

    :raises ImproperlyConfigured: neither a yes nor a no.
    """
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in _YES | _NO:
        return value.lower() in _YES
    raise ImproperlyConfigured(f"{name} is “{value}”. Set it to 1 or 0.")


def whole_number(name: str, default: int) -> int:
    """A whole number that is not negative.

    :raises ImproperlyConfigured: anything else.
    """
    value = os.environ.get(name) or str(default)
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} is “{value}”. Set it to a whole number, such as {default}.")
    return int(value)


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """A list of words, separated by commas."""
    value = os.environ.get(name)
    return [word.strip() for word in value.split(",") if word.strip()] if value else list(default)


def folder(name: str, default: Path) -> Path:
    """An absolute path of a folder; nothing is created."""
    return Path(os.environ.get(name) or default).absolute()


def mapping(name: str) -> dict[str, Any]:
    """The JSON object in the file that the variable names; empty when it names none.

    :raises ImproperlyConfigured: the file cannot be read or holds something else.
    """
    file = os.environ.get(name)
    if not file:
        return {}
    try:
        said = json.loads(Path(file).read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise ImproperlyConfigured(f"{name} names {file}, which is no readable JSON: {problem}") from problem
    if not isinstance(said, dict):
        raise ImproperlyConfigured(f"{name} names {file}, which holds no JSON object.")
    return said


def kept_secret(path: Path) -> str:
    """A random secret that is made once, kept in a file with mode 0600, and read back ever after."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text(encoding="ascii").strip()
