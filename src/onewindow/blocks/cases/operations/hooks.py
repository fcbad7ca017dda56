"""Webhooks: programs hear of changes to the cases that their account may see."""

import hashlib
import hmac
import secrets

import orjson
from django.db import connection

from onewindow.blocks.cases.access import cases_of
from onewindow.blocks.cases.errors import HookNotFound, HookNotListed, HookNotTaken, TooManyHooks
from onewindow.blocks.cases.models import Case, Hook
from onewindow.blocks.cases.types import CaseChanged, HookView
from onewindow.blocks.identity import api as identity
from onewindow.foundation.access.api import Actor
from onewindow.foundation.egress import api as egress
from onewindow.foundation.jobs import api as jobs
from onewindow.kernel.clock import clock

CONNECTOR = "webhooks"
_MOST = 10
_OPEN = "SELECT id, account FROM cases_hook WHERE stopped_at IS NULL ORDER BY id"


def add_hook(*, actor: Actor, url: str) -> HookView:
    """See ``cases.api.add_hook``."""
    if not egress.may_reach(url=url, connector=CONNECTOR):
        raise HookNotListed(field="url", url=url)
    open_hooks = Hook.objects.filter(account=actor.account or "", stopped_at=None)
    if open_hooks.count() >= _MOST:
        raise TooManyHooks(most=_MOST)
    row, _new = Hook.objects.get_or_create(
        account=actor.account or "",
        url=url,
        stopped_at=None,
        defaults={"secret": secrets.token_hex(32), "created_at": clock.now()},
    )
    return hook_view(row)


def stop_hook(*, actor: Actor, hook: int) -> None:
    """See ``cases.api.stop_hook``."""
    rows = Hook.objects.filter(account=actor.account or "", pk=hook, stopped_at=None)
    if not rows.update(stopped_at=clock.now()):
        raise HookNotFound()


def hooks_of(*, actor: Actor) -> tuple[HookView, ...]:
    """See ``cases.api.hooks_of``."""
    rows = Hook.objects.filter(account=actor.account or "", stopped_at=None).order_by("pk")
    return tuple(hook_view(row) for row in rows)


def hook_view(row: Hook) -> HookView:
    """The row as it crosses the door."""
    return HookView(row.pk, row.url, row.secret, row.created_at)


def plan_calls(news: CaseChanged) -> None:
    """Defer one call for each hook whose account may see the case."""
    for hook, account in _open_hooks():
        actor = identity.actor_of_account(account=account)
        if Case.objects.filter(cases_of(actor), number=news.number).exists():
            jobs.defer(
                name="cases.call-hook",
                payload={
                    "hook": hook,
                    "case": news.number,
                    "revision": news.revision,
                    "status": news.status,
                },
                key=f"{hook}:{news.number}:{news.revision}",
            )


def _open_hooks() -> list[tuple[int, str]]:
    with connection.cursor() as cursor:  # with every change of every case
        cursor.execute(_OPEN)
        return cursor.fetchall()


def call_hook(*, hook: int, case: str, revision: int, status: str) -> None:
    """Tell one address. What changed is read through the API: the call carries no personal data.

    The header ``Onewindow-Signature`` is ``t=<unix time>,v1=<hex HMAC-SHA256 of "t.body">``.

    :raises HookNotTaken: it did not answer with a status of success; the job tries again.
    """
    row = Hook.objects.filter(pk=hook, stopped_at=None).first()
    if row is None:
        return
    body = orjson.dumps({"event": "case.changed", "case": case, "revision": revision, "status": status})
    at = int(clock.now().timestamp())
    proof = hmac.new(row.secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    reply = egress.fetch(
        method="POST",
        url=row.url,
        connector=CONNECTOR,
        body=body,
        headers={"Content-Type": "application/json", "Onewindow-Signature": f"t={at},v1={proof}"},
    )
    if not 200 <= reply.status < 300:
        raise HookNotTaken(status=reply.status)
