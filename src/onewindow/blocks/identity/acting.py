"""Who makes a request: the actor out of the session or the token, and whom they act for."""

from dataclasses import replace

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest
from django.utils import translation

from onewindow.blocks.identity import assurance, standing, tokens
from onewindow.blocks.identity.models import Account
from onewindow.blocks.identity.ports import BasisCheck
from onewindow.blocks.identity.posts import posts_of
from onewindow.foundation.access.types import Actor, Assurance, Extent
from onewindow.kernel.reference import Reference

ACTING_FOR = "acting_for"
_SHOWN = "acting_for_name"
"""Where the header looks for how the principal is called."""


def _nothing_stands(*, actor: Actor, principal: Reference, basis: str) -> Extent | None:
    return None


class _Basis:
    """Who says whether a right to act still stands; wiring sets it once. Until then none does."""

    check: BasisCheck = staticmethod(_nothing_stands)


def use_basis_check(check: BasisCheck) -> None:
    """Join the port to its adapter."""
    _Basis.check = staticmethod(check)


def basis_stands(actor: Actor, principal: Reference, basis: str) -> bool:
    """Ask whether the right stands at this moment."""
    return _Basis.check(actor=actor, principal=principal, basis=basis) is not None


def actor_for(account: Account, *, assurance: Assurance, language: str | None = None) -> Actor:
    """The actor that an account is, acting for itself."""
    held = standing.standing_of(account)
    if held.died:
        return Actor(language=language or account.language)  # nobody acts in the name of the dead
    posts = posts_of(account)
    return Actor(
        account=account.slug,
        name=account.name,
        kind="officer" if posts else "person",
        person=held.person,
        also=held.also,
        posts=posts,
        assurance=assurance,
        language=language or account.language,
    )


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a request, from its token if it carries one, else from its session."""
    language = translation.get_language() or "en"
    token = tokens.of_request(request)
    if token is not None:
        level = assurance.capped(token.assurance, token.account.proofing)
        actor = actor_for(token.account, assurance=level, language=language)
        return replace(acting(actor, token.acting_for), scopes=frozenset(token.scopes))
    account = getattr(request, "user", None)
    if not isinstance(account, Account) or not account.is_active:
        return Actor(language=language)
    methods = get_authentication_records(request, account)
    level = assurance.level_of(methods, proofing=account.proofing)
    actor = actor_for(account, assurance=level, language=language)
    chosen = request.session.get(ACTING_FOR)
    if not chosen:
        return actor
    setattr(request, _SHOWN, chosen["name"])
    return _for(actor, chosen["principal"], chosen["basis"])


def acting(actor: Actor, kept: str) -> Actor:
    """The same actor for the principal that was kept as ``<principal> <basis>``; empty is for itself."""
    principal, _, basis = kept.partition(" ")
    return _for(actor, principal, basis) if principal else actor


def _for(actor: Actor, principal: str, basis: str) -> Actor:
    """Acting for somebody, where the right still stands: one that was revoked ends with the next request."""
    wanted = Reference(principal)
    extent = _Basis.check(actor=actor, principal=wanted, basis=basis)
    if extent is None:
        return actor
    also = standing.also_of(wanted)
    return replace(actor, acting_for=wanted, acting_for_also=also, basis=basis, extent=extent)
