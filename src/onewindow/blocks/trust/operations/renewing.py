"""What the house keeps for long is stamped anew before its proof ends (EN 319 102-1 §5.6)."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from onewindow.blocks.trust import app_settings
from onewindow.blocks.trust.models import Preserved
from onewindow.blocks.trust.operations import preserving, proofs
from onewindow.blocks.trust.operations.proofs import Proof
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.reference import Reference
from onewindow.standards.signing.errors import NotExtendable
from onewindow.standards.signing.lasting import NO_LONGER

log = logging.getLogger(__name__)
_TRIED_AGAIN_AFTER = timedelta(hours=20)


def renew_due() -> int:
    """Stamp anew what ends soon, some at once. What cannot be renewed says why, and is tried the next day.

    When the policy changed, the end of everything is reckoned anew.

    :returns: how many were looked at.
    """
    now = clock.now()
    ends_soon = Q(ends_at__lte=now + app_settings.renewed_before_end())
    not_tried = Q(tried_at=None) | Q(tried_at__lte=now - _TRIED_AGAIN_AFTER)
    reckoned_otherwise = ~Q(policy=proofs.rules())
    with transaction.atomic():
        rows = Preserved.objects.select_for_update(skip_locked=True)
        rows = rows.filter(ends_soon & not_tried | reckoned_otherwise)
        found = list(rows.order_by("ends_at")[: app_settings.PRESERVED_AT_ONCE])
        for row in found:
            _renew_by_itself(row)
    return len(found)


def _renew_by_itself(row: Preserved) -> None:
    """One that trips over itself, in whatever way, stops no other: it is told of, like a refusal."""
    try:
        with transaction.atomic():
            _renew(row)
    except OnewindowError as problem:
        _failed(row, problem.text())
    except Exception as problem:  # years of formats, and rooms that read their own rows
        log.exception("a kept signature was not renewed", extra={"source": row.source, "item": row.item})
        _failed(row, f"{type(problem).__name__}: {problem}")


def _renew(row: Preserved) -> None:
    now = clock.now()
    data = _data_of(row)
    if data is None:
        Preserved.objects.filter(pk=row.pk).update(tried_at=now, policy=proofs.rules())
        return
    before = proofs.proof_of(data, form=row.form)
    if before.against:  # no timestamp brings back what is lost
        row.ends_at = min(row.ends_at, before.ends_at)
        _failed(row, before.against)
        return
    row.ends_at, row.stamped_at = before.ends_at, before.stamped_at
    if before.ends_at <= now + app_settings.renewed_before_end():
        _stamp(row, data, before)
    row.tried_at, row.problem, row.policy = now, "", proofs.rules()
    row.save(update_fields=["data", "ends_at", "stamped_at", "tried_at", "problem", "policy"])


def _stamp(row: Preserved, data: bytes, before: Proof) -> None:
    """:raises NotExtendable: it cannot be, or it would be for nothing, day after day."""
    made = proofs.stamped_anew(data, form=row.form)
    after = proofs.proof_of(made, form=row.form)
    if after.against or after.ends_at <= before.ends_at:
        raise NotExtendable(reason=after.against or NO_LONGER)
    row.data, row.ends_at, row.stamped_at = made, after.ends_at, after.stamped_at
    record.append(
        kind="trust.preserved",
        subject=Reference.of("preserved", row.source, row.item),
        payload={"form": row.form, "ends_at": row.ends_at.isoformat()},
        actor=None,
    )


def _data_of(row: Preserved) -> bytes | None:
    """The renewed form, else what its room keeps; None where it is gone."""
    if row.data is not None:
        return bytes(row.data)
    source = preserving.sources.get(row.source)
    return source.read(item=row.item) if source is not None else None


def _failed(row: Preserved, why: str) -> None:
    """It is due until it is mended. Operators are told in the log when that begins, and by ``trust due``."""
    problem = why[: preserving.LONGEST_PROBLEM]
    if problem != row.problem:
        log.error("a kept signature cannot be renewed", extra={"source": row.source, "item": row.item})
    Preserved.objects.filter(pk=row.pk).update(
        tried_at=clock.now(), problem=problem, ends_at=row.ends_at, policy=proofs.rules()
    )
