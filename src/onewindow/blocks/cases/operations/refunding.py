"""A fee that came after its step was closed goes back to who paid it."""

from onewindow.blocks.cases.models import Work
from onewindow.blocks.payments import api as payments
from onewindow.blocks.payments.types import PaymentSettled


def refund_late(*, number: str, work: str, news: PaymentSettled) -> bool:
    """Pay back what was paid for a step that the case had left; twice is the same as once.

    :returns: False where the step was done in the ordinary way, and the fee is due.
    """
    if not Work.objects.filter(case__number=number, work=work, state="closed").exists():
        return False
    payments.refund(request=news.request, reason="the case had ended", key=f"late:{news.key}")
    return True
