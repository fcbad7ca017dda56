"""Codes that name documents on paper: easy to read aloud, impossible to guess."""

import re
import secrets

# Crockford's base 32: no I, L, O, U. Twelve of them are 60 bits.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{12}")


def new_code() -> str:
    """A new code, such as ``7F3K-9QWX-2MAB``."""
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(12))
    return "-".join((drawn[:4], drawn[4:8], drawn[8:]))


def read_code(text: str) -> str | None:
    """A code as somebody typed it: any case, with or without dashes and spaces, O for 0, I or L for 1."""
    plain = re.sub(r"[\s\-–—‐]", "", text[:60]).upper().translate(_LIKE)
    if not _CODE.fullmatch(plain):
        return None
    return "-".join((plain[:4], plain[4:8], plain[8:]))
