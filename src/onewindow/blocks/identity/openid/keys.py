"""The keys that sign tokens: files of mode 0600; the next is published before it signs, the last one after.

A file is called by the second in which it was made. Everything else follows from these times, so processes
need not talk about it.
"""

import os
import secrets
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc.jwk import RSAKey

from onewindow.blocks.identity.openid.app_settings import (
    KEY_SHOWN_AFTER,
    KEY_SHOWN_BEFORE,
    KEY_SIGNS,
    keys_folder,
)
from onewindow.blocks.identity.openid.errors import SigningKeyOpen
from onewindow.kernel.clock import clock

_BITS = 3072


@dataclass(frozen=True, slots=True)
class SigningKey:
    """One key of the ring.

    :param signs_from: it signs from then until the next one does.
    :param shown_until: its public half is published until then; None while no other follows.
    """

    path: Path
    made_at: datetime
    signs_from: datetime
    shown_until: datetime | None

    @property
    def pem(self) -> str:
        """The private half."""
        return _read(self.path)


def ring(*, at: datetime | None = None) -> tuple[SigningKey, ...]:
    """The keys whose public halves are published, oldest first; the very first is made when asked for."""
    now = at or clock.now()
    found = _paths()
    if not found:
        _make(clock.now())
        found = _paths()
    return tuple(key for key in _dated(found) if key.shown_until is None or key.shown_until > now)


def signing_key(*, at: datetime | None = None) -> SigningKey:
    """The key that signs now."""
    now = at or clock.now()
    keys = ring(at=now)
    return max((key for key in keys if key.signs_from <= now), key=lambda key: key.made_at, default=keys[0])


def rotate() -> int:
    """Make the next key where the newest is old enough, and throw away those that nobody needs any more.

    :returns: how many files were made or removed.
    """
    now = clock.now()
    newest = ring()[-1]
    made = 0
    if now - newest.signs_from >= KEY_SIGNS - KEY_SHOWN_BEFORE:
        _make(now)
        made = 1
    over = [key for key in _dated(_paths()) if key.shown_until is not None and key.shown_until <= now]
    for key in over:
        key.path.unlink(missing_ok=True)
    return made + len(over)


def replace_now() -> None:
    """A key may be known to others: a new one signs at once, and the old ones vouch for nothing any more."""
    old = _paths()
    for path in old:
        path.unlink(missing_ok=True)
    _make(clock.now())


@lru_cache(maxsize=8)
def jwk_of(pem: str) -> RSAKey:
    """The key as joserfc wants it; its ``kid`` is the thumbprint (RFC 7638)."""
    key = RSAKey.import_key(pem)
    return RSAKey.import_key(pem, {"kid": key.thumbprint(), "alg": "RS256", "use": "sig"})


def _dated(paths: Sequence[Path]) -> list[SigningKey]:
    made = [datetime.fromtimestamp(int(path.stem), UTC) for path in paths]
    starts = [at if n == 0 else at + KEY_SHOWN_BEFORE for n, at in enumerate(made)]
    ends = [*(start + KEY_SHOWN_AFTER for start in starts[1:]), None]
    return [SigningKey(*each) for each in zip(paths, made, starts, ends, strict=True)]


def _paths() -> list[Path]:
    return sorted(
        (path for path in keys_folder().glob("*.pem") if path.stem.isdigit()), key=lambda path: int(path.stem)
    )


def _read(path: Path) -> str:
    with path.open(encoding="ascii") as file:
        if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
            raise SigningKeyOpen(path=str(path))
        return file.read()


def _make(at: datetime) -> None:
    """Write the key beside its place and link it there: whole or not at all, and never over another."""
    folder = keys_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    draft = folder / f".draft.{secrets.token_hex(8)}"
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        file.flush()
        os.fsync(file.fileno())
    try:
        (folder / f"{int(at.timestamp())}.pem").hardlink_to(draft)
    except FileExistsError:
        pass  # another process was first; its key stands
    finally:
        draft.unlink()
