"""``onewindow trust``: the authorities of certificates, and the key of the root."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from onewindow.commands.console import say
from onewindow.commands.surroundings import house
from onewindow.kernel.errors import OnewindowError

FINE, REFUSED = 0, 1


def show() -> int:
    """List what was established."""
    with house():
        from onewindow.blocks.trust import api as trust

        for one in trust.standing():
            key = "key here" if one.key_here else "key taken out"
            listed = f"list until {one.list_ends_at:%Y-%m-%d %H:%M}" if one.list_ends_at else ""
            print(f"{one.name}\t{one.subject}\tuntil {one.ends_at:%Y-%m-%d}\t{key}\t{listed}".rstrip())
    return FINE


def due(*, days: int | None) -> int:
    """List what has to be stamped anew."""
    with house():
        from onewindow.blocks.trust import api as trust

        found = trust.due_for_renewal(within=timedelta(days=days) if days is not None else None)
        for one in found:
            line = f"{one.ends_at:%Y-%m-%d}\t{one.source}/{one.item}\t{one.form}\t{one.problem}"
            print(line.rstrip())
        say(f"{len(found)} to be stamped anew.")
    return FINE


def establish() -> int:
    """Make what is missing."""

    def do() -> None:
        from onewindow.blocks.trust import api as trust

        trust.establish()
        say("All authorities are there.")

    return _said(do)


def take_root_out(*, folder: Path) -> int:
    """Move the root's key out of the house."""

    def do() -> None:
        from onewindow.blocks.trust import api as trust

        trust.take_root_out(folder=folder)
        say(f"The key of the root is in {folder} now, and nowhere else. Lock key and passphrase away apart.")

    return _said(do)


def bring_root_back(*, folder: Path) -> int:
    """Bring the root's key into the house."""

    def do() -> None:
        from onewindow.blocks.trust import api as trust

        trust.bring_root_back(folder=folder)
        say("The key of the root is in the house. Take it out again as soon as it has signed.")

    return _said(do)


def sign_root_list() -> int:
    """Sign the root's list anew."""

    def do() -> None:
        from onewindow.blocks.trust import api as trust

        say(f"The list is signed. The next one is due by {trust.sign_root_list():%Y-%m-%d}.")

    return _said(do)


def _said(do: Callable[[], None]) -> int:
    with house():
        try:
            do()
        except OnewindowError as problem:
            say(problem.text())
            return REFUSED
    return FINE
