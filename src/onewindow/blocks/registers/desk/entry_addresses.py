"""Entries in addresses: sealed, because a person's number must not reach logs and histories of browsers."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings


class EntryInAddress:
    """The number of an entry, sealed with AES-SIV (RFC 5297): one number has one address.

    Who changes the secret of the program changes these addresses, unless the former is in
    ``SECRET_KEY_FALLBACKS``. An address is not a permission: each page still asks who reads, and why.
    """

    regex = "[A-Za-z0-9_-]{22,700}"

    def to_url(self, value: str) -> str:
        """The sealed number."""
        return (
            urlsafe_b64encode(_cipher(settings.SECRET_KEY).encrypt(value.encode(), None)).decode().rstrip("=")
        )

    def to_python(self, value: str) -> str:
        """The number again.

        :raises ValueError: nobody here sealed this; Django then finds no page.
        """
        sealed = urlsafe_b64decode(value + "=" * (-len(value) % 4))
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            try:
                return _cipher(secret).decrypt(sealed, None).decode()
            except InvalidTag:
                continue
        raise ValueError("not an address of an entry")


@lru_cache(maxsize=8)
def _cipher(secret: str) -> AESSIV:
    return AESSIV(sha256(b"onewindow entry in an address\0" + secret.encode()).digest())
