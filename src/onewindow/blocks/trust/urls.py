"""Addresses of the trust service."""

from django.urls import URLPattern, path, re_path

from onewindow.blocks.trust.pages import open as open_pages

app_name = "trust"

urlpatterns: list[URLPattern] = [
    path("pki/ocsp", open_pages.ocsp, name="ocsp"),
    re_path(r"^pki/ocsp/(?P<asked>[A-Za-z0-9+/=]{1,2000})$", open_pages.ocsp, name="ocsp-get"),
    path("pki/tsa", open_pages.timestamp, name="timestamp"),
    path("pki/<slug:authority>.crt", open_pages.certificate, name="certificate"),
    path("pki/<slug:authority>.crl", open_pages.revocation_list, name="revocation-list"),
]
