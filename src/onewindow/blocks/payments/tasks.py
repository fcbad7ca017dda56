"""What the worker does for payments."""

from onewindow.blocks.payments import api
from onewindow.blocks.payments.adapters import sandbox
from onewindow.blocks.payments.models import SandboxOrder
from onewindow.blocks.payments.operations import listening, refunding
from onewindow.foundation.jobs.api import job
from onewindow.kernel.clock import clock

__all__ = ["reconcile_once", "refund", "send_sandbox_notices"]


class NotDoneYet(Exception):
    """The provider needs more time; the job asks again."""


@job(name="payments.refund")
def refund(*, refund: int) -> None:
    """Pay a refund out, asking until the provider has done it."""
    if not refunding.carry_out(refund_id=refund):
        raise NotDoneYet


def reconcile_once() -> int:
    """Ask providers about payments whose notice seems lost. Returns how many were asked about."""
    return listening.reconcile()


def send_sandbox_notices() -> int:
    """Let the sandbox bank say what it knows. Returns how many notices it sent."""
    now = clock.now()
    due = list(SandboxOrder.objects.filter(notices_left__gt=0, notice_at__lte=now)[:20])
    for order in due:
        headers, body = sandbox.signed_notice(order, at=now)
        api.receive_notice(provider="sandbox", headers=headers, body=body)
        # Counted afterwards: a bank that dies in between says it twice rather than never.
        SandboxOrder.objects.filter(pk=order.pk, notices_left=order.notices_left).update(
            notices_left=order.notices_left - 1
        )
    return len(due)
