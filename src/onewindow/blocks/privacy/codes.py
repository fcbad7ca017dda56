"""Codes of questions, objections and exports: short, unguessable, easy to say."""

import secrets

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that looks like something else


def new_code(prefix: str) -> str:
    """Such as ``Q-7KD2-M9XW``: 39 bits of chance."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{prefix}-{drawn[:4]}-{drawn[4:]}"
