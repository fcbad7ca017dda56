"""What must be done before certificates end."""

from django.db import transaction

from onewindow.blocks.trust import app_settings, authorities, joined, lists, queries
from onewindow.blocks.trust.models import Certificate
from onewindow.blocks.trust.types import CertificateEnding
from onewindow.foundation.outbox import api as outbox
from onewindow.kernel.clock import clock

_AT_ONCE = 200


def renew_services() -> int:
    """Newer certificates for responders and timestamp units, and the root's list where its key is here.

    :returns: how much was renewed.
    """
    if joined.keys().signer(name="people") is None:
        return 0  # nothing was established in this house
    done = sum(authorities.renew_service(name) for name in authorities.SERVICES)
    return done + lists.renew_root_list()


def tell_of_ends() -> int:
    """Say once of each certificate that it ends within a month, unless it was renewed.

    :returns: how many were told of, at most two hundred at once.
    """
    with transaction.atomic():
        now = clock.now()
        rows = Certificate.objects.select_for_update(of=("self",), skip_locked=True).select_related("key")
        ending = rows.filter(
            revoked_at=None,
            renewed_by=None,
            noticed_at=None,
            ends_at__gt=now,
            ends_at__lte=now + app_settings.NOTICE_BEFORE_END,
        )
        done = 0
        for row in ending.order_by("ends_at")[:_AT_ONCE]:
            said = queries.view(row)
            outbox.publish(
                CertificateEnding(said.holder, said.authority, said.serial, said.key, said.ends_at)
            )
            Certificate.objects.filter(pk=row.pk).update(noticed_at=now)
            done += 1
        return done
