"""Passwords are allauth's business; whom a session belongs to is asked with every request, so by hand."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend

from onewindow.blocks.identity.models import Account

_ACCOUNT = "SELECT * FROM identity_account WHERE id = %s"


class AuthenticationBackend(AllauthBackend):
    """allauth's own, but for the account of a session."""

    def get_user(self, user_id: Any) -> Account | None:
        """The account; None where it is gone or may not sign in."""
        found = next(iter(Account.objects.raw(_ACCOUNT, [user_id])), None)
        return found if found is not None and self.user_can_authenticate(found) else None
