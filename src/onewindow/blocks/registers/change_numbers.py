"""Numbers of changes and of requests for evidence: nobody guesses them."""

import secrets


def new_number() -> str:
    """A new one, such as ``ch-9f1c02ab77de``."""
    return f"ch-{secrets.token_hex(6)}"
