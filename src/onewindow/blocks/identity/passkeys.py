"""What the sign-in library leaves out of WebAuthn: a passkey that counts must count up.

An authenticator that counts its signatures and comes back with a number that it gave before was copied
(WebAuthn Level 3 §6.1.1 and §7.2 step 22). Synced passkeys say 0 and are let alone. A challenge is used up by
every answer, also a wrong one.
"""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal import auth
from django.db import transaction
from fido2.webauthn import AuthenticationResponse

_KEPT = "sign_count"


class _Counted:
    """Looks at the counter once the library is content."""

    def clean_credential(self) -> Authenticator:
        sent = self.cleaned_data["credential"]  # type: ignore[attr-defined]
        try:
            found: Authenticator = super().clean_credential()  # type: ignore[misc]
        finally:
            auth.clear_state()
        require_later(found, sent)
        return found


class LoginForm(_Counted, LoginWebAuthnForm):
    """Signing in with a passkey alone."""


class SecondStepForm(_Counted, AuthenticateWebAuthnForm):
    """A passkey as the second step."""


class AgainForm(_Counted, ReauthenticateWebAuthnForm):
    """A passkey once more, for a stronger sign-in."""


def require_later(authenticator: Authenticator, credential: Any) -> None:
    """Keep the counter that came, if it is greater than the one that is kept.

    :raises ValidationError: it is not: the passkey was copied.
    """
    count = AuthenticationResponse.from_dict(credential).response.authenticator_data.counter
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        kept = int(row.data.get(_KEPT, 0))
        if (count or kept) and count <= kept:
            raise get_adapter().validation_error("incorrect_code")
        if count:
            row.data[_KEPT] = count
            row.save(update_fields=["data"])
            authenticator.data[_KEPT] = count
