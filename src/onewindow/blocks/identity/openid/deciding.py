"""What has to happen before a system gets its answer: pure, over what was asked and who is there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from onewindow.blocks.identity.openid.types import Asked, SignedInAs
from onewindow.foundation.access.types import ASSURANCE_ORDER

Step = Literal["sign-in", "again", "stronger", "consent", "answer"]

REFUSALS: Mapping[Step, str] = {
    "sign-in": "login_required",
    "again": "login_required",
    "stronger": "login_required",
    "consent": "consent_required",
}
"""What a system hears that lets no page be shown (OpenID Connect Core §3.1.2.6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Who is there.

    :param how: how they signed in; None for nobody.
    :param subject: by which name the system knows them.
    :param consented: whether they agreed to all that is asked for, at some time.
    :param consented_now: whether they did so for this very request.
    :param told: whether the system is trusted and they were told of it: then nothing is asked again.
    """

    how: SignedInAs | None
    subject: str = ""
    consented: bool = False
    consented_now: bool = False
    told: bool = False


def next_step(asked: Asked, known: Known) -> Step:
    """The first thing that is lacking."""
    if known.how is None:
        return "sign-in"
    if _too_old(asked, known.how) or (asked.subject and asked.subject != known.subject):
        return "again"
    if ASSURANCE_ORDER.index(known.how.assurance) < ASSURANCE_ORDER.index(asked.assurance):
        return "stronger"
    if known.consented_now or (known.consented and ("consent" not in asked.prompts or known.told)):
        return "answer"
    return "consent"


def _too_old(asked: Asked, how: SignedInAs) -> bool:
    """``max_age`` counts back from the request; ``login`` wants a sign-in that came after it."""
    if asked.prompts & {"login", "select_account"} and how.at < asked.asked_at:
        return True
    return asked.max_age is not None and how.at < asked.asked_at - timedelta(seconds=asked.max_age)
