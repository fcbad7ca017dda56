"""Another PIN for a key that the house keeps."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onewindow.blocks.trust import api
from onewindow.blocks.trust.errors import PinsDiffer
from onewindow.blocks.trust.pages import pin_fields
from onewindow.blocks.trust.pages.account import own_certificate
from onewindow.blocks.trust.pages.words import shown
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import ErrorSummary, FieldView
from onewindow.kernel.errors import OnewindowError


@guard("person")
@require_http_methods(["GET", "POST"])
def change_pin(request: HttpRequest, serial: str) -> HttpResponse:
    """Ask for the PIN of now and the new one twice. None of them is ever shown again."""
    actor = access.actor_of(request=request)
    certificate = own_certificate(actor, serial)
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            new = request.POST.get("new_pin", "")
            if new != request.POST.get("again", ""):
                raise PinsDiffer(field="again")
            api.change_pin(actor=actor, serial=serial, pin=request.POST.get("pin", ""), new_pin=new)
        except access.StrongerSignInNeeded:
            raise
        except OnewindowError as problem:
            errors = web.error_summary(error=problem)
        else:
            return HttpResponseRedirect(_list())
    context = {
        "errors": errors,
        "certificate": shown(certificate),
        "views": _fields(errors),
        "back": _list(),
    }
    return web.render(request, "trust/change_pin.html", context, status=422 if errors else 200)


def _fields(errors: ErrorSummary) -> tuple[FieldView, ...]:
    return (
        pin_fields.of_now(errors, label=_("PIN that you use now"), hint=_("A wrong one counts as a try.")),
        pin_fields.new(
            errors,
            name="new_pin",
            label=_("New PIN"),
            hint=_("6 to 64 characters. We cannot show or reset it."),
        ),
        pin_fields.new_again(errors, label=_("The new PIN again")),
    )


def _list() -> str:
    return reverse("trust:certificates")
