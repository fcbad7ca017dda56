"""The sandbox bank's own pages. To the payer and to the rest of the house they are another site."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onewindow.blocks.payments.adapters import sandbox
from onewindow.blocks.payments.creditor_reference import printed
from onewindow.blocks.payments.models import SandboxOrder
from onewindow.foundation.access.api import guard
from onewindow.foundation.web.api import render
from onewindow.kernel.money import Money


@require_http_methods(["GET", "POST"])
@guard("public")
def bank(request: HttpRequest, reference: str) -> HttpResponse:
    """Show an order, and let the payer choose how it ends. The link is the payer's secret, as at any bank."""
    order = SandboxOrder.objects.filter(pk=reference).first()
    if order is None:
        raise Http404
    if request.method == "POST":
        order = sandbox.choose(reference=reference, choice=request.POST.get("choice", "")) or order
    if order.choice:
        return HttpResponseRedirect(order.return_url)
    context = {
        "order": order,
        "amount": Money(order.minor, order.currency),
        "printed": printed(order.creditor_reference),
        "choices": _choices(),
    }
    return render(request, "payments/sandbox_bank.html", context)


def _choices() -> list[tuple[str, str, str]]:
    return [
        ("pay", _("Pay"), _("The payment goes through, and we confirm it at once.")),
        ("pay-late", _("Pay, and confirm later"), _("We confirm the payment after 20 seconds.")),
        ("pay-twice", _("Pay, and confirm twice"), _("We send the same confirmation two times.")),
        (
            "pay-silent",
            _("Pay, and lose the confirmation"),
            _("We never send a confirmation. The service has to ask us."),
        ),
        ("decline", _("Decline"), _("We refuse the payment, as for an empty account.")),
        ("cancel", _("Cancel"), _("You change your mind and go back.")),
    ]
