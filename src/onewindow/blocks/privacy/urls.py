"""Addresses of privacy."""

from django.urls import path

from onewindow.blocks.privacy.pages import choices as choosing
from onewindow.blocks.privacy.pages import desk, erasing, exporting, looks, report, writing

app_name = "privacy"
urlpatterns = [
    path("me/data/", looks.my_data, name="my-data"),
    path("me/data/lines.csv", looks.lines, name="lines"),
    path("me/data/ask/<int:line>/", writing.ask, name="ask"),
    path("me/data/questions/", writing.mine, name="questions"),
    path("me/data/questions/<str:code>/", writing.one, name="question"),
    path("me/data/choices/", choosing.choices, name="choices"),
    path("me/data/choices/<slug:use>/", choosing.choose, name="choose"),
    path("me/data/export/", exporting.export, name="export"),
    path("me/data/export/<str:code>/", exporting.fetch, name="fetch"),
    path("data-protection/<slug:agency>/", desk.desk, name="desk"),
    path("data-protection/<slug:agency>/questions/<str:code>/", desk.answer, name="answer"),
    path("data-protection/<slug:agency>/objections/<str:code>/", desk.decide, name="decide"),
    path("data-protection/<slug:agency>/holds/", desk.holds, name="holds"),
    path("data-protection/<slug:agency>/erasures/", erasing.erasures, name="erasures"),
    path("data-protection/<slug:agency>/erasures/<str:code>/", erasing.erasure, name="erasure"),
    path("data-protection/<slug:agency>/looks/", report.looks, name="looks"),
    path("data-protection/<slug:agency>/rules/", report.rules, name="rules"),
]
