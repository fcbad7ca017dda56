"""Nobody decides in a case of their own, whichever of their accounts they use, nor in two duties that one
person may not have together."""

from collections.abc import Iterator

from onewindow.blocks.cases.errors import DutiesCollide, OwnCase
from onewindow.blocks.cases.models import Case, Work
from onewindow.blocks.identity import api as identity
from onewindow.blocks.mandates import api as mandates
from onewindow.foundation.access.api import Actor
from onewindow.kernel.reference import Reference


def require_impartial(case: Case, actor: Actor, *, agency: str, role: str) -> None:
    """Let an officer work on a case only where they have no side in it.

    :raises OwnCase: they are the applicant or may act for them, or they filed it; also with another account.
    :raises DutiesCollide: their agency keeps this role apart from one that they hold, or in which they
        worked on this case.
    """
    if _has_a_side(case, actor):
        raise OwnCase()
    apart = identity.kept_apart(agency=agency, role=role)
    if not apart:
        return
    held = {post.role for post in actor.posts if post.agency == agency}
    accounts = identity.accounts_of_person(account=actor.account or "")
    worked = set(
        Work.objects.filter(case=case, agency=agency, state="done", ended_by__in=accounts).values_list(
            "role", flat=True
        )
    )
    for other in sorted(apart & (held | worked)):
        raise DutiesCollide(other=identity.role_name(role=other, language=actor.language))


def _has_a_side(case: Case, actor: Actor) -> bool:
    mine = identity.accounts_of_person(account=actor.account or "")
    if case.channel != "counter" and case.filed_by in mine:
        return True
    applicant = Reference(case.applicant)
    return any(
        mandates.basis_of(actor=each, principal=applicant, scope=None) is not None
        for each in _all_selves(actor, mine)
    )


def _all_selves(actor: Actor, mine: frozenset[str]) -> Iterator[Actor]:
    """The officer with each account of theirs: of one that was set aside the rights are with the other."""
    yield actor
    for account in sorted(mine - {actor.account}):
        yield identity.actor_of_account(account=account)
