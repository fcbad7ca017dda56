"""JSON Web Tokens read strictly: a name said twice means two things to two programs (RFC 8725 §2.4)."""

import base64
import binascii
import json
from typing import Any

_PARTS = 3


def parts_of(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of a compact token whose signature nobody checked yet.

    :raises ValueError: not three parts, not JSON objects, or a name that comes twice.
    """
    parts = token.split(".")
    if len(parts) != _PARTS:
        raise ValueError(token[:20])
    return _object(parts[0]), _object(parts[1])


def _object(part: str) -> dict[str, Any]:
    try:
        padded = part.encode("ascii") + b"=" * (-len(part) % 4)
        read = json.loads(base64.b64decode(padded, b"-_", validate=True), object_pairs_hook=_once)
    except (binascii.Error, UnicodeError, RecursionError) as problem:
        raise ValueError(part[:20]) from problem
    if not isinstance(read, dict):
        raise ValueError(part[:20])
    return read


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name comes twice")
    return found
