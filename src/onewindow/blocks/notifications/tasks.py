"""What the worker does for notifications."""

from onewindow.blocks.notifications import operations
from onewindow.foundation.jobs.api import job
from onewindow.blocks.registers import api as registers
from onewindow.blocks.registers.types import CorrectionDecided

from onewindow.foundation.outbox.types import Delivery
from onewindow.kernel.reference import Reference

@job(name="notifications.deliver")
def deliver(*, letter: int) -> None:
    """Send a letter's copies by e-mail; tried again for a day."""
    operations.deliver(letter_id=letter)
