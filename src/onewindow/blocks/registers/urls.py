"""Addresses of registers."""

from django.urls import path, register_converter

from onewindow.blocks.registers import bulk_pages, correcting_pages
from onewindow.blocks.registers.desk import deciding, looking, recording
from onewindow.blocks.registers.desk import duplicates as pairs
from onewindow.blocks.registers.desk.entry_addresses import EntryInAddress

register_converter(EntryInAddress, "entry")
app_name = "registers"
urlpatterns = [
    path("me/data/corrections/", correcting_pages.corrections, name="corrections"),
    path(
        "me/data/correct/<slug:slug>/<entry:key>/<slug:attribute>/", correcting_pages.correct, name="correct"
    ),
    path("registers/", looking.registers, name="registers"),
    path("registers/changes/", deciding.changes, name="changes"),
    path("registers/changes/<slug:number>/", deciding.change, name="change"),
    path("registers/imports/", bulk_pages.imports, name="imports"),
    path("registers/imports/<int:number>/", bulk_pages.import_run, name="import"),
    path("registers/<slug:slug>/export/", bulk_pages.export_form, name="export"),
    path("registers/<slug:slug>/export/file/", bulk_pages.export_file, name="export_file"),
    path("registers/<slug:slug>/", looking.look, name="look"),
    path("registers/<slug:slug>/duplicates/", pairs.duplicates, name="duplicates"),
    path("registers/<slug:slug>/duplicates/<int:number>/", pairs.duplicate, name="duplicate"),
    path("registers/<slug:slug>/new/<slug:event>/", recording.new, name="new"),
    path("registers/<slug:slug>/<entry:key>/", looking.entry, name="entry"),
    path("registers/<slug:slug>/<entry:key>/timeline/", looking.timeline, name="timeline"),
    path("registers/<slug:slug>/<entry:key>/events/<slug:event>/", recording.record, name="record"),
]
