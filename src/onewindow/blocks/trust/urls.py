"""Addresses of the trust service."""

from django.urls import URLPattern, path, re_path

from onewindow.blocks.trust.pages import account, officers, pins
from onewindow.blocks.trust.pages import open as open_pages

app_name = "trust"

urlpatterns: list[URLPattern] = [
    path("pki/ocsp", open_pages.ocsp, name="ocsp"),
    re_path(r"^pki/ocsp/(?P<asked>[A-Za-z0-9+/=]{1,2000})$", open_pages.ocsp, name="ocsp-get"),
    path("pki/tsa", open_pages.timestamp, name="timestamp"),
    path("pki/trust-list", open_pages.trust_list, name="trust-list"),
    path("pki/<slug:authority>.crt", open_pages.certificate, name="certificate"),
    path("pki/<slug:authority>.crl", open_pages.revocation_list, name="revocation-list"),
    path("account/certificates/", account.certificates, name="certificates"),
    path("account/certificates/own-key/", account.own_key, name="own-key"),
    path("account/certificates/key-file/", account.key_file, name="key-file"),
    path("account/certificates/<slug:serial>/renew/", account.renew, name="renew"),
    path("account/certificates/<slug:serial>/revoke/", account.revoke, name="revoke"),
    path("account/certificates/<slug:serial>/pin/", pins.change_pin, name="change-pin"),
    path("account/certificates/<slug:serial>.pem", account.download, name="download"),
    path("trust/certificates/", officers.certificates, name="desk"),
    path("trust/certificates/<slug:serial>/revoke/", officers.revoke, name="desk-revoke"),
    path("trust/lists/", officers.trust_lists, name="trust-lists"),
    path("trust/lists/<int:trust_list>/confirm/", officers.confirm, name="confirm-list"),
    path("trust/lists/<int:trust_list>/withdraw/", officers.withdraw, name="withdraw-list"),
]
