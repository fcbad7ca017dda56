"""Secrets that we give out and keep as digests only."""

import hashlib
import secrets


def new_secret() -> str:
    """256 random bits, to be given out once."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """SHA-256 in hex. A secret of 256 random bits cannot be guessed, so no slow hash is needed."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
