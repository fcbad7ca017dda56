"""The demonstration's post office: e-mail goes no further than the page ``/mailbox/``."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from onewindow.blocks.notifications.models import MailboxLetter
from onewindow.kernel.clock import clock


class MailboxBackend(BaseEmailBackend):
    """For ``EMAIL_BACKEND`` in the settings of a demonstration."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Put messages on the page."""
        for message in email_messages:
            MailboxLetter.objects.create(
                sender=message.from_email,
                receivers=", ".join(message.recipients()),
                subject=str(message.subject)[:300],
                body=str(message.body),
                language=str(message.extra_headers.get("Content-Language", "")),
                at=clock.now(),
            )
        return len(email_messages)
