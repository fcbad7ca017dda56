"""An app, passkeys, recovery codes: the sign-in library's pages, opened by our rules (``second_step``)."""

from typing import Any, ClassVar
from urllib.parse import urlencode

import segno
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.generic.base import View

from onewindow.blocks.identity import arriving
from onewindow.blocks.identity.pages.library import LibraryPage
from onewindow.blocks.identity.second_step import changes, passes, rules
from onewindow.foundation.access import api as access
from onewindow.foundation.web import api as web
from onewindow.kernel.errors import N_


class Guarded(View):
    """A page about a second step: whoever is too weak for it is told what opens it, and comes back."""

    way: ClassVar[rules.Way] = "two-steps"
    adds: ClassVar[bool] = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Before the library looks at anything."""
        if rules.may_change(request, way=self.way, adds=self.adds):
            return super().dispatch(request, *args, **kwargs)
        query = urlencode({"way": self.way, "next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('identity:set_up')}?{query}")

    def asked_back(self) -> str:
        """Where to go on afterwards, such as to a form that waits; empty where nobody said."""
        asked = self.request.GET.get("next", "")
        return web.safe_next(self.request, asked) if asked else ""


class _Adds(Guarded):
    """One more: who set it up has just shown that they hold it, so the session is that strong now."""

    adds = True
    kind: ClassVar[Authenticator.Type]
    what: ClassVar[changes.Change]

    def form_valid(self, form: Any) -> HttpResponse:
        """Its id changes with its powers (ASVS 7.2.4)."""
        request = self.request
        with transaction.atomic():
            response = super().form_valid(form)  # type: ignore[misc]
            changes.happened(request.user, self.what)
        passes.use_up(request)
        made = Authenticator.objects.filter(user=request.user, type=self.kind).latest("created_at")
        record_authentication(
            request, request.user, "mfa", type=self.kind.value, id=made.pk, reauthenticated=True
        )
        arriving.rotate(request)
        access.forget_actor(request=request)
        return response

    def get_success_url(self) -> str:
        """First to fresh recovery codes, then back to what was begun."""
        back = self.asked_back()
        there = str(super().get_success_url())  # type: ignore[misc]
        if there != reverse("mfa_view_recovery_codes"):
            return back or there
        return f"{there}?{urlencode({'next': back})}" if back else there


class SetUpApp(_Adds, LibraryPage, totp.ActivateTOTPView):
    kind, what = Authenticator.Type.TOTP, "app-added"
    template_name = "identity/set_up_app.html"
    title = N_("Set up an app")
    button = N_("Set up")
    back = "/account/sign-in/"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        code = segno.make(context["totp_url"], error="m")
        return {**context, "picture": code.svg_data_uri(scale=5), "secret": context["form"].secret}


class RemoveApp(Guarded, LibraryPage, totp.DeactivateTOTPView):
    template_name = "identity/remove_step.html"
    title = N_("Stop using the app?")
    lead = N_("Signing in then needs only your password or your passkey.")
    button = N_("Stop using it")
    back = "/account/sign-in/"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "last": _is_last(self.request)}

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            changes.happened(self.request.user, "app-removed")
            return super().form_valid(form)


class RecoveryCodes(Guarded, LibraryPage, recovery.ViewRecoveryCodesView):
    template_name = "identity/recovery_codes.html"
    title = N_("Recovery codes")
    back = "/account/sign-in/"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "go_on": self.asked_back()}


class RecoveryCodesFile(Guarded, recovery.DownloadRecoveryCodesView):
    pass


class NewRecoveryCodes(Guarded, LibraryPage, recovery.GenerateRecoveryCodesView):
    title = N_("Make new recovery codes?")
    lead = N_("The old ones stop working.")
    button = N_("Make new codes")
    back = "/account/sign-in/recovery-codes/"

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            changes.happened(self.request.user, "codes-made")
            return super().form_valid(form)


class Passkeys(LibraryPage, passkeys.ListWebAuthnView):
    template_name = "identity/passkeys.html"
    title = N_("Passkeys")
    back = "/account/sign-in/"


class AddPasskey(_Adds, LibraryPage, passkeys.AddWebAuthnView):
    way = "passkey"
    kind, what = Authenticator.Type.WEBAUTHN, "passkey-added"
    template_name = "identity/add_passkey.html"
    title = N_("Add a passkey")
    button = N_("Add it")
    back = "/account/sign-in/passkeys/"
    leave_out = frozenset({"credential", "passwordless"})


class RenamePasskey(Guarded, LibraryPage, passkeys.EditWebAuthnView):
    way = "passkey"
    title = N_("Name of the passkey")
    button = N_("Save")
    back = "/account/sign-in/passkeys/"


class RemovePasskey(Guarded, LibraryPage, passkeys.RemoveWebAuthnView):
    way = "passkey"
    template_name = "identity/remove_step.html"
    title = N_("Remove this passkey?")
    button = N_("Remove")
    back = "/account/sign-in/passkeys/"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "last": _is_last(self.request)}

    def form_valid(self, form: Any) -> HttpResponse:
        """The library asks only for the app whether it may go."""
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.object):
            form.add_error(None, adapter.validation_error("cannot_delete_authenticator"))
            return self.form_invalid(form)
        with transaction.atomic():
            changes.happened(self.request.user, "passkey-removed")
            return super().form_valid(form)


def _is_last(request: HttpRequest) -> bool:
    """Whether no other second step is there: then setting one up again is not as simple as it was."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user=request.user, type__in=kinds).count() == 1
