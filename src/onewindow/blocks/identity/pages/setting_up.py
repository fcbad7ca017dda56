"""What opens a second step to a session that is too weak for it, and the codes that do."""

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onewindow.blocks.identity import codes, limits
from onewindow.blocks.identity.app_settings import demo, levels
from onewindow.blocks.identity.errors import CodeNotRight
from onewindow.blocks.identity.models import Account
from onewindow.blocks.identity.pages.stepping_up import ways_of
from onewindow.blocks.identity.second_step import handed, passes, rules
from onewindow.blocks.identity.stepping_up import ways_reaching
from onewindow.foundation.access.api import guard
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import ErrorSummary, FieldView
from onewindow.kernel.errors import OnewindowError


@guard("person")
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """The ways there are for this account; then on to the page that was asked for."""
    back = web.safe_next(request, request.GET.get("next", reverse("mfa_index")))
    way: rules.Way = "passkey" if request.GET.get("way") == "passkey" else "two-steps"
    if rules.may_change(request, way=way, adds=True):
        return HttpResponseRedirect(back)
    standing = rules.standing(request.user)
    errors = ErrorSummary()
    if request.method == "POST" and standing != "step":
        try:
            return _do(request, standing, back)
        except OnewindowError as problem:
            errors = web.error_summary(error=problem)
    return _page(request, standing, way, back, errors)


def _do(request: HttpRequest, standing: rules.Standing, back: str) -> HttpResponse:
    asked = request.POST.get("do", "")
    if asked == "send" and standing == "letter":
        _send(request)
        return HttpResponseRedirect(f"{request.get_full_path()}#letter-code")
    wanted = (limits.WRONG_FROM_HERE, limits.SET_UP_CODES)
    counted = limits.take(request, wanted, key=request.user.slug)
    if asked == "letter" and standing == "letter":
        email, _language = codes.confirmed(request, request.POST.get("code", ""), purpose=codes.SET_UP)
        if email != rules.address_of(request.user):
            raise CodeNotRight(field="code")
        passes.give(request, by="letter")
    else:
        _use_handed(request)
        passes.give(request, by="counter")
    limits.give_back(counted)
    return HttpResponseRedirect(back)


def _use_handed(request: HttpRequest) -> None:
    try:
        handed.use(request.user, request.POST.get("handed", ""))
    except CodeNotRight as problem:
        raise CodeNotRight(field="handed") from problem


def _send(request: HttpRequest) -> None:
    """Only by email: whoever has the password reads the letters in the window."""
    account = cast("Account", request.user)
    limits.take(request, [limits.SET_UP_LETTERS], key=account.slug)
    with translation.override(account.language):
        words = _(
            "Somebody signed in to your account with its password and wants to set up an app or a passkey. If"
            " it is you, enter this code there. If it is not you, tell nobody the code and change your"
            " password."
        )
        codes.send_code(
            request, email=rules.address_of(account), language=account.language, purpose=codes.SET_UP,
            words=words,
        )  # fmt: skip


def _page(
    request: HttpRequest, standing: rules.Standing, way: rules.Way, back: str, errors: ErrorSummary
) -> HttpResponse:
    sent = standing == "letter" and codes.is_waiting(request, purpose=codes.SET_UP)
    context = {
        "standing": standing, "errors": errors, "sent": sent, "back": reverse("mfa_index"),
        "demo": demo(), "back_to": back,
        "ways": ways_of(
            request, ways_reaching(levels()[way], proofing="high"), back, level=levels()[way], proofing="high"
        ),
        "letter_code": _code("code", _("Code from the email"), errors) if sent else None,
        "handed_code": _code("handed", _("Code from the counter"), errors),
    }  # fmt: skip
    return web.render(request, "identity/set_up.html", context, status=422 if errors else 200)


def _code(name: str, label: str, errors: ErrorSummary) -> FieldView:
    return FieldView(
        name=name, kind="text", label=label, error=errors.of(name), autocomplete="one-time-code", width=10
    )
