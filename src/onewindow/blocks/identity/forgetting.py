"""What need not be kept for ever: limits, texts to sign, tokens seen, sessions that ended."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import connection

from onewindow.blocks.identity.app_settings import MARK_LIVES
from onewindow.blocks.identity.models import Challenge, KnownDevice, Limit, Recovery, SeenToken
from onewindow.kernel.clock import clock

_ENDED = """
    DELETE FROM identity_signedin WHERE seen_at < %(day)s
    AND NOT EXISTS (SELECT 1 FROM django_session kept WHERE kept.session_key = identity_signedin.session_key)
"""


def forget_once() -> int:
    """Delete what is over; how many rows."""
    now = clock.now()
    day = now - timedelta(days=1)
    gone = [
        Limit.objects.filter(free_at__lt=day).delete(),
        Challenge.objects.filter(expires_at__lt=day).delete(),
        SeenToken.objects.filter(expires_at__lt=day).delete(),
        KnownDevice.objects.filter(last_at__lt=now - MARK_LIVES).delete(),
        Session.objects.filter(expire_date__lt=day).delete(),
    ]
    Recovery.objects.filter(state__in=["asked", "waiting"], expires_at__lte=now).update(
        state="expired", ended_at=now
    )
    with connection.cursor() as cursor:
        cursor.execute(_ENDED, {"day": day})
        return sum(count for count, _ in gone) + cursor.rowcount
