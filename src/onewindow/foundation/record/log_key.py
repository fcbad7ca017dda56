"""The log's key: a file outside the database's tree that only its owner reads."""

import os
import secrets
import stat
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from onewindow.foundation.record.errors import KeyFileOpen
from onewindow.standards import tlog

_FILE = "log.key"
_PUBLIC_FILE = "log.pub"


def log_signer() -> tlog.NoteSigner:
    """The key that signs checkpoints; made at first use.

    :raises KeyFileOpen: others than its owner may read the file.
    :raises tlog.KeyNotValid: the file holds something else.
    """
    path = Path(settings.ONEWINDOW_KEYS_DIR) / _FILE
    try:
        text = _read_secret(path)
    except FileNotFoundError:
        _create(path)
        text = _read_secret(path)
    return tlog.NoteSigner.from_text(text)


def log_verifier() -> tlog.NoteVerifier:
    """The public half of the key."""
    return log_signer().verifier


def _read_secret(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
            raise KeyFileOpen(path=str(path))
        return file.read()


def _create(path: Path) -> None:
    """Write the key beside its place and link it there: whole or not at all, and never over another."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    signer = tlog.NoteSigner(name=_origin(), seed=secrets.token_bytes(32))
    draft = path.with_name(f".{_FILE}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(signer.to_text() + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(draft)
        path.with_name(_PUBLIC_FILE).write_text(signer.verifier.to_text() + "\n", encoding="utf-8")
    except FileExistsError:
        pass  # another process was first; its key stands
    finally:
        draft.unlink()


def _origin() -> str:
    """The log's name for ever: its address without the scheme (C2SP tlog-tiles, “Parameters”)."""
    address = urlsplit(settings.ONEWINDOW_BASE_URL)
    return f"{address.netloc}{address.path.rstrip('/')}/log"
