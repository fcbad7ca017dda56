"""Addresses of documents."""

from django.urls import path

from onewindow.blocks.documents import pages

app_name = "documents"

urlpatterns = [
    path("verify/", pages.verify, name="verify"),
    path("verify/<str:code>/", pages.verified, name="verified"),
    path("verify/<str:code>/receipt", pages.receipt, name="receipt"),
    path("documents/", pages.mine, name="mine"),
    path("documents/<str:code>/", pages.document, name="document"),
    path("documents/<str:code>/pdf", pages.pdf, name="pdf"),
    path("uploads/<slug:name>", pages.upload, name="upload"),
]
