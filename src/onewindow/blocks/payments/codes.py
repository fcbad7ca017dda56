"""Names that cannot be guessed and can be typed."""

import secrets

# Without I, L, O and U: nobody misreads it, and it spells no words (Crockford's base 32).
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_code() -> str:
    """Sixteen characters, 80 random bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(16))
