"""Where a password's bits are in a Bloom filter."""

import hashlib

_HASHES = 17


def places(password: str, size: int) -> list[int]:
    """Its places in a filter of ``size`` bits (Kirsch and Mitzenmacher 2006: two hashes make many)."""
    digest = hashlib.sha256(password.encode()).digest()
    first, second = int.from_bytes(digest[:8]), int.from_bytes(digest[8:16]) | 1
    return [(first + number * second) % size for number in range(_HASHES)]
