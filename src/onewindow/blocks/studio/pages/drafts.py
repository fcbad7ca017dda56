"""A draft: its files, and editing one of them as plain text."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.studio import api
from onewindow.blocks.studio.pages.rule import RULE
from onewindow.blocks.studio.pages.services import names_of
from onewindow.blocks.studio.pages.showing import differences_table
from onewindow.blocks.studio.permission import may_write
from onewindow.blocks.studio.types import DraftView
from onewindow.foundation.access.api import actor_of, guard
from onewindow.foundation.web.api import error_summary, render
from onewindow.foundation.web.types import Cell, Crumb, ErrorSummary, FieldView, Table
from onewindow.kernel.errors import NotFound, OnewindowError

_DRAWN = ("bpmn", "dmn")


@guard(RULE.name)
def draft(request: HttpRequest, draft: int) -> HttpResponse:
    """The files of a draft; add one, put all in place from a zip file, discard it."""
    actor = actor_of(request=request)
    found = api.draft(draft=draft, actor=actor)
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            match request.POST.get("do"):
                case "discard":
                    api.discard_draft(draft=draft, actor=actor)
                    messages.success(request, _("The draft is discarded."))
                    return redirect("studio:front")
                case "upload":
                    archive = request.FILES.get("archive")
                    files = api.read_archive(archive=archive.read() if archive is not None else b"")
                    api.save_draft_files(draft=draft, actor=actor, files=files, revision=found.revision)
                    messages.success(request, _("The files of the archive are the draft’s files now."))
                case _:
                    path = request.POST.get("path", "").strip()
                    api.save_draft_file(draft=draft, actor=actor, path=path, text=found.files.get(path, ""))
                    return redirect("studio:file", draft=draft, path=path)
        except OnewindowError as problem:
            errors = error_summary(error=problem)
        else:
            return redirect("studio:draft", draft=draft)
    context = {
        "draft": found, "files": _files(found), "may_write": may_write(actor, found.agency), "errors": errors,
        "names": names_of((found,)), "wide": True, "crumbs": crumbs_of(found),
        "path": FieldView(
            name="path", kind="text", label=_("Add a file"), hint=_("Such as forms/confirmation.yaml"),
            error=errors.of("path"), value=request.POST.get("path"),
        ),
        "archive": FieldView(
            name="archive", kind="file", label=_("Put the files of a zip file in place of all"),
            accept=("zip",), max_mb=5,
        ),
    }  # fmt: skip
    return render(request, "studio/draft.html", context, status=422 if errors else 200)


@guard(RULE.name)
def file(request: HttpRequest, draft: int, path: str) -> HttpResponse:
    """One file of a draft as text: save it, or take it out."""
    actor = actor_of(request=request)
    found = api.draft(draft=draft, actor=actor)
    if path not in found.files:
        raise NotFound()
    errors, text, revision = ErrorSummary(), found.files[path], found.revision
    if request.method == "POST":
        text = request.POST.get("text", "")
        revision = int(request.POST.get("revision") or 0)
        try:
            if request.POST.get("do") == "remove":
                api.remove_draft_file(draft=draft, actor=actor, path=path, revision=revision)
                messages.success(request, _("The file is taken out."))
                return redirect("studio:draft", draft=draft)
            api.save_draft_file(draft=draft, actor=actor, path=path, text=text, revision=revision)
        except OnewindowError as problem:
            errors = error_summary(error=problem)
        else:
            messages.success(request, _("The draft is saved. Check and test it before you publish it."))
            return redirect("studio:file", draft=draft, path=path)
    context = {
        "draft": found, "path": path, "text": text, "revision": revision, "errors": errors, "wide": True,
        "may_write": may_write(actor, found.agency) and found.status == "open",
        "drawn": path.rpartition(".")[2] in _DRAWN, "crumbs": crumbs_of(found, path),
    }  # fmt: skip
    return render(request, "studio/file.html", context, status=422 if errors else 200)


@guard(RULE.name)
def changes(request: HttpRequest, draft: int) -> HttpResponse:
    """What a draft changes, held against the version that is in use."""
    actor = actor_of(request=request)
    found = api.draft(draft=draft, actor=actor)
    errors, comparison = ErrorSummary(), None
    try:
        old = catalogue.package(service=found.service, version=found.base or None)
        comparison = api.compare(old=old, new=api.package_of_draft(draft=found))
    except OnewindowError as problem:
        errors = error_summary(error=problem)
    context = {
        "draft": found, "comparison": comparison, "errors": errors, "wide": True,
        "table": differences_table(comparison) if comparison else None,
        "crumbs": crumbs_of(found, _("What it changes")),
    }  # fmt: skip
    return render(request, "studio/changes.html", context)


def crumbs_of(draft: DraftView, here: str = "") -> list[Crumb]:
    """The way back from a draft's page."""
    named = _("Draft %(number)s") % {"number": draft.draft}
    way = [Crumb(_("Studio"), "/studio/"), Crumb(draft.service, f"/studio/services/{draft.service}/")]
    if not draft.base:
        way = way[:1]
    return [
        *way,
        Crumb(named, f"/studio/drafts/{draft.draft}/" if here else ""),
        *([Crumb(here)] if here else []),
    ]


def _files(draft: DraftView) -> Table:
    address = f"/studio/drafts/{draft.draft}"
    rows: list[tuple[Cell, ...]] = []
    for path, text in sorted(draft.files.items()):
        drawn = path.rpartition(".")[2] in _DRAWN
        rows.append(
            (
                Cell(path, link=f"{address}/file/{path}"),
                Cell(str(len(text.splitlines())), number=True),
                Cell(_("Draw it"), link=f"{address}/model/{path}") if drawn else Cell(_("As text")),
            )
        )
    return Table(caption=_("Files"), head=(_("File"), _("Lines"), _("Edit")), rows=tuple(rows))
