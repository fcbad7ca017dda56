"""What we change in django-allauth: who may register, what it says, and no chatter."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from onewindow.blocks.identity import addresses, arriving, devices, limits, notices, passwords
from onewindow.blocks.identity.errors import TooManyAttempts
from onewindow.foundation.access import api as access
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import N_

_CODE_WRONG = _("This code is not right. Check it and enter it again.")
TOO_MANY = "too_many_login_attempts"
"""The sign-in library's code for it."""

WAIT = "_onewindow_wait"
"""Where a request keeps for how many seconds whoever tried too often has to wait."""

_TOO_MANY = _("There were too many attempts. Wait a few minutes, then try again.")

# What the letters of the library's flows say (templates/account/email): plain text is not searched for texts.
LETTERS = (
    N_("Your code for a new password"),
    N_("Enter this code to choose a new password:"),
    N_("If you did not ask for it, you need not do anything."),
    N_("Your code"),
    N_("Enter this code to confirm your email address:"),
    N_("There is no account with this address"),
    N_("Somebody asked for a new password with this email address, but there is no account with it."),
)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from a register or an agency; nobody makes their own at the front door."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Ask the agency that opened it."),
        "email_password_mismatch": _("The email address or the password is not right."),
        "incorrect_password": _("The password is not right."),
        "incorrect_code": _CODE_WRONG,
        "invalid_login": _("We could not sign you in. Try again."),
        "invalid_or_expired_key": _("This code has expired. Ask for a new one."),
        TOO_MANY: _TOO_MANY,
        "rate_limited": _TOO_MANY,
        "enter_current_password": _("Enter the password that you use now."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """As everywhere: a proxy's word counts only from a trusted one."""
        return addresses.client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt before the password is looked at; our limits cost one statement.

        A browser that the account knows has a count of its own: whoever tries its address elsewhere does not
        lock the owner out there.
        """
        email = str(credentials.get("email", ""))
        mark = arriving.known_mark(request, email=email)
        limit = limits.WRONG_FOR_THIS if mark is None else limits.WRONG_IN_KNOWN_BROWSER
        try:
            self._counted = limits.take(request, (limits.WRONG_FROM_HERE, limit), key=f"{email} {mark or ''}")
        except TooManyAttempts as problem:
            setattr(request, WAIT, problem.values["seconds"])
            raise self.validation_error(TOO_MANY) from problem

    def _rollback_login_failed_rl_usage(self) -> None:
        limits.give_back(getattr(self, "_counted", ()))

    def get_login_stages(self) -> list[str]:
        """Only the second step. Whoever opened the account vouched for its address, and no code is sent."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def set_password(self, user: Any, password: str) -> None:
        """Remember that one that is short must not stand alone; every other session ends (ASVS 7.4.3), and
        the owner is told on every channel (ASVS 6.3.7): also of the first password, and of one after a code.
        """
        user.short_password = len(password) < passwords.ALONE
        with transaction.atomic():
            super().set_password(user, password)
            devices.end_others(user.slug, current=self.request.session.session_key if self.request else None)
            key = f"{user.slug}/{clock.now().timestamp()}"
            notices.send(user, notices.Notice.PASSWORD_CHANGED, key=key)

    def login(self, request: HttpRequest, user: Any) -> None:
        """The session's id has changed; keep where and how, and tell the owner of a new browser."""
        super().login(request, user)
        access.forget_actor(request=request)
        arriving.arrived(request, user)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an account is joined to a person, and a form cannot tell who somebody is."""
        return False

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Only errors that stand on no form. “Signed in as …” is what the header says anyway."""
        if message is not None and level >= messages.ERROR:
            messages.add_message(request, level, message, extra_tags=extra_tags)


class MFAAdapter(DefaultMFAAdapter):
    """The same for the second step."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _CODE_WRONG,
        "unverified_email": _("Confirm your email address first."),
        "cannot_delete_authenticator": _(
            "Your password is too short to stand alone. Choose a longer one first, then switch this off."
        ),
        "cannot_generate_recovery_codes": _("Set up an app or a passkey first."),
    }

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """The last second factor stays while the password is too short to stand alone."""
        if not authenticator.user.short_password or authenticator.type == "recovery_codes":
            return True
        others = type(authenticator).objects.filter(user=authenticator.user, type__in=["totp", "webauthn"])
        return others.exclude(pk=authenticator.pk).exists()
