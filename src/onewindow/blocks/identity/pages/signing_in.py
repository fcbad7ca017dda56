"""The sign-in library's pages in our clothes: its views decide, our templates show."""

from typing import Any

from allauth.account import views as account
from allauth.account.forms import ResetPasswordForm
from allauth.account.internal.flows.password_reset_by_code import PasswordResetVerificationProcess
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as passkeys
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic.base import View
from django.views.generic.edit import FormMixin

from onewindow.blocks.identity import arriving, limits
from onewindow.blocks.identity.app_settings import demo
from onewindow.blocks.identity.errors import TooManyAttempts
from onewindow.blocks.identity.middleware import BY_DEATH
from onewindow.blocks.identity.outside import providers
from onewindow.blocks.identity.pages.library import LibraryPage
from onewindow.blocks.identity.recovery import operations as recovery_operations
from onewindow.foundation.access.api import guard
from onewindow.foundation.web import api as web
from onewindow.kernel.errors import N_


def too_many(request: HttpRequest, problem: TooManyAttempts) -> HttpResponse:
    """The page that asks to wait, and when to come back for programs (RFC 9110 §10.2.3)."""
    response = web.render(request, "429.html", status=429)
    response.headers["Retry-After"] = str(problem.values["seconds"])
    return response


class _Again(LibraryPage, FormMixin, View):
    """What was done once more may make the session stronger: its id changes (ASVS 7.2.4)."""

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        arriving.rotate(self.request)
        return response


class SignIn(LibraryPage, account.LoginView):
    template_name = "identity/sign_in.html"
    title = N_("Sign in")
    button = N_("Sign in")
    leave_out = frozenset({"remember"})

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Slow down whoever tries many accounts from one place, before anything is looked at."""
        if request.method == "POST":
            try:
                limits.take(request, [limits.SIGN_IN])
            except TooManyAttempts as problem:
                return too_many(request, problem)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = get_language() or "en"
        offered = [(one.slug, one.name.in_language(language)) for one in providers.providers()]
        return {**super().get_context_data(**kwargs), "demo": demo(), "providers": offered}


class SignOut(LibraryPage, account.LogoutView):
    title = N_("Do you want to sign out?")
    button = N_("Sign out")


class Inactive(LibraryPage, account.AccountInactiveView):
    template_name = "identity/said.html"
    title = N_("This account is closed")
    lead = N_("Ask the agency that opened it.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Of somebody who died it says so, and where to turn; nothing that only their account knows."""
        died = self.request.GET.urlencode() == BY_DEATH
        return {**super().get_context_data(**kwargs), "died": died, "lead": "" if died else _(self.lead)}


class ConfirmEmail(LibraryPage, account.ConfirmEmailVerificationCodeView):
    title = N_("Check your email")
    lead = N_("We sent you a code. Enter it here, so that we know the address is yours.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The library would lead whoever is signed in to a page that we do not have."""
        if request.user.is_authenticated:
            return redirect("identity:account")
        return super().dispatch(request, *args, **kwargs)


class ForgottenPasswordForm(ResetPasswordForm):
    """The library's, but an account with something to steal is not opened by an email alone."""

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send a code, or begin a recovery that waits; what the person sees is the same."""
        found = self.users[0] if self.users else None
        if found is None or not recovery_operations.must_wait(found):
            return super().save(request, **kwargs)
        email = self.cleaned_data["email"]
        recovery_operations.ask(email=email)
        state = PasswordResetVerificationProcess.initial_state(None, email)
        PasswordResetVerificationProcess(request, state=state, user=None).persist()
        return email


class ForgottenPassword(LibraryPage, account.PasswordResetView):
    form_class = ForgottenPasswordForm
    title = N_("Choose a new password")
    lead = N_("We send a code to your email address.")
    button = N_("Send the code")
    back = "/sign-in/"


class ForgottenPasswordCode(LibraryPage, account.ConfirmPasswordResetCodeView):
    title = N_("Check your email")
    lead = N_("If there is an account with this address, we sent a code to it.")


class ForgottenPasswordNew(LibraryPage, account.CompletePasswordResetView):
    title = N_("Choose a new password")
    button = N_("Save the password")


class ForgottenPasswordDone(LibraryPage, account.PasswordResetFromKeyDoneView):
    template_name = "identity/said.html"
    title = N_("Your password has changed")
    lead = N_("You can sign in with it now.")
    back = "/sign-in/"


class ChangePassword(LibraryPage, account.PasswordChangeView):
    title = N_("Change your password")
    button = N_("Save the password")
    back = "/account/"
    success_url = "/account/"


class SetPassword(LibraryPage, account.PasswordSetView):
    title = N_("Choose a password")
    button = N_("Save the password")
    back = "/account/"
    success_url = "/account/"


class Reauthenticate(_Again, account.ReauthenticateView):
    template_name = "identity/reauthenticate.html"
    title = N_("Enter your password again")
    lead = N_("This protects your account: only you can change how you sign in.")


class ReauthenticateByCode(_Again, mfa.ReauthenticateView):
    template_name = "identity/reauthenticate.html"
    title = N_("Enter a code from your app, or a recovery code")
    lead = N_("This protects your account: only you can change how you sign in.")


class ReauthenticateByPasskey(_Again, passkeys.ReauthenticateWebAuthnView):
    template_name = "identity/passkey_again.html"
    title = N_("Use your passkey again")
    lead = N_("This protects your account: only you can change how you sign in.")


class SecondStep(LibraryPage, mfa.AuthenticateView):
    template_name = "identity/second_step.html"
    title = N_("Second step")
    lead = N_("Enter the code that your app shows now, or one of your recovery codes.")
    button = N_("Sign in")


class Methods(LibraryPage, mfa.IndexView):
    template_name = "identity/methods.html"
    title = N_("How you sign in")
    back = "/account/"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        linked = set(self.request.user.outside_identities.values_list("provider", flat=True))
        language = get_language() or "en"
        outside = [
            (one.slug, one.name.in_language(language), one.slug in linked) for one in providers.providers()
        ]
        return {**super().get_context_data(**kwargs), "outside": outside}


@guard("public")
def how_to_get_an_account(request: HttpRequest) -> HttpResponse:
    """Nobody registers alone: an account is joined to a person, and that needs a look at them."""
    return web.render(
        request,
        "identity/said.html",
        {
            "title": _("How to get an account"),
            "lead": _("Go to any counter with your identity card. A clerk opens your account with you."),
            "back": "/sign-in/",
        },
    )
