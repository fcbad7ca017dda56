"""The codes of an app on somebody's telephone (RFC 6238), made without the program's own part for it."""

import base64
import hmac
import struct
import time


def code_of(secret: str) -> str:
    """The code that the app shows now for a secret in Base32, as a page shows it."""
    key = base64.b32decode("".join(secret.split()).upper() + "=" * (-len("".join(secret.split())) % 8))
    mac = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), "sha1").digest()
    at = mac[-1] & 15
    number = int.from_bytes(mac[at : at + 4]) & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
