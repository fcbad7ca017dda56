"""Addresses of the studio."""

from django.urls import path

from onewindow.blocks.studio.pages import drafts, live, modelling, reforming, reports, services, simulating

app_name = "studio"
urlpatterns = [
    path("studio/", services.front, name="front"),
    path("studio/services/<slug:agency>/<slug:service>/", services.service, name="service"),
    path("studio/drafts/<int:draft>/", drafts.draft, name="draft"),
    path("studio/drafts/<int:draft>/report/", reports.report, name="report"),
    path("studio/drafts/<int:draft>/changes/", drafts.changes, name="changes"),
    path("studio/drafts/<int:draft>/file/<path:path>", drafts.file, name="file"),
    path("studio/drafts/<int:draft>/model/<path:path>", modelling.model, name="model"),
    path("studio/drafts/<int:draft>/simulation/", simulating.draft, name="draft-simulation"),
    path("studio/services/<slug:agency>/<slug:service>/simulation/", simulating.service, name="simulation"),
    path("agency/<slug:agency>/<slug:service>/reform/", reforming.reform, name="reform"),
    path("agency/<slug:agency>/<slug:service>/live/", live.live, name="live"),
]
