"""What a right opens of the things that belong to services: letters, documents, payments."""

from collections.abc import Iterable

from onewindow.blocks.mandates import rights
from onewindow.blocks.mandates.extents import is_over_everything
from onewindow.blocks.mandates.limits import Wanted
from onewindow.blocks.mandates.ports import Matters
from onewindow.foundation.access.types import Actor
from onewindow.kernel.reference import Reference


class _Port:
    matters: Matters | None = None


def use_matters(matters: Matters | None) -> None:
    """Join the port to its adapter."""
    _Port.matters = matters


def basis_about(actor: Actor, principal: Reference, subject: Reference) -> str | None:
    """See ``mandates.api.basis_about``."""
    if principal in actor.themself:
        return ""
    matters: list[tuple[str, str]] | None = None
    for right in rights.covering(actor, principal, Wanted(), named=False):
        if is_over_everything(right):
            return right.basis
        if matters is None:
            matters = list(_Port.matters.matters_of(subject=subject)) if _Port.matters else []
        if any(right.covers(scope, None, service) for service, scope in matters):
            return right.basis
    return None


def subjects_opened(actor: Actor) -> Iterable[str]:
    """See ``mandates.api.subjects_opened``."""
    return _Port.matters.subjects_on_side(actor=actor) if _Port.matters else ()
