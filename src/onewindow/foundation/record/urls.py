"""Addresses of the log. All public: they hold hashes, kinds and times only."""

from django.urls import path

from onewindow.foundation.record import pages

app_name = "record"

urlpatterns = [
    path("log/checkpoint", pages.checkpoint, name="checkpoint"),
    path("log/key", pages.key, name="key"),
    path("log/tile/<path:path>", pages.tile, name="tile"),
    path("log/consistency/<int:old>/<int:new>", pages.consistency, name="consistency"),
]
