"""Imports and exports of whole registers, for officers of the agency that keeps them."""

import tempfile
from pathlib import Path
from typing import cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api, bulk_asking
from onewindow.blocks.registers.bulk import kept_files
from onewindow.blocks.registers.bulk.errors import FileNotReadable, RunBusy
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.desk import purposes
from onewindow.blocks.registers.types import BulkView, Rejected
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import Actor
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import Cell, Crumb, ErrorSummary, FieldView, Option, SummaryRow, Table
from onewindow.kernel.errors import N_, OnewindowError

_PAGE = 100
_MOST_MEGABYTES = 500
_LONGEST_NUMBER = 18  # of a bigint
_KINDS = ("csv", "xlsx", "parquet", "jsonl")
_STATES = {
    "asked": N_("Waits for a second officer"),
    "waiting": N_("Waiting"),
    "running": N_("Being imported"),
    "stopped": N_("Stopped"),
    "done": N_("Done"),
    "failed": N_("Not possible"),
    "declined": N_("Refused or taken back"),
}


@guard("officer")
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Every import so far, and a form for another one."""
    actor = access.actor_of(request=request)
    errors, status = ErrorSummary(), 200
    if request.method == "POST":
        try:
            return _shown(_asked(request, actor))
        except OnewindowError as problem:
            errors, status = web.error_summary(error=problem), 422
    context = {
        "crumbs": _crumbs(),
        "table": _runs(api.imports(officer=actor)),
        "views": _form(request, actor, errors),
        "errors": errors,
    }
    return web.render(request, "registers/imports.html", context, status=status)


def _crumbs() -> list[Crumb]:
    return [
        Crumb(_("Desk"), "/desk/"),
        Crumb(_("Registers"), reverse("registers:registers")),
        Crumb(_("Imports")),
    ]


def _asked(request: HttpRequest, actor: Actor) -> BulkView:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or not file.name:
        raise FileNotReadable(field="file", name="–", line=0, rule=_("choose a file"))
    if (file.size or 0) > _MOST_MEGABYTES * 1_000_000:
        raise FileNotReadable(field="file", name=file.name, line=0, rule=_("it is larger than 500 MB"))
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "file"
        with kept.open("wb") as opened:
            for piece in file.chunks():
                opened.write(piece)
        return bulk_asking.ask(
            register=str(request.POST.get("register", "")),
            file=kept,
            name=file.name,
            mapping=str(request.POST.get("mapping", "")),
            source=str(request.POST.get("source", "")),
            dry=request.POST.get("dry") != "no",
            officer=actor,
        )


def _shown(run: BulkView) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("registers:import", kwargs={"number": run.number}))


def _form(request: HttpRequest, actor: Actor, errors: ErrorSummary) -> tuple[FieldView, ...]:
    said = request.POST
    mine = [each for each in api.registers() if api.may_import(register=each.slug, officer=actor)]
    options = tuple(
        Option(value=each.slug, label=each.name.in_language(get_language() or "en")) for each in mine
    )
    yes_no = (Option(value="yes", label=_("Only check")), Option(value="no", label=_("Import")))
    return (
        FieldView(
            name="register",
            kind="choice",
            label=_("Register"),
            options=options,
            value=said.get("register", ""),
            error=errors.of("register"),
        ),
        FieldView(
            name="file",
            kind="file",
            label=_("File"),
            hint=_("CSV in UTF-8, XLSX, Parquet or JSON lines, with one row for each entry."),
            accept=_KINDS,
            max_mb=_MOST_MEGABYTES,
            error=errors.of("file"),
        ),
        FieldView(
            name="mapping",
            kind="long_text",
            label=_("Which column is which attribute"),
            hint=_("YAML. Leave it empty where columns are called as attributes are."),
            value=said.get("mapping", ""),
            required=False,
            error=errors.of("mapping"),
        ),
        FieldView(
            name="source",
            kind="text",
            label=_("Document that the rows rest on"),
            value=said.get("source", ""),
            error=errors.of("source"),
        ),
        FieldView(
            name="dry", kind="choice", label=_("What to do"), options=yes_no, value=said.get("dry", "yes")
        ),
    )


def _runs(runs: tuple[BulkView, ...]) -> Table:
    return Table(
        caption=_("Imports"),
        head=(_("Number"), _("Register"), _("File"), _("State"), _("Rows"), _("Rejected")),
        rows=tuple(
            (
                Cell(str(run.number), link=reverse("registers:import", kwargs={"number": run.number})),
                Cell(_named(run.register)),
                Cell(str(run.asked["file"])),
                Cell(_state(run)),
                Cell(f"{run.done:,}", number=True),
                Cell(f"{run.rejected:,}", number=True),
            )
            for run in runs
        ),
        caption_hidden=True,
        empty=_("Nothing was imported yet."),
    )


def _named(register: str) -> str:
    return api.register(slug=register).name.in_language(get_language() or "en")


def _state(run: BulkView) -> str:
    state = _(_STATES[run.state])
    return _("%(state)s (only checked)") % {"state": state} if run.asked["dry"] else state


@guard("officer")
@require_http_methods(["GET", "POST"])
def import_run(request: HttpRequest, number: int) -> HttpResponse:
    """How far an import is, and the rows that it did not take; after a check, the button that imports."""
    actor = access.actor_of(request=request)
    run = api.import_run(number=number, officer=actor)
    if request.method == "POST":
        return _gone_on(request, run, actor)
    rows = api.rejected(number=number, officer=actor, after=_after(request), limit=_PAGE)
    context = {
        "crumbs": [*_crumbs()[:-1], Crumb(_("Imports"), reverse("registers:imports")), Crumb(str(number))],
        "number": number,
        "register": _named(run.register),
        "facts": _facts(run),
        "table": _rejected(rows, run.register),
        "problem": _(run.problem) if run.problem else "",
        "running": run.state in ("waiting", "running"),
        "waits": run.state == "asked",
        "second": [_attribute(run.register, slug) for slug in _second(run)],
        "who_confirms": _who_confirms(run),
        "may_confirm": run.by != f"account/{actor.account}",
        "reason": FieldView(name="reason", kind="text", label=_("Why?"), required=False, wide=True),
        "may_import": bool(run.asked["dry"]) and run.state == "done" and _kept(run).exists(),
        "after": rows[-1].line if len(rows) == _PAGE else None,
    }
    return web.render(request, "registers/import.html", context)


def _after(request: HttpRequest) -> int:
    """The line that the page before ended with; 0 for the first page."""
    text = request.GET.get("after", "")
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else 0


def _gone_on(request: HttpRequest, run: BulkView, actor: Actor) -> HttpResponse:
    """The one step that a run waits for: a second officer, or, after a check, the import itself."""
    if request.POST.get("do") == "decline":
        api.decline_import(number=run.number, reason=str(request.POST.get("reason", "")), officer=actor)
        messages.success(request, _("The import is over. Nothing was changed."))
        return _shown(run)
    if run.state == "asked":
        run = bulk_asking.confirm(number=run.number, officer=actor)
    else:
        run = _for_real(run, actor)
    waits = _("The import waits for a second officer.")
    messages.success(request, waits if run.state == "asked" else _("The rows are being imported."))
    return _shown(run)


def _who_confirms(run: BulkView) -> list[str]:
    """Posts in words; whoever asked for the import is none of them, whatever their post."""
    language = get_language() or "en"
    named = [
        (identity.role_name(role=role, language=language), identity.agency(slug=agency).name)
        for agency, role in api.who_confirms(run=run)
    ]
    return [f"{role}, {agency.in_language(language)}" for role, agency in named]


def _second(run: BulkView) -> list[str]:
    named = run.asked.get("second")
    return [str(each) for each in cast("list[object]", named)] if isinstance(named, list) else []


def _kept(run: BulkView) -> Path:
    return kept_files.folder() / str(run.asked["kept"])


def _for_real(run: BulkView, actor: Actor) -> BulkView:
    if not _kept(run).exists():
        raise RunBusy()
    return bulk_asking.ask(
        register=run.register,
        file=_kept(run),
        name=str(run.asked["file"]),
        mapping=str(run.asked["mapping"]),
        source=str(run.asked["source"]),
        dry=False,
        officer=actor,
    )


def _facts(run: BulkView) -> list[SummaryRow]:
    rows = f"{run.done:,} / {run.total:,}" if run.total else f"{run.done:,}"
    return [
        SummaryRow(key=_("State"), value=_state(run)),
        SummaryRow(key=_("File"), value=str(run.asked["file"])),
        SummaryRow(key=_("Document"), value=str(run.asked["source"])),
        SummaryRow(key=_("Rows"), value=rows),
        SummaryRow(key=_("New entries"), value=f"{run.new:,}"),
        SummaryRow(key=_("Changed entries"), value=f"{run.changed:,}"),
        SummaryRow(key=_("Rejected rows"), value=f"{run.rejected:,}"),
    ]


def _attribute(register: str, field: str) -> str:
    """The name of an attribute; a column of the file is called as it is there."""
    found = declared(register).fields.get(field)
    names = {"key": _("Number")}
    return found.name.in_language(get_language() or "en") if found else names.get(field, field)


def _rejected(rows: tuple[Rejected, ...], register: str) -> Table:
    return Table(
        caption=_("Rejected rows"),
        head=(_("Line"), _("Field"), _("What is wrong"), _("What helps")),
        rows=tuple(
            (
                Cell(f"{row.line:,}", number=True),
                Cell(_attribute(register, row.field)),
                Cell(row.rule),
                Cell(row.way_out),
            )
            for row in rows
        ),
        empty=_("No row was rejected."),
    )


@guard("officer")
@require_GET
def export_form(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the format of an export."""
    return _export_page(request, slug, ErrorSummary(), 200)


def _export_page(request: HttpRequest, slug: str, errors: ErrorSummary, status: int) -> HttpResponse:
    actor, language = access.actor_of(request=request), get_language() or "en"
    register = api.register(slug=slug)
    asked = () if register.open else purposes.fields(request, register, actor, errors, language)
    formats = FieldView(
        name="kind",
        kind="choice",
        label=_("Format"),
        options=tuple(Option(value=kind, label=kind.upper()) for kind in _KINDS),
        value="csv",
        error=errors.of("kind"),
    )
    context = {
        "crumbs": _crumbs()[:-1],
        "register": _named(slug),
        "slug": slug,
        "views": (*asked, formats),
        "errors": errors,
        "personal": not register.open,
    }
    return web.render(request, "registers/export.html", context, status=status)


@guard("officer")
@require_http_methods(["POST"])
def export_file(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The whole register as a file, for a stated purpose."""
    kind = str(request.POST.get("kind", "csv"))
    try:
        purpose = api.PUBLIC if api.register(slug=slug).open else purposes.state(request, slug)
        pieces = api.export(
            register=slug,
            kind=kind if kind in _KINDS else "csv",
            purpose=purpose,
            reader=access.actor_of(request=request),
        )
    except OnewindowError as problem:
        return _export_page(request, slug, web.error_summary(error=problem), 422)
    return bulk_asking.streamed(pieces, name=f"{slug}.{kind}", kind=kind)
