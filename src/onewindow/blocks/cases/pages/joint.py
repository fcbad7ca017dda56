"""Asking a company's other officers to sign a filing together."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from onewindow.blocks.cases import api
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.mandates import api as mandates
from onewindow.foundation.access.api import actor_of, guard
from onewindow.foundation.web.api import error_summary, render
from onewindow.foundation.web.types import ErrorSummary, FieldView
from onewindow.kernel.errors import OnewindowError


@guard("signed-in")
def sign(request: HttpRequest, key: str) -> HttpResponse:
    """Sign first, and ask the others; then see who has signed."""
    actor = actor_of(request=request)
    found = api.draft(key=key, actor=actor)
    if found.filed:
        return redirect("cases:filed", number=found.filed)
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            api.ask_to_sign(key=key, actor=actor, pin=request.POST.get("pin", ""))
            return redirect("cases:draft-sign", key=key)
        except OnewindowError as problem:
            errors = error_summary(error=problem)
    pin = FieldView(
        name="pin", kind="password", label=_("PIN of your signing key"), error=errors.of("pin"), width=10,
        autocomplete="off",
    )  # fmt: skip
    context = {
        "package": catalogue.package(service=found.service, version=found.version),
        "act": api.act_about_draft(key=key, actor=actor), "can_sign": mandates.can_sign(actor=actor),
        "key": key, "pin": pin, "errors": errors, "back": f"/apply/draft/{key}/check/",
    }  # fmt: skip
    return render(request, "cases/draft_sign.html", context, status=422 if errors else 200)
