"""Addresses of registers."""

from django.urls import path

from onewindow.blocks.registers import pages

app_name = "registers"
urlpatterns = [path("me/data/", pages.my_data, name="my_data")]
