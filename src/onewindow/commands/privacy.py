"""``onewindow dispose``, ``erase``, ``export-of``, ``keys erase-again`` and ``looked-without-cause``."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import click

from onewindow.commands.console import say
from onewindow.commands.surroundings import house
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.reference import Reference


@contextmanager
def _house() -> Generator[None]:
    """The house; what it refuses is told in a line, without the insides of the program."""
    with house():
        try:
            yield
        except OnewindowError as refused:
            raise click.ClickException(refused.text()) from refused


def dispose(*, dry_run: bool) -> None:
    """Apply the rules of retention, and say what went."""
    with _house():
        from onewindow.foundation.holdings import api as holdings

        done = holdings.dispose(dry_run=dry_run)
        for each in done:
            kept = f", {each.held_back} kept by a legal hold" if each.held_back else ""
            say(f"{each.model}: {each.rows} {'due' if dry_run else 'done'} ({each.then}){kept}")
        if not done:
            say("Nothing is due.")


def erase(*, person: str, account: str, confirmed_by: str, reason: str) -> None:
    """Erase somebody before the term, as far as the rules allow."""
    with _house():
        from onewindow.blocks.identity import api as identity
        from onewindow.blocks.privacy import api as privacy
        from onewindow.foundation.holdings import api as holdings

        who = privacy.somebody(person=_person(person))
        for slug in (account, confirmed_by):
            identity.account(account=slug)
        counted = holdings.erase(who=who, reason=reason, by=account, confirmed_by=confirmed_by)
        for name, rows in counted.items():
            if rows:
                say(f"{name}: {rows}")


def _person(text: str) -> Reference:
    """Somebody of the population register: a slip of the key would erase or export nobody, and say so."""
    from onewindow.blocks.registers import api as registers

    person = Reference(text)
    register, _, key = person.key.partition("/")
    if person.kind != "register" or register != "people" or not registers.exists(register=register, key=key):
        raise click.ClickException(f"There is nobody called {text}. A person is register/people/<number>.")
    return person


def erase_again() -> None:
    """Erase anew what a backup brought back."""
    with _house():
        from onewindow.foundation.holdings import api as holdings

        repeated = holdings.erase_again()
        if repeated:
            say(f"{repeated} erasures were repeated.")


def export_of(*, person: str, file: Path) -> None:
    """Write everything that is held about somebody into a zip."""
    with _house():
        from onewindow.blocks.privacy import api as privacy

        who = privacy.somebody(person=_person(person))
        file.touch(mode=0o600)
        file.chmod(0o600)
        file.write_bytes(privacy.archive_of(who=who, language="en"))
        say(f"{file} holds everything about {person}. Treat it like the person's own papers.")


def looked_without_cause(*, days: int, agency: str) -> None:
    """Print the report on look-ups."""
    with _house():
        from onewindow.blocks.privacy import api as privacy

        found = privacy.looked_without_cause(days=days, agency=agency or None)
        for each in found:
            say(
                f"{each.score:>3}  {each.reader_name} ({each.reader})  {each.concerned}"
                f"  {', '.join(each.signs)}"
            )
        say(f"{len(found)} pairs of reader and person stand out.")
