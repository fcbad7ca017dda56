"""Which officers may confirm who people are."""

from onewindow.blocks.identity import queries
from onewindow.blocks.identity.app_settings import BANK_ROLES, PROOFING_ROLES, may_proof
from onewindow.blocks.identity.errors import NotAProofer
from onewindow.foundation.access.types import Actor


def agency_of(actor: Actor) -> tuple[str, str]:
    """For which agency an officer confirms who people are, and by which way.

    :raises NotAProofer: for none, or the sign-in is too weak.
    """
    for post in actor.posts:
        if not may_proof(post.agency):
            continue
        bank = queries.agency(post.agency).level == "private"
        if post.role in (BANK_ROLES if bank else PROOFING_ROLES) and actor.reaches("substantial"):
            return post.agency, "bank" if bank else "counter"
    raise NotAProofer()
