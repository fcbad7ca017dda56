"""Addresses of mandates."""

from django.urls import path

from onewindow.blocks.mandates import pages

app_name = "mandates"
urlpatterns = [
    path("acting-for/", pages.acting_for, name="acting_for"),
    path("mandates/", pages.mandates, name="mandates"),
    path("mandates/new/", pages.new, name="new"),
    path("mandates/<slug:code>/", pages.mandate, name="mandate"),
    path("mandates/<slug:code>/accept/", pages.accept, name="accept"),
    path("mandates/<slug:code>/end/", pages.end, name="end"),
]
