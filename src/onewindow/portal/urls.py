"""Addresses of this room."""

from django.urls import path

from onewindow.portal import pages

app_name = "portal"
urlpatterns = [path("", pages.home, name="home")]
