"""Accounts of one agency for the tests: an author, an administrator, a head, and a stranger."""

from onewindow.foundation.access.api import Actor
from onewindow.foundation.access.types import Post


def officer(account: str, *roles: str, agency: str = "town") -> Actor:
    """An officer with these roles."""
    posts = tuple(Post(agency, "", role) for role in roles)
    return Actor(account=account, name=account, kind="officer", posts=posts, assurance="high")


AUTHOR = officer("author", "author")
ADMINISTRATOR = officer("administrator", "administrator")
HEAD = officer("head", "head")
CLERK = officer("clerk", "clerk")
STRANGER = officer("stranger", "author", "administrator", "head", agency="village")
