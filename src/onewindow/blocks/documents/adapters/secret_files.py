"""Files that only their owner reads: written whole or not at all, and never over another."""

import os
import secrets
import stat
from pathlib import Path

from onewindow.blocks.documents.errors import NoSealKey


def read_secret(path: Path) -> bytes:
    """What a secret file holds.

    :raises FileNotFoundError: it is not there.
    :raises NoSealKey: others than its owner may read it.
    """
    with path.open("rb") as file:
        if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
            raise NoSealKey(agency=path.stem, reason=f"others may read {path.name}; its mode must be 0600")
        return file.read()


def replace_secret(path: Path, data: bytes) -> None:
    """Put a secret in the place of another, whole."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def write_secret(path: Path, data: bytes) -> bool:
    """Put a new secret in its place.

    :returns: False where another process was first; its file stands.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(draft)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return True
