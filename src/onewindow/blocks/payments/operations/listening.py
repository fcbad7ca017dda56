"""Hear what providers say of their own accord, and ask those that keep silent."""

import logging
from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction

from onewindow.blocks.payments import providers, queries
from onewindow.blocks.payments.models import Attempt, NoticeRow
from onewindow.blocks.payments.operations.settling import apply_outcome
from onewindow.blocks.payments.ports import Unreachable
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import OnewindowError

logger = logging.getLogger(__name__)

_LONGEST_WAIT = timedelta(hours=6)
_AT_ONCE = 20


def receive_notice(*, provider: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Verify a notice and take it over, once; False where it was handled before."""
    now = clock.now()
    notice = providers.named(provider).read_notice(headers=headers, body=body, now=now)
    with transaction.atomic():
        _, new = NoticeRow.objects.get_or_create(
            provider=provider, notice=notice.id, defaults={"received_at": now}
        )
        if new:
            apply_outcome(attempt_id=notice.attempt, outcome=notice.outcome)
    return new


def check_attempt(*, attempt_id: str) -> bool:
    """Ask the provider how an attempt stands; True where that told something new."""
    attempt = Attempt.objects.get(pk=attempt_id)
    _check_later(attempt)  # first, so that one that fails does not hold up the others
    provider = providers.named(attempt.provider)
    try:
        outcome = provider.outcome(attempt=attempt.pk, provider_reference=attempt.provider_reference)
    except Unreachable:
        return False
    return apply_outcome(attempt_id=attempt_id, outcome=outcome)


def refresh(*, request_id: str) -> None:
    """Ask about every unfinished attempt of a request: its payer has come back and wants to know."""
    for attempt_id in queries.unfinished_attempts(request_id=request_id):
        check_attempt(attempt_id=attempt_id)


def reconcile() -> int:
    """Ask about attempts whose notice seems lost. How many were asked about."""
    due = Attempt.objects.filter(status="started", check_at__lte=clock.now()).order_by("check_at")
    found = list(due.values_list("pk", flat=True)[:_AT_ONCE])
    for attempt_id in found:
        try:
            check_attempt(attempt_id=attempt_id)
        except OnewindowError as error:
            # Another amount than was asked for, or a provider that is no longer set: for an operator.
            logger.error("payment attempt %s cannot be reconciled: %s", attempt_id, error.code)
    return len(found)


def _check_later(attempt: Attempt) -> None:
    wait = min(timedelta(seconds=15) * 2 ** min(attempt.checks, 20), _LONGEST_WAIT)
    Attempt.objects.filter(pk=attempt.pk).update(
        checks=min(attempt.checks + 1, 1000), check_at=clock.now() + wait
    )
