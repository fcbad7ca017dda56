"""Moving a running case to another version of its package, at the console."""

from onewindow.commands.console import say
from onewindow.commands.surroundings import house


def show_moves(*, number: str, account: str, version: str | None) -> int:
    """To which versions a case could be moved, and why not to the others.

    :param version: only this one; None for all.
    :returns: 0 where it can be moved to any of them, else 1.
    """
    with house():
        from onewindow.blocks.cases import api as cases
        from onewindow.blocks.identity import api as identity

        actor = identity.actor_of_account(account=account, assurance="high")
        found = cases.movable_case(number=number, actor=actor)
    say(f"{found.number} follows version {found.version} of {found.service}.")
    shown = [one for one in found.targets if version is None or one.version.startswith(version)]
    for target in shown:
        say(f"{target.version}: {'no' if target.blockers else 'yes'}")
        for blocker in target.blockers:
            say(f"  {blocker.element}: {blocker.message.format(**blocker.values)}")
    return 0 if any(not one.blockers for one in shown) else 1


def move_case(*, number: str, account: str, version: str, reason: str) -> None:
    """Move a case.

    :param version: or its beginning, where only one version begins so.
    """
    with house():
        from onewindow.blocks.cases import api as cases
        from onewindow.blocks.identity import api as identity

        actor = identity.actor_of_account(account=account, assurance="high")
        targets = cases.movable_case(number=number, actor=actor).targets
        meant = [one.version for one in targets if one.version.startswith(version)]
        chosen = meant[0] if len(meant) == 1 else version
        moved = cases.move_case(number=number, version=chosen, actor=actor, reason=reason, key=None)
    say(f"{moved['case']} follows version {moved['version']} now; it is {moved['status']}.")
