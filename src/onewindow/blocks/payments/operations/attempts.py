"""Send the payer to the bank. The bank is called outside of transactions, and may be called again."""

from datetime import timedelta

from django.db import transaction

from onewindow.blocks.payments import app_settings, providers
from onewindow.blocks.payments.codes import new_code
from onewindow.blocks.payments.errors import NoSuchPayment, NothingToPay, ProviderSilent
from onewindow.blocks.payments.models import Attempt, PaymentRequestRow
from onewindow.blocks.payments.ports import Order, Provider, Refused, Unreachable
from onewindow.blocks.payments.types import Starter
from onewindow.kernel.clock import clock
from onewindow.kernel.localised import Localised
from onewindow.kernel.money import Money

# A second click, or a payer who comes back by the browser's button, goes on with the same order.
_REUSED_FOR = timedelta(minutes=15)
FIRST_CHECK = timedelta(seconds=15)


def start_attempt(*, request_id: str, language: str, by: Starter) -> str:
    """Take the payer's order to the bank; the address of the bank's page."""
    provider = providers.current()
    attempt = _attempt(request_id, provider, by)
    if attempt.status == "started":
        return attempt.redirect_url
    row = attempt.request
    order = Order(
        attempt=attempt.pk,
        amount=Money(row.minor, row.currency),
        reference=row.reference,
        description=Localised(row.description).in_language(language),
        return_url=f"{app_settings.base_url()}/pay/{row.pk}/",
        language=language,
    )
    try:
        started = provider.start(order)
    except (Unreachable, Refused) as problem:
        raise ProviderSilent() from problem
    Attempt.objects.filter(pk=attempt.pk).update(
        provider_reference=started.provider_reference, redirect_url=started.redirect_url
    )
    # A notice may have been faster: only an attempt that is still new becomes a started one.
    Attempt.objects.filter(pk=attempt.pk, status="new").update(
        status="started", check_at=clock.now() + FIRST_CHECK
    )
    return started.redirect_url


def _attempt(request_id: str, provider: Provider, by: Starter) -> Attempt:
    """Their attempt under way, or a new one; the request's lock keeps two clicks from making two."""
    now = clock.now()
    with transaction.atomic():
        row = PaymentRequestRow.objects.select_for_update().filter(pk=request_id).first()
        if row is None:
            raise NoSuchPayment(request=request_id)
        if row.status != "open":
            raise NothingToPay()
        under_way = row.attempts.filter(
            status__in=["new", "started"], provider=provider.name, created_at__gt=now - _REUSED_FOR,
            started_by=by.account, basis=by.basis,
        )  # fmt: skip
        return under_way.order_by("-created_at").first() or row.attempts.create(
            id=new_code(), provider=provider.name, created_at=now, check_at=now + FIRST_CHECK,
            started_by=by.account, basis=by.basis, role=by.role,
        )  # fmt: skip
