"""Reads of systems."""

from onewindow.blocks.identity.openid.errors import NoSuchSystem, SystemUnknown
from onewindow.blocks.identity.openid.models import Proposal, System


def open_system(client_id: str) -> System:
    """A system that may use the sign-in.

    :raises SystemUnknown: none, or a closed one.
    """
    found = System.objects.select_related("agency").filter(pk=client_id[:100], closed_at=None).first()
    if found is None:
        raise SystemUnknown()
    return found


def system_of(agency: str, client_id: str) -> System:
    """A system of an agency, closed ones too.

    :raises NoSuchSystem: it has none of that name.
    """
    found = System.objects.select_related("agency").filter(pk=client_id, agency=agency).first()
    if found is None:
        raise NoSuchSystem()
    return found


def systems_of(agency: str) -> tuple[System, ...]:
    """The systems of an agency, open ones first."""
    rows = System.objects.filter(agency=agency).select_related("agency")
    return tuple(sorted(rows, key=lambda row: (row.closed_at is not None, row.client_id)))


def open_proposals(agency: str) -> tuple[Proposal, ...]:
    """What waits for a second person."""
    return tuple(Proposal.objects.filter(agency=agency, outcome="").select_related("asked_by"))
