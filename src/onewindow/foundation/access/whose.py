"""Whose data an address means that says “mine”: the actor's own, or that of whom they act for."""

from onewindow.foundation.access.types import Actor
from onewindow.kernel.errors import N_, NotAllowed
from onewindow.kernel.reference import Reference


class OutsideYourRight(NotAllowed):
    """The right to act for somebody is limited to services, and this belongs to none."""

    code = "outside-your-right"
    message = N_("Your right to act for somebody else does not open this.")
    way_out = N_("Choose to act for yourself, or ask them for a mandate over everything.")


class OnlyTheirs(NotAllowed):
    """What a person decides about themself is decided by nobody to whom they gave a mandate."""

    code = "only-theirs"
    message = N_("Only they decide this themselves, or their parents or guardian.")
    way_out = N_("Choose to act for yourself to see your own.")


def whose_everything(actor: Actor) -> Reference | None:
    """See ``access.api.whose_everything``."""
    if actor.acting_for is None:
        return actor.person
    if actor.acting_for not in actor.own:
        raise OutsideYourRight()
    return actor.acting_for


def who_decides(actor: Actor) -> Reference | None:
    """See ``access.api.who_decides``."""
    if actor.acting_for is None:
        return actor.person
    if actor.acting_for not in actor.deciding:
        raise OnlyTheirs()
    return actor.acting_for
