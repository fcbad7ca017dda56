"""What the worker does for the provider."""

from typing import Any

from allauth.idp.oidc.models import Token
from django.db.models import QuerySet

from onewindow.blocks.identity.openid import keys, leaving
from onewindow.blocks.identity.openid.app_settings import REFRESH_LIFE
from onewindow.blocks.identity.openid.models import Grant, KeptRequest, UsedAssertion, Visit
from onewindow.foundation.jobs.api import job
from onewindow.kernel.clock import clock

_AT_ONCE = 5_000


@job(name=leaving.JOB)
def tell_of_logout(*, notice: int) -> None:
    """Tell one system that somebody left; tried again for a day."""
    leaving.tell(notice)


def end_lost_visits() -> int:
    """See ``leaving.end_lost``."""
    return leaving.end_lost()


def forget_once() -> int:
    """Throw away what no token, code or assertion can come back to, and let the signing keys grow old.

    :returns: how much.
    """
    now = clock.now()
    old = now - 2 * REFRESH_LIFE
    rows = [
        KeptRequest.objects.filter(expires_at__lt=now),
        UsedAssertion.objects.filter(expires_at__lt=now),
        Token.objects.filter(expires_at__lt=now),
        Grant.objects.filter(created_at__lt=old),
        Visit.objects.filter(ended_at__lt=old),
    ]
    return keys.rotate() + sum(_some(each) for each in rows)


def _some(rows: QuerySet[Any]) -> int:
    gone = list(rows.values_list("pk", flat=True)[:_AT_ONCE])
    rows.model._default_manager.filter(pk__in=gone).delete()
    return len(gone)
