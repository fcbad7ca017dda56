"""Recoveries that wait for a second officer."""

from onewindow.blocks.identity.models import Recovery
from onewindow.kernel.clock import clock


def waiting_at(agency: str) -> list[Recovery]:
    """The oldest first."""
    rows = Recovery.objects.filter(agency=agency, state="asked", expires_at__gt=clock.now())
    return list(rows.select_related("account", "asked_by").order_by("asked_at"))
