"""Addresses of notifications."""

from django.conf import settings
from django.urls import URLPattern, path

from onewindow.blocks.notifications import pages

app_name = "notifications"

urlpatterns: list[URLPattern] = [
    path("letters/", pages.letters, name="letters"),
    path("letters/read-all/", pages.read_all, name="read-all"),
    path("letters/<int:id>/", pages.letter, name="letter"),
]
if settings.ONEWINDOW_DEMO:
    urlpatterns += [
        path("mailbox/", pages.mailbox, name="mailbox"),
        path("mailbox/<int:id>/", pages.mail, name="mail"),
    ]
