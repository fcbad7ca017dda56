"""What only the program itself can do for the test: tokens for its clients, and the record as files."""

import json
import os
import sys
from pathlib import Path

from onewindow.commands.surroundings import house


def main() -> None:
    """``tokens ACCOUNT …`` prints them as JSON; ``export FOLDER`` writes the record."""
    what, *values = sys.argv[1:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onewindow.conf.demo")
    with house():
        print(json.dumps(_tokens(values) if what == "tokens" else _export(values[0])))


def _tokens(accounts: list[str]) -> dict[str, tuple[str, str]]:
    from onewindow.blocks.identity import api as identity

    made = {}
    for account in accounts:
        actor = identity.actor_of_account(account=account, assurance="high")
        scopes = ("cases:read", "cases:write", "work:write", "payments:write", "documents:read")
        token = identity.issue_token(actor=actor, name="faults", scopes=scopes, days=1)
        made[account] = (token.secret, str(actor.person))
    return made


def _export(folder: str) -> int:
    from onewindow.foundation.record import api as record

    return record.export(folder=Path(folder)).size


if __name__ == "__main__":
    main()
