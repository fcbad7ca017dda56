"""The text that somebody signs with their card to sign in: for one session, once, for five minutes."""

import hashlib
import secrets
from datetime import UTC

from django.http import HttpRequest

from onewindow.blocks.identity.app_settings import CHALLENGE_LIVES, base_url
from onewindow.blocks.identity.errors import ChallengeNotAccepted
from onewindow.blocks.identity.models import Challenge
from onewindow.kernel.clock import clock

_TEXT = "Sign in to {where}\nNumber: {key}\nUse before: {until}\n"


def make(*, bound_to: str) -> Challenge:
    """A new challenge.

    :param bound_to: what only the asking browser or program has; whoever lacks it cannot use the signature.
    """
    key = secrets.token_hex(24)  # 192 bits: nobody guesses one
    until = clock.now() + CHALLENGE_LIVES
    shown = until.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Challenge.objects.create(
        key=key,
        text=_TEXT.format(where=base_url(), key=key, until=shown),
        bound_to=_digest(bound_to),
        expires_at=until,
    )


def bound_to_browser(request: HttpRequest) -> str:
    """A secret in the session that challenges are bound to; made at first use."""
    return str(request.session.setdefault("challenges_of", secrets.token_hex(16)))


def use(*, key: str, bound_to: str) -> bytes:
    """Use a challenge up, before its signature is looked at; the bytes that must have been signed.

    :raises ChallengeNotAccepted: unknown, used, too old, or of another browser.
    """
    now = clock.now()
    there = Challenge.objects.filter(
        key=key[:64], bound_to=_digest(bound_to), used_at=None, expires_at__gt=now
    )
    # One statement decides, so that of two at the same moment one is refused.
    if not there.update(used_at=now):
        raise ChallengeNotAccepted()
    return Challenge.objects.values_list("text", flat=True).get(key=key[:64]).encode()


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
