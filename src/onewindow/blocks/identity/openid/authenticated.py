"""How somebody signed in, in the words of the protocol."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

from onewindow.blocks.identity.models import Account
from onewindow.blocks.identity.openid.types import SignedInAs
from onewindow.blocks.identity.standing import may_act
from onewindow.foundation.access import api as access

_METHODS: Final[Mapping[str, str]] = {
    "password": "pwd",
    "totp": "otp",
    "recovery_codes": "kba",
    "webauthn": "hwk",
    "certificate": "sc",
}
"""Authentication Method Reference Values (RFC 8176 §2); what it has no word for is left out."""


def account_of(request: HttpRequest) -> Account | None:
    """Whoever is signed in."""
    account = getattr(request, "user", None)
    return account if isinstance(account, Account) and may_act(account) else None


def signed_in_as(request: HttpRequest, account: Account) -> SignedInAs:
    """When and how. A session that says nothing of it counts as old and weak."""
    records: Sequence[Mapping[str, Any]] = get_authentication_records(request, account)
    used = [str(step.get("type") or step.get("method")) for step in records]
    named = list(dict.fromkeys(_METHODS[method] for method in used if method in _METHODS))
    if len(set(used)) > 1:
        named.append("mfa")
    last = max((float(step.get("at", 0)) for step in records), default=0.0)
    return SignedInAs(
        assurance=access.actor_of(request=request).assurance,
        methods=tuple(named),
        at=datetime.fromtimestamp(last, UTC),
    )
