"""Writes of identity: whom a session acts for."""

from django.http import HttpRequest

from onewindow.blocks.identity import acting, arriving
from onewindow.blocks.identity.errors import BasisDoesNotStand
from onewindow.foundation.access import api as access
from onewindow.foundation.access.types import Actor
from onewindow.kernel.reference import Reference


def act_for(request: HttpRequest, *, principal: Reference, basis: str, name: str) -> Actor:
    """From now on the session acts for the principal; its id changes, as with every change of powers."""
    acting_for_self(request)
    actor = acting.actor_of(request)
    if not actor.signed_in or not acting.basis_stands(actor, principal, basis):
        raise BasisDoesNotStand()
    request.session[acting.ACTING_FOR] = {"principal": principal.text, "basis": basis, "name": name}
    arriving.rotate(request)
    access.forget_actor(request=request)
    return acting.actor_of(request)


def acting_for_self(request: HttpRequest) -> None:
    """From now on the session acts for the person who signed in."""
    if request.session.pop(acting.ACTING_FOR, None) is not None:
        arriving.rotate(request)
    access.forget_actor(request=request)
