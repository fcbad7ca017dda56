"""``onewindow check``."""

from onewindow.commands.console import say
from onewindow.commands.surroundings import house


def check(*, deploy: bool) -> bool:
    """Say what is wrong with settings, tables and the server. Before deployment a warning counts, too."""
    with house():
        from django.core.management import call_command
        from django.core.management.base import SystemCheckError

        try:
            call_command(
                "check", deploy=deploy, databases=["default"], fail_level="WARNING" if deploy else "ERROR"
            )
        except SystemCheckError as found:
            say(str(found))
            return False
    return True
