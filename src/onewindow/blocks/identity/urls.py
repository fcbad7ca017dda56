"""Addresses of identity. The sign-in library's names stand outside a namespace, for it asks for them so."""

from allauth.mfa.webauthn.views import login_webauthn
from django.urls import URLPattern, URLResolver, include, path

from onewindow.blocks.identity.app_settings import demo
from onewindow.blocks.identity.pages import (
    account,
    administering,
    certificates,
    demonstration,
    devices,
    officers,
    outside,
    proofing,
    recovery,
    reviewing,
    second_steps,
    setting_up,
    signing_in,
    stepping_up,
)
from onewindow.foundation.access import api as access

_OPEN = [
    path("sign-in/", signing_in.SignIn.as_view(), name="account_login"),
    path("sign-in/second-step/", signing_in.SecondStep.as_view(), name="mfa_authenticate"),
    path("sign-in/passkey/", login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/closed/", signing_in.Inactive.as_view(), name="account_inactive"),
    path("sign-in/email/", signing_in.ConfirmEmail.as_view(), name="account_email_verification_sent"),
    path("sign-out/", signing_in.SignOut.as_view(), name="account_logout"),
    path("sign-up/", signing_in.how_to_get_an_account, name="account_signup"),
    path("password/", signing_in.ForgottenPassword.as_view(), name="account_reset_password"),
    path(
        "password/code/",
        signing_in.ForgottenPasswordCode.as_view(),
        name="account_confirm_password_reset_code",
    ),
    path("password/new/", signing_in.ForgottenPasswordNew.as_view(), name="account_complete_password_reset"),
    path(
        "password/done/",
        signing_in.ForgottenPasswordDone.as_view(),
        name="account_password_reset_completed",
    ),
]
_OWN = [
    path("account/password/", signing_in.ChangePassword.as_view(), name="account_change_password"),
    path("account/password/set/", signing_in.SetPassword.as_view(), name="account_set_password"),
    path("account/again/", signing_in.Reauthenticate.as_view(), name="account_reauthenticate"),
    path("account/again/code/", signing_in.ReauthenticateByCode.as_view(), name="mfa_reauthenticate"),
    path(
        "account/again/passkey/",
        signing_in.ReauthenticateByPasskey.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/sign-in/", signing_in.Methods.as_view(), name="mfa_index"),
    path("account/sign-in/app/", second_steps.SetUpApp.as_view(), name="mfa_activate_totp"),
    path("account/sign-in/app/remove/", second_steps.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path(
        "account/sign-in/recovery-codes/",
        second_steps.RecoveryCodes.as_view(),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/sign-in/recovery-codes/new/",
        second_steps.NewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/sign-in/recovery-codes/file/",
        second_steps.RecoveryCodesFile.as_view(),
        name="mfa_download_recovery_codes",
    ),
    path("account/sign-in/passkeys/", second_steps.Passkeys.as_view(), name="mfa_list_webauthn"),
    path("account/sign-in/passkeys/add/", second_steps.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "account/sign-in/passkeys/<int:pk>/remove/",
        second_steps.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path(
        "account/sign-in/passkeys/<int:pk>/name/",
        second_steps.RenamePasskey.as_view(),
        name="mfa_edit_webauthn",
    ),
]
_PAGES: list[URLPattern] = [
    path("sign-in/certificate/", certificates.by_challenge, name="by_certificate"),
    path("sign-in/certificate/browser/", certificates.by_browser, name="by_browser_certificate"),
    path("sign-in/certificate/<slug:key>/sign-in.txt", certificates.challenge_file, name="challenge_file"),
    path("sign-in/with/<slug:provider>/", outside.begin, name="begin_outside"),
    path("sign-in/with/<slug:provider>/back/", outside.back, name="back_from_outside"),
    path("sign-in/with/<slug:provider>/ended/", outside.ended, name="ended_outside"),
    path("account/sign-in/with/<slug:provider>/unlink/", outside.unlink, name="unlink_outside"),
    path("sign-in/open-account/", proofing.open_account, name="open_account"),
    path("sign-in/open-account/code/", proofing.open_account_code, name="open_account_code"),
    path("proofing/", proofing.overview, name="proofing"),
    path("proofing/<int:proofing>/", proofing.one, name="proofing_one"),
    path("proofing/recoveries/", recovery.at_the_counter, name="recovery_counter"),
    path("proofing/recoveries/<int:recovery>/", recovery.confirm, name="recovery_confirm"),
    path("recovery/", recovery.ask, name="recovery"),
    path("recovery/stop/<slug:secret>/", recovery.stop, name="recovery_stop"),
    path("recovery/finish/<slug:secret>/", recovery.finish, name="recovery_finish"),
    path("recovery/code/", recovery.by_code, name="recovery_code"),
    path("sign-in/set-up/", setting_up.set_up, name="set_up"),
    path("sign-in/step-up/", stepping_up.step_up, name="step_up"),
    path("sign-in/step-up/kept/<slug:key>/", stepping_up.kept, name="kept_form"),
    path("account/", account.overview, name="account"),
    path("account/devices/", devices.overview, name="devices"),
    path("account/devices/others/end/", devices.end_others, name="end_other_devices"),
    path("account/devices/<int:device>/end/", devices.end, name="end_device"),
    path("account/keys/", account.keys, name="keys"),
    path("account/keys/<slug:key>/end/", account.end_key, name="end_key"),
    path("administration/<slug:agency>/", officers.officers, name="officers"),
    path("administration/<slug:agency>/offices/", administering.offices, name="offices"),
    path(
        "administration/<slug:agency>/offices/<slug:place>/close/",
        administering.close_office,
        name="close_office",
    ),
    path("administration/<slug:agency>/roles/", administering.make_role, name="make_role"),
    path("administration/<slug:agency>/apart/", administering.apart, name="apart"),
    path("administration/<slug:agency>/apart/<int:pair>/end/", administering.let_together, name="end_apart"),
    path("administration/<slug:agency>/reviews/", reviewing.reviews, name="reviews"),
    path(
        "administration/<slug:agency>/reviews/<int:review>/<int:appointment>/",
        reviewing.answer,
        name="answer_review",
    ),
    path("administration/<slug:agency>/posts/<int:appointment>/end/", officers.end, name="end_appointment"),
    path("administration/<slug:agency>/absences/", officers.absence, name="absence"),
    path("administration/<slug:agency>/absences/<int:absence>/end/", officers.back_again, name="end_absence"),
]
if demo():
    _PAGES.append(path("demo/sign-in/", demonstration.sign_in, name="demo-sign-in"))

for _pattern in _OPEN:
    access.list_view(url_name=str(_pattern.name), rule="public")
for _pattern in _OWN:
    access.list_view(url_name=str(_pattern.name), rule="person")

urlpatterns: list[URLPattern | URLResolver] = [*_OPEN, *_OWN, path("", include((_PAGES, "identity")))]
