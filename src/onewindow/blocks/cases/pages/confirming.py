"""What a clerk filed at the counter waits here for the applicant's yes or no."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language

from onewindow.blocks.cases import api
from onewindow.blocks.cases.pages.joint import pin_field
from onewindow.blocks.cases.pages.telling import agency_name
from onewindow.blocks.cases.types import AssistedView
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.mandates import api as mandates
from onewindow.foundation.access.api import actor_of, guard
from onewindow.foundation.access.types import NO_EXTENT, Actor
from onewindow.foundation.web.api import error_summary, render
from onewindow.foundation.web.types import ErrorSummary
from onewindow.kernel.errors import NotFound, OnewindowError


@guard("signed-in")
def to_confirm(request: HttpRequest) -> HttpResponse:
    """All that waits for the person's answer."""
    found = [_shown(one) for one in api.to_confirm(actor=actor_of(request=request))]
    return render(request, "cases/to_confirm.html", {"found": found})


@guard("signed-in")
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Who filled it in, and what is in it; confirm or refuse."""
    actor = actor_of(request=request)
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            confirmed = request.POST.get("answer") == "confirm"
            if request.POST.get("answer") == "sign":
                api.ask_to_sign_assisted(code=code, actor=actor, pin=request.POST.get("pin", ""))
                return redirect("cases:confirm-assisted", code=code)
            read = request.POST.get("sha256", "")
            found = api.answer_assisted(code=code, actor=actor, confirmed=confirmed, sha256=read)
            return (
                redirect("cases:filed", number=found.filed) if found.filed else redirect("cases:to-confirm")
            )
        except NotFound:
            raise
        except OnewindowError as problem:
            errors = error_summary(error=problem)
    found = api.assisted(code=code, actor=actor)
    context = {
        **_shown(found), **_together(actor, found), "errors": errors, "back": "/to-confirm/",
        "pin": pin_field(errors),
    }  # fmt: skip
    return render(request, "cases/confirm_assisted.html", context, status=422 if errors else 200)


def _together(actor: Actor, found: AssistedView) -> dict[str, object]:
    """What it takes where the company is bound only by several signatures."""
    own = replace(actor, acting_for=None, extent=NO_EXTENT)
    alone = api.binds_alone(service=found.service, version=found.version, actor=own, party=found.applicant)
    if alone or found.answer:
        return {"together": False}
    return {
        "together": True, "act": api.act_about_assisted(code=found.code, actor=actor),
        "can_sign": mandates.can_sign(actor=actor),
    }  # fmt: skip


def _shown(found: AssistedView) -> dict[str, object]:
    package = catalogue.package(service=found.service, version=found.version)
    return {"one": found, "package": package, "agency": agency_name(package.agency, get_language() or "en")}
