"""What a system is told of somebody: by the scopes that were granted, never more than its purpose needs."""

from collections.abc import Callable, Mapping
from typing import Any

from onewindow.blocks.identity import standing
from onewindow.blocks.identity.models import Account
from onewindow.blocks.identity.openid.models import System
from onewindow.blocks.identity.openid.ports import NumberPermission
from onewindow.blocks.identity.openid.subjects import subject_of
from onewindow.blocks.identity.openid.types import STATE_ONLY
from onewindow.blocks.identity.posts import posts_of

NUMBER_CLAIM = "person_number"
POSTS_CLAIM = "posts"


def _to_nobody(*, agency: str, purpose: str) -> bool:
    return False


class _Numbers:
    """Who may know the number of a person; wiring sets it once. Until then nobody may."""

    permission: NumberPermission = staticmethod(_to_nobody)


def use_number_permission(permission: NumberPermission) -> None:
    """Join the port to its adapter."""
    _Numbers.permission = staticmethod(permission)


def claims_of(*, account: Account, system: System, scopes: frozenset[str]) -> dict[str, Any]:
    """The claims of the userinfo answer (OpenID Connect Core §5.1, §5.4).

    :param scopes: what was granted. What the system's terms no longer hold is left out, at once.
    """
    claims: dict[str, Any] = {"sub": subject_of(account=account, system=system)}
    for scope in scopes & frozenset(system.scopes) - (STATE_ONLY if system.is_private else frozenset()):
        told = _CLAIMS.get(scope)
        if told is not None:
            claims.update(told(account, system))
    return claims


def _profile(account: Account, system: System) -> Mapping[str, Any]:
    return {"name": account.name, "locale": account.language}


def _email(account: Account, system: System) -> Mapping[str, Any]:
    from allauth.account.models import EmailAddress

    verified = EmailAddress.objects.filter(user=account, email__iexact=account.email, verified=True)
    return {"email": account.email, "email_verified": verified.exists()}


def _number(account: Account, system: System) -> Mapping[str, Any]:
    person = standing.standing_of(account).person
    if person is None or not _Numbers.permission(agency=system.agency_id, purpose=system.purposes["en"]):
        return {}
    return {NUMBER_CLAIM: person.text.rpartition("/")[2]}


def _posts(account: Account, system: System) -> Mapping[str, Any]:
    """Only the posts at the agency that runs the system: where else somebody works is not its business."""
    held = [
        {"office": post.office, "role": post.role}
        for post in posts_of(account)
        if post.agency == system.agency_id
    ]
    return {POSTS_CLAIM: held} if held else {}


_CLAIMS: Mapping[str, Callable[[Account, System], Mapping[str, Any]]] = {
    "profile": _profile,
    "email": _email,
    "number": _number,
    "posts": _posts,
}
