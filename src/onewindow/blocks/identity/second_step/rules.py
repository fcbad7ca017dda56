"""Who may change the second step of an account: never somebody who has only stolen its password.

| the account | what opens it |
|---|---|
| has an app or a passkey | a session that is as strong as what is changed |
| has none, and we know well who it is | such a session (certificate, electronic identity), or a code handed over by two officers |
| has none and never had one, and we know little | besides these, a code by email |
| had one, and we know little | besides the first, getting the account back, which waits |

A mailbox is no second channel where it already gives the password, so it opens no account that is joined to a person.
Source: NIST SP 800-63B-4 §4.1.2 (binding at the level that the authenticator gives) and SP 800-63A-4 §3.8 (enrolment codes);
Regulation (EU) 2015/1502, Annex 2.2.2 (delivered only into the possession of its person).
"""  # noqa: E501 - a table

from typing import Literal

from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from onewindow.blocks.identity import assurance
from onewindow.blocks.identity.app_settings import levels
from onewindow.blocks.identity.models import Account
from onewindow.blocks.identity.second_step import passes

Standing = Literal["step", "counter", "letter", "recovery"]
Way = Literal["two-steps", "passkey"]


def standing(account: Account) -> Standing:
    """What opens the second step of an account to a session that is too weak: a row of the table above."""
    if has_step(account):
        return "step"
    if assurance.rank(account.proofing) >= assurance.rank("substantial"):
        return "counter"
    return "recovery" if account.had_second_step or not address_of(account) else "letter"


def has_step(account: Account) -> bool:
    """Whether an app or a passkey is there."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user=account, type__in=kinds).exists()


def strong_enough(request: HttpRequest, *, way: Way) -> bool:
    """Whether the session itself is as strong as this way to sign in.

    How surely the person is known does not count here: whoever is known little owns their app all the same.
    """
    methods = get_authentication_records(request, request.user)
    strength = assurance.level_of(methods, proofing="high")
    return assurance.rank(strength) >= assurance.rank(levels()[way])


def may_change(request: HttpRequest, *, way: Way, adds: bool) -> bool:
    """Whether this session may set up (``adds``), look at, rename or take away a second step."""
    if strong_enough(request, way=way):
        return True
    found = standing(request.user)
    if found == "step":
        return False
    # With none there, nothing can be changed or taken away: the page itself says so.
    return not adds or passes.opens(request, standing=found)


def address_of(account: Account) -> str:
    """The confirmed address of an account, to which its codes go; empty where it has none."""
    rows = EmailAddress.objects.filter(user=account, email__iexact=account.email, verified=True)
    return account.email if rows.exists() else ""
