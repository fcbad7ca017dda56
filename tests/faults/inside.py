"""What only the program itself can do for the test: tokens for its clients, and what is in the record."""

import json
import os
import sys
from collections import Counter
from pathlib import Path

from onewindow.commands.surroundings import house


def main() -> None:
    """``tokens ACCOUNT …`` prints them; ``export FOLDER`` writes the record; ``twice`` reads it."""
    what, *values = sys.argv[1:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onewindow.conf.demo")
    with house():
        doings = {"tokens": lambda: _tokens(values), "export": lambda: _export(values[0]), "twice": _twice}
        print(json.dumps(doings[what]()))


def _tokens(accounts: list[str]) -> dict[str, tuple[str, str]]:
    from onewindow.blocks.identity import api as identity

    made = {}
    for account in accounts:
        actor = identity.actor_of_account(account=account, assurance="high")
        scopes = "cases:read cases:write work:write payments:read payments:write documents:read"
        token = identity.issue_token(actor=actor, name="faults", scopes=scopes.split(), days=1)
        made[account] = (token.secret, str(actor.person))
    return made


def _twice() -> list[tuple[str, str, str]]:
    """Subject, kind and element of each step of a case that was written more than once."""
    from onewindow.foundation.record import api as record

    steps: Counter[tuple[str, str, str]] = Counter()
    index = 0
    while entries := record.entries_from(index=index, limit=1000):
        for each in entries:
            if each.kind.startswith("case."):
                element = (each.payload or {}).get("element")
                steps[each.subject.text, each.kind, str(element)] += 1
        index += len(entries)
    return [step for step, times in steps.items() if times > 1]


def _export(folder: str) -> int:
    from onewindow.foundation.record import api as record

    return record.export(folder=Path(folder)).size


if __name__ == "__main__":
    main()
