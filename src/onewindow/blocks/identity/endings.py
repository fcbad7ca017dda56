"""What opens an account without anybody asking again: all of it ends where somebody else may have it."""

from django.contrib.sessions.models import Session

from onewindow.blocks.identity.models import Account, ApiToken, SignedIn
from onewindow.blocks.trust import api as trust
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock


def end_everything(account: Account) -> None:
    """Every session, every key for programs and every certificate that was made through an account ends now.

    A certificate names the person: it would open the next account of that person, too. Keys that the house
    keeps for them are closed with it; what was signed before holds.
    """
    rows = SignedIn.objects.filter(account=account)
    Session.objects.filter(session_key__in=rows.values("session_key")).delete()
    rows.delete()
    ApiToken.objects.filter(account=account, revoked_at=None).update(revoked_at=clock.now())
    # RFC 5280 §5.3.1 privilegeWithdrawn: no key was lost, but who has it may use it no more.
    house = Actor(name="One Window", kind="system", assurance="high")
    trust.revoke_made_by(account=account.slug, reason="privilege-withdrawn", actor=house)
