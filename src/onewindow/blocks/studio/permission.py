"""Who may write, publish and retire: posts at the service's own agency."""

from onewindow.blocks.studio.errors import MayNotPublish, NotAnAuthor, SecondPersonNeeded
from onewindow.foundation.access.api import Actor

AUTHORS = frozenset({"author", "administrator"})
PUBLISHERS = frozenset({"administrator", "head"})


def may_write(actor: Actor, agency: str) -> bool:
    """Whether the actor may change the agency's services."""
    return any(post.agency == agency and post.role in AUTHORS for post in actor.posts)


def may_publish(actor: Actor, agency: str) -> bool:
    """Whether the actor may publish them, where a second person asks."""
    return any(post.agency == agency and post.role in PUBLISHERS for post in actor.posts)


def may_look(actor: Actor, agency: str) -> bool:
    """Whether the actor may see drafts."""
    return may_write(actor, agency) or may_publish(actor, agency)


def require_author(actor: Actor, agency: str) -> str:
    """The actor's account.

    :raises NotAnAuthor: the actor writes no services of this agency.
    """
    if not actor.account or not may_write(actor, agency):
        raise NotAnAuthor(agency=agency)
    return actor.account


def require_publisher(actor: Actor, agency: str) -> str:
    """The actor's account.

    :raises MayNotPublish: the actor publishes no services of this agency.
    """
    if not actor.account or not may_publish(actor, agency):
        raise MayNotPublish(agency=agency)
    return actor.account


def require_second(account: str, first: tuple[str, ...]) -> None:
    """Four eyes.

    :raises SecondPersonNeeded: the account is one of the first.
    """
    if account in first:
        raise SecondPersonNeeded()
