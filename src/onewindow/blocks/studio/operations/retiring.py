"""Retiring a service: one person proposes it, another one confirms. Running cases go on."""

from django.db import IntegrityError, transaction

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.studio.errors import AlreadyProposed, NothingToDecide, ReasonNeeded
from onewindow.blocks.studio.models import Retirement
from onewindow.blocks.studio.operations.drafting import subject_of
from onewindow.blocks.studio.permission import require_publisher, require_second
from onewindow.foundation.access.api import Actor
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock


def propose(*, service: str, actor: Actor, reason: str) -> None:
    """See ``api.propose_retirement``."""
    account = require_publisher(actor, service.partition("/")[0])
    catalogue.package(service=service)
    if not reason.strip():
        raise ReasonNeeded(field="reason")
    try:
        with transaction.atomic():
            row = Retirement.objects.create(
                service=service, reason=reason.strip()[:1000], proposed_by=account, proposed_at=clock.now()
            )
            _tell("proposed", row, account)
    except IntegrityError as problem:
        raise AlreadyProposed() from problem


def confirm(*, service: str, actor: Actor) -> None:
    """See ``api.confirm_retirement``."""
    account = require_publisher(actor, service.partition("/")[0])
    with transaction.atomic():
        row = _open(service)
        require_second(account, (row.proposed_by,))
        catalogue.retire(service=service)
        _close(row, "confirmed", account)


def take_back(*, service: str, actor: Actor) -> None:
    """See ``api.take_back_retirement``."""
    account = require_publisher(actor, service.partition("/")[0])
    with transaction.atomic():
        _close(_open(service), "taken-back", account)


def _open(service: str) -> Retirement:
    row = Retirement.objects.select_for_update().filter(service=service, status="open").first()
    if row is None:
        raise NothingToDecide()
    return row


def _close(row: Retirement, status: str, account: str) -> None:
    row.status, row.closed_by, row.closed_at = status, account, clock.now()
    row.save()
    _tell("confirmed" if status == "confirmed" else "withdrawn", row, account)


def _tell(what: str, row: Retirement, account: str) -> None:
    record.append(
        kind=f"studio.retirement.{what}", subject=subject_of(row.service), actor=f"account/{account}",
        payload={"service": row.service, "reason": row.reason, "proposed_by": row.proposed_by},
    )  # fmt: skip
