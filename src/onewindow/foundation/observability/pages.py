"""``/healthz``, ``/readyz``, ``/metrics``: for machines."""

import hmac

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from onewindow.foundation.access.api import guard
from onewindow.foundation.observability import readings


@guard("public")
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers. Asks nobody else."""
    return HttpResponse(b"ok\n", content_type="text/plain")


@guard("public")
def readyz(request: HttpRequest) -> HttpResponse:
    """This process can serve: 200, or 503 with the names of what does not hold."""
    broken = readings.broken_conditions()
    return JsonResponse({"ready": not broken, "broken": broken}, status=503 if broken else 200)


@guard("public")
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus: with the token that the operator set, or without one in the demonstration.

    ``Authorization: Metrics <token>``; ``Bearer`` is for the keys of people's programs.
    """
    wanted: str = settings.ONEWINDOW_METRICS_TOKEN
    said: str = request.META.get("HTTP_AUTHORIZATION", "")
    known = bool(wanted) and hmac.compare_digest(said.encode(), f"Metrics {wanted}".encode())
    if not (known or settings.ONEWINDOW_DEMO):
        return HttpResponse(status=404)
    return HttpResponse(readings.exposition(), content_type=CONTENT_TYPE_LATEST)
