"""What waits for a second officer, and what was done."""

from typing import cast

from onewindow.blocks.identity.errors import ProofingUnknown
from onewindow.blocks.identity.models import Proofing
from onewindow.blocks.identity.types import ProofingView
from onewindow.foundation.access.types import Assurance
from onewindow.kernel.reference import Reference

_SHOWN = 100


def view(row: Proofing) -> ProofingView:
    """The row as others see it."""
    return ProofingView(
        proofing=row.pk, account=row.account.slug if row.account else None, person=Reference(row.person),
        name=row.name, email=row.email, way=row.way, level=cast("Assurance", row.level), state=row.state,
        evidence=dict(row.evidence), agency=row.agency_id, asked_at=row.asked_at, reason=row.reason,
        asked_by=row.asked_by.slug if row.asked_by else None,
        confirmed_by=row.confirmed_by.slug if row.confirmed_by else None,
    )  # fmt: skip


def of_agency(agency: str) -> tuple[ProofingView, ...]:
    """The newest first."""
    rows = Proofing.objects.filter(agency=agency).select_related("account", "asked_by", "confirmed_by")
    return tuple(view(row) for row in rows[:_SHOWN])


def one(agency: str, proofing: int) -> ProofingView:
    """One of an agency.

    :raises ProofingUnknown: there is none.
    """
    row = Proofing.objects.filter(agency=agency, pk=proofing).first()
    if row is None:
        raise ProofingUnknown()
    return view(row)


def of_account(account: str) -> tuple[ProofingView, ...]:
    """How an account became its person's."""
    return tuple(view(row) for row in Proofing.objects.filter(account__slug=account))
