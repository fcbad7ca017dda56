"""Addresses of this room."""

from django.urls import path

from onewindow.foundation.web import pages

app_name = "web"
urlpatterns = [path("language/", pages.choose_language, name="language")]
