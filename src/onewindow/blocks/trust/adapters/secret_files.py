"""Files that only their owner reads: written whole or not at all."""

import os
import secrets
import stat
from pathlib import Path

from onewindow.blocks.trust.errors import AuthorityNotThere


def read_secret(path: Path) -> bytes:
    """What a secret file holds.

    :raises FileNotFoundError: it is not there.
    :raises AuthorityNotThere: others than its owner may read it.
    """
    with path.open("rb") as file:
        if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
            reason = f"others may read {path.name}; its mode must be 0600"
            raise AuthorityNotThere(authority=path.stem, reason=reason)
        return file.read()


def write_secret(path: Path, data: bytes, *, replace: bool = False) -> bool:
    """Put a secret in its place, whole.

    :param replace: take the place of what is there.
    :returns: False where another process was first; its file stands.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    try:
        if replace:
            draft.replace(path)
        else:
            path.hardlink_to(draft)
    except FileExistsError:
        return False
    finally:
        draft.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return True
