"""Pages of payments: what is to be paid, the way to the bank, and what came of it."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from onewindow.blocks.payments import api
from onewindow.blocks.payments.creditor_reference import printed
from onewindow.foundation.access.api import actor_of, guard
from onewindow.foundation.web.api import content_policy, error_summary, problem_json, render
from onewindow.kernel.errors import OnewindowError


@require_GET
@guard("signed-in")
def payment(request: HttpRequest, id: str) -> HttpResponse:
    """What is to be paid and how, or the receipt. Who comes back from the bank gets the bank's answer."""
    found = api.payment_of(request=id, actor=actor_of(request=request))
    if found.waiting:
        found = api.refresh(request=id)
    return _page(request, found)


@require_POST
@guard("signed-in")
def start(request: HttpRequest, id: str) -> HttpResponse:
    """Go to the bank. What prevents it is told on the payment's own page."""
    actor = actor_of(request=request)
    try:
        return HttpResponseRedirect(api.pay(request=id, actor=actor))
    except api.NoSuchPayment:
        raise
    except OnewindowError as error:
        return _page(request, api.payment_of(request=id, actor=actor), error)


def _page(
    request: HttpRequest, found: api.PaymentRequest, error: OnewindowError | None = None
) -> HttpResponse:
    try:
        origins, online = api.provider_origins(), True
    except api.NoProvider:
        origins, online = (), False
    context = {
        "payment": found,
        "reference": printed(found.reference),
        "refunds": api.refunds_of(request=found.id),
        "online": online,
        "back": found.return_path if found.open else "",
        "errors": error_summary(error=error) if error else None,
    }
    status = 200 if error is None else getattr(error, "status", 409)
    response = render(request, "payments/payment.html", context, status=status)
    if origins:
        response["Content-Security-Policy"] = content_policy(form_action=origins)
    return response


@require_GET
@guard("signed-in")
def proof(request: HttpRequest, id: str) -> HttpResponse:
    """The proof that the payment is in the record, to keep."""
    api.payment_of(request=id, actor=actor_of(request=request))
    receipt = api.proof_of(request=id)
    if receipt is None:
        raise Http404
    return HttpResponse(
        receipt.to_text(),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="payment-{id}.receipt.json"'},
    )


@csrf_exempt
@require_POST
@guard("public")
def webhook(request: HttpRequest, provider: str) -> HttpResponse:
    """What a provider says. Only its signature counts; what was heard before is acknowledged again."""
    try:
        if request.content_type == "multipart/form-data":  # read already, as a form; its bytes are gone
            raise api.NoticeNotUnderstood(what="form")
        api.receive_notice(provider=provider, headers=dict(request.headers), body=request.body)
    except api.NoProvider:
        raise Http404 from None
    except OnewindowError as error:
        return problem_json(error)
    return HttpResponse(status=204)


@require_GET
@guard("signed-in")
def payments(request: HttpRequest) -> HttpResponse:
    """Everything that the person, or whom they act for, was asked to pay."""
    found = api.requests_for(actor=actor_of(request=request))
    return render(request, "payments/payments.html", {"payments": found})
