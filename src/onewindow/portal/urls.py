"""Addresses of this room."""

from django.urls import path

from onewindow.portal.pages import about, demo, developers, start

app_name = "portal"
urlpatterns = [
    path("", start.home, name="home"),
    path("search/", start.search, name="search"),
    path("services/<slug:agency>/<slug:service>/", start.service, name="service"),
    path("about/", about.about, name="about"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("privacy/", about.privacy, name="privacy"),
    path("developers/", developers.developers, name="developers"),
    path("developers/components/", developers.components, name="components"),
    path("demo/", demo.demo, name="demo"),
]
