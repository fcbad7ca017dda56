"""``onewindow set-up-code``: the first officers, to whom no counter can hand a code yet."""

import click

from onewindow.commands.console import say
from onewindow.commands.surroundings import house
from onewindow.kernel.errors import OnewindowError


def set_up_code(*, account: str) -> None:
    """Print a code for an account; the record tells that the operator made it."""
    with house():
        from onewindow.blocks.identity import api as identity

        try:
            code = identity.hand_over_set_up_code(account=account)
        except OnewindowError as refused:
            raise click.ClickException(refused.text()) from refused
    print(f"{code[:4]}-{code[4:]}")
    say("It works once, for a week. Give it to the owner of the account, eye to eye.")
