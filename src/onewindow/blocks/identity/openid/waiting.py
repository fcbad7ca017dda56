"""Requests that wait: pushed by a system, or until their person has signed in and consented."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction

from onewindow.blocks.identity.openid.app_settings import KEPT_LIFE, PUSHED_LIFE
from onewindow.blocks.identity.openid.digests import digest_of, new_secret
from onewindow.blocks.identity.openid.errors import Refusal, RequestOver
from onewindow.blocks.identity.openid.models import KeptRequest, System
from onewindow.kernel.clock import clock

_URN = "urn:ietf:params:oauth:request_uri:"


def push(system: System, parameters: dict[str, str]) -> str:
    """Keep what a system pushed; the ``request_uri`` by which it is asked for once (RFC 9126 §2.2)."""
    return _URN + _keep(system, parameters, life=PUSHED_LIFE, pushed=True, waits=False)


def take_pushed(request_uri: str, *, client_id: str) -> dict[str, str]:
    """What was pushed under a ``request_uri``, once.

    :raises Refusal: unknown, another system's, over, or asked for before.
    """
    if not request_uri.startswith(_URN):
        raise Refusal("invalid_request_uri", "only pushed requests are taken (RFC 9126)")
    with transaction.atomic():
        rows = KeptRequest.objects.select_for_update().filter(
            digest=digest_of(request_uri.removeprefix(_URN)),
            system=client_id,
            pushed=True,
            waits=False,
            used_at=None,
            expires_at__gt=clock.now(),
        )
        row = rows.first()
        if row is None:
            raise Refusal("invalid_request_uri", "this pushed request is unknown, used or over")
        row.used_at = clock.now()
        row.save(update_fields=["used_at"])
        return dict(row.parameters)


def keep(system: System, parameters: dict[str, str], *, pushed: bool, at: datetime) -> str:
    """Keep a request while its person is under way; the key to it."""
    return _keep(system, parameters, life=KEPT_LIFE, pushed=pushed, waits=True, at=at)


def kept(key: str) -> KeptRequest:
    """A request that waits for its person.

    :raises RequestOver: it was answered, or took too long.
    """
    rows = KeptRequest.objects.select_related("system__agency").filter(
        digest=digest_of(key), waits=True, used_at=None, expires_at__gt=clock.now(), system__closed_at=None
    )
    row = rows.first()
    if row is None:
        raise RequestOver()
    return row


def answered(row: KeptRequest) -> None:
    """It gets one answer.

    :raises RequestOver: it has one.
    """
    if not KeptRequest.objects.filter(pk=row.pk, used_at=None).update(used_at=clock.now()):
        raise RequestOver()


def origin_of(address: str) -> str:
    """Scheme and host of an address, for the policy of the page from whose form one gets there."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _keep(
    system: System,
    parameters: dict[str, str],
    *,
    life: timedelta,
    pushed: bool,
    waits: bool,
    at: datetime | None = None,
) -> str:
    key = new_secret()
    now = clock.now()
    KeptRequest.objects.create(
        digest=digest_of(key),
        system=system,
        parameters=parameters,
        pushed=pushed,
        waits=waits,
        created_at=at or now,
        expires_at=now + life,
    )
    return key
