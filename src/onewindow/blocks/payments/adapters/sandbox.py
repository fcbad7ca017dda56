"""A bank to practise with. It keeps a book of its own and talks to the room like any stranger would."""

import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from django.db import transaction
from django.utils.crypto import salted_hmac

from onewindow.blocks.payments import app_settings
from onewindow.blocks.payments.codes import new_code
from onewindow.blocks.payments.errors import NoticeNotAuthentic, NoticeNotUnderstood
from onewindow.blocks.payments.models import SandboxOrder
from onewindow.blocks.payments.ports import Notice, Order, Outcome, OutcomeStatus, Refused, Started
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.money import Money

SIGNATURE_HEADER: Final = "X-Sandbox-Signature"
_TOLERANCE = timedelta(minutes=5)
_LATE = timedelta(seconds=20)
_EXPIRES = timedelta(hours=1)

CHOICES: Final[dict[str, tuple[OutcomeStatus, timedelta, int]]] = {
    # what the payer chose: how it ends, when the bank knows, how often it says so
    "pay": ("settled", timedelta(0), 1),
    "pay-late": ("settled", _LATE, 1),
    "pay-twice": ("settled", timedelta(0), 2),
    "pay-silent": ("settled", _LATE, 0),
    "decline": ("declined", timedelta(0), 1),
    "cancel": ("cancelled", timedelta(0), 1),
}


class SandboxBank:
    """Fulfils ``ports.Provider``."""

    name = "sandbox"
    origins: tuple[str, ...] = ()

    def start(self, order: Order) -> Started:
        """Write the order into the bank's book, once."""
        row, _ = SandboxOrder.objects.get_or_create(
            attempt=order.attempt,
            defaults={
                "reference": new_code(),
                "minor": order.amount.minor,
                "currency": order.amount.currency,
                "creditor_reference": order.reference,
                "description": order.description[:300],
                "return_url": order.return_url,
                "created_at": clock.now(),
            },
        )
        return Started(row.reference, f"{app_settings.base_url()}/sandbox-bank/{row.reference}/")

    def outcome(self, *, attempt: str, provider_reference: str) -> Outcome:
        """What the bank's book says by now."""
        row = SandboxOrder.objects.filter(attempt=attempt).first()
        if row is None:
            return Outcome("expired")
        return outcome_of(row, at=clock.now())

    def refund(self, *, refund: str, provider_reference: str, amount: Money) -> bool:
        """Pay back, once for each refund and never more than was paid."""
        with transaction.atomic():
            row = SandboxOrder.objects.select_for_update().filter(reference=provider_reference).first()
            if row is None or outcome_of(row, at=clock.now()).status != "settled":
                raise Refused("nothing was paid")
            if refund not in row.refunded:
                if sum(row.refunded.values()) + amount.minor > row.minor:
                    raise Refused("more than was paid")
                row.refunded = {**row.refunded, refund: amount.minor}
                row.save(update_fields=["refunded"])
        return True

    def read_notice(self, *, headers: Mapping[str, str], body: bytes, now: datetime) -> Notice:
        """``X-Sandbox-Signature: t=<seconds>,v1=<hex>``, HMAC-SHA-256 over ``t.body``."""
        given = {name.lower(): value for name, value in headers.items()}.get(SIGNATURE_HEADER.lower(), "")
        moment, _, signature = given.removeprefix("t=").partition(",v1=")
        authentic = moment.isascii() and moment.isdigit() and len(moment) < 12
        if not authentic or not hmac.compare_digest(_signature(int(moment), body), signature.encode()):
            raise NoticeNotAuthentic()
        if abs(now.timestamp() - int(moment)) > _TOLERANCE.total_seconds():
            raise NoticeNotAuthentic()
        try:
            said: Any = json.loads(body)
            amount = None if said["minor"] is None else Money(said["minor"], said["currency"])
            return Notice(str(said["id"]), str(said["attempt"]), Outcome(said["status"], amount))
        except (ValueError, KeyError, TypeError, OnewindowError) as problem:
            raise NoticeNotUnderstood(what=type(problem).__name__) from problem


def outcome_of(row: SandboxOrder, *, at: datetime) -> Outcome:
    """How an order stands at a moment."""
    if not row.choice or row.known_at is None:
        return Outcome("expired" if at - row.created_at > _EXPIRES else "pending")
    if at < row.known_at:
        return Outcome("pending")
    status = CHOICES[row.choice][0]
    return Outcome(status, Money(row.minor, row.currency) if status == "settled" else None)


def choose(*, reference: str, choice: str) -> SandboxOrder | None:
    """The payer chooses on the bank's page. The first choice counts."""
    with transaction.atomic():
        row = SandboxOrder.objects.select_for_update().filter(reference=reference).first()
        if row is None or choice not in CHOICES:
            return None
        if not row.choice:
            _, delay, notices = CHOICES[choice]
            row.choice, row.known_at = choice, clock.now() + delay
            row.notices_left, row.notice_at = notices, row.known_at
            row.save()
    return row


def signed_notice(row: SandboxOrder, *, at: datetime) -> tuple[dict[str, str], bytes]:
    """Headers and body of the notice about an order."""
    outcome = outcome_of(row, at=at)
    body = json.dumps(
        {
            "id": f"notice-{row.reference}",
            "attempt": row.attempt,
            "status": outcome.status,
            "minor": outcome.amount.minor if outcome.amount else None,
            "currency": row.currency,
        }
    ).encode()
    seconds = int(at.timestamp())
    return {SIGNATURE_HEADER: f"t={seconds},v1={_signature(seconds, body).decode()}"}, body


def _signature(seconds: int, body: bytes) -> bytes:
    secret = salted_hmac("onewindow.payments.sandbox", "webhook", algorithm="sha256").digest()
    return hmac.new(secret, b"%d.%s" % (seconds, body), sha256).hexdigest().encode()
