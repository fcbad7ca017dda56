"""How sure a sign-in was: what was done, as the settings weigh it, never more than how surely we know who.

Source: Regulation (EU) 2015/1502, Annex 2.1 to 2.3; NIST SP 800-63-4 (IAL, AAL).
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from onewindow.blocks.identity.app_settings import levels
from onewindow.foundation.access.types import ASSURANCE_ORDER, Assurance
from onewindow.kernel.errors import N_, Phrase

WORDS: Mapping[str, Phrase] = {
    "password": N_("Password"),
    "two-steps": N_("Password and a code"),
    "passkey": N_("Passkey"),
    "certificate": N_("Certificate"),
    "outside": N_("Another sign-in service"),
    "demo": N_("Demonstration"),
}
"""How the ways to sign in are called."""

LEVEL_WORDS: Mapping[str, Phrase] = {
    "none": N_("not sure"),
    "low": N_("a little sure"),
    "substantial": N_("quite sure"),
    "high": N_("very sure"),
}
"""How the levels are called."""


def way_of(methods: Sequence[Mapping[str, Any]]) -> str:
    """The strongest way among what was done in a session: a key of ``WORDS``; empty for nothing."""
    return max(_ways(methods), key=lambda each: rank(_weight(*each)), default=("", {}))[0]


def level_of(methods: Sequence[Mapping[str, Any]], *, proofing: str) -> Assurance:
    """How sure the sign-in was.

    :param methods: what was done, in the shape of the sign-in library: ``{"method": "password"}``.
    :param proofing: how surely we know who the account is.
    """
    best = max((rank(_weight(*each)) for each in _ways(methods)), default=0)
    return capped(ASSURANCE_ORDER[best], proofing)


def capped(level: str, proofing: str) -> Assurance:
    """The weaker of the two: a strong key in unknown hands proves little."""
    return ASSURANCE_ORDER[min(rank(level), rank(proofing))]


def rank(level: str) -> int:
    """0 for none to 3 for high; an unknown word is none."""
    return ASSURANCE_ORDER.index(cast("Assurance", level)) if level in ASSURANCE_ORDER else 0


def _ways(methods: Sequence[Mapping[str, Any]]) -> list[tuple[str, Mapping[str, Any]]]:
    ways: list[tuple[str, Mapping[str, Any]]] = []
    knows = False
    for step in methods:
        method = str(step.get("method"))
        if method == "mfa":
            alone = step.get("type") == "webauthn"
            ways.append(("passkey" if alone else "two-steps" if knows else "password", step))
        else:
            knows = True  # whatever came first, a code from the app is then the second
            ways.append((method if method in WORDS else "password", step))
    return ways


def _weight(way: str, step: Mapping[str, Any]) -> str:
    """What the settings give a way; an outside provider says itself, as the operator mapped it, and a
    certificate gives no more than the sign-in by which it was made."""
    own = str(step.get("level", ""))
    if way == "outside":
        return own
    given = levels().get(way, "low")
    return capped(given, own) if way == "certificate" and own else given
