"""``onewindow service publish`` and ``retire``: by two people, each with their own account."""

from onewindow.commands import service_words as words
from onewindow.commands.console import say
from onewindow.commands.services import FINE, FOUND, UNREADABLE, load
from onewindow.commands.surroundings import house
from onewindow.kernel.errors import OnewindowError, Problems


def publish(*, target: str, account: str) -> int:
    """Give the files of a folder: the first person makes a draft of them, the second one publishes it."""
    with house():
        from onewindow.blocks.identity import api as identity
        from onewindow.blocks.studio import api as studio
        from onewindow.blocks.studio.types import Published

        try:
            package = load(target)
            say(f"Checking and testing {package.key} …")
            actor = identity.actor_of_account(account=account, assurance="high")
            done = studio.publish_files(service=package.key, files=package.files, actor=actor)
        except Problems as problem:
            print(words.unreadable_text(problem))
            return UNREADABLE if problem.code == "package-not-valid" else FOUND
    if isinstance(done, Published):
        print(f"{done.service}\t{done.version[:12]}\tpublished")
    else:
        print(f"{done.service}\tdraft {done.draft}\twaits for a second person")
        agency = done.service.partition("/")[0]
        say(
            f"Now an administrator or a head of {agency}, who is another person, runs the same command with "
            "their own account after --as. An administrator appoints people in the browser: a click on their "
            "own name, then Officers."
        )
    return FINE


def retire(*, service: str, account: str, reason: str) -> int:
    """Propose to retire a service, or confirm what another person proposed."""
    with house():
        from onewindow.blocks.identity import api as identity
        from onewindow.blocks.studio import api as studio

        actor = identity.actor_of_account(account=account, assurance="high")
        try:
            if studio.retirement(service=service, actor=actor) is None:
                studio.propose_retirement(service=service, actor=actor, reason=reason)
                print(f"{service}\tproposed, waits for a second person")
            else:
                studio.confirm_retirement(service=service, actor=actor)
                print(f"{service}\tretired; running cases go on")
        except OnewindowError as problem:
            say(problem.text())
            return FOUND
    return FINE
