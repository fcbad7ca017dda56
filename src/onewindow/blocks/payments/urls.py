"""Addresses of payments."""

from django.conf import settings
from django.urls import URLPattern, path

from onewindow.blocks.payments import pages, sandbox_pages

app_name = "payments"

urlpatterns: list[URLPattern] = [
    path("pay/", pages.payments, name="payments"),
    path("pay/<slug:id>/", pages.payment, name="payment"),
    path("pay/<slug:id>/start/", pages.start, name="start"),
    path("pay/<slug:id>/proof/", pages.proof, name="proof"),
    path("payments/webhook/<slug:provider>/", pages.webhook, name="webhook"),
]
if settings.ONEWINDOW_DEMO:
    urlpatterns.append(path("sandbox-bank/<slug:reference>/", sandbox_pages.bank, name="sandbox-bank"))
