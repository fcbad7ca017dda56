"""How the two sides talk: a head in JSON, then bytes, each with its length before it."""

import json
import struct
from collections.abc import Callable
from typing import Any

_LENGTH = struct.Struct(">I")
MAX_FRAME = 64 * 1024 * 1024


def pack(head: dict[str, Any], body: bytes = b"") -> bytes:
    """A message."""
    text = json.dumps(head, ensure_ascii=False).encode("utf-8")
    return _LENGTH.pack(len(text)) + text + _LENGTH.pack(len(body)) + body


def unpack(read: Callable[[int], bytes]) -> tuple[dict[str, Any], bytes]:
    """The next message.

    :param read: gives exactly so many bytes, or raises EOFError.
    """
    head = json.loads(_frame(read))
    return head, _frame(read)


def _frame(read: Callable[[int], bytes]) -> bytes:
    (length,) = _LENGTH.unpack(read(_LENGTH.size))
    if length > MAX_FRAME:
        raise EOFError("a frame that is too long")
    return read(length) if length else b""
