"""“This is not right”: a person asks for a correction, and sees what came of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.desk import showing
from onewindow.blocks.registers.desk.looking import changed
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import Cell, Crumb, ErrorSummary, FieldView, Table
from onewindow.kernel.errors import OnewindowError


@guard("person")
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, slug: str, key: str, attribute: str) -> HttpResponse:
    """Say what is wrong, and what would be right."""
    if request.method == "GET":
        return _page(request, slug, key, attribute, ErrorSummary())
    try:
        asked = api.ask_correction(
            register=slug,
            key=key,
            attribute=attribute,
            right=str(request.POST.get("right", "")),
            because=str(request.POST.get("because", "")),
            asker=access.actor_of(request=request),
        )
    except OnewindowError as problem:
        if problem.field == attribute or web.status_of(error=problem) != 422:
            raise
        return _page(request, slug, key, attribute, web.error_summary(error=problem), status=422)
    messages.success(request, _("The office has your request. We write to you when it has decided."))
    return HttpResponseRedirect(reverse("registers:change", kwargs={"number": asked.number}))


def _page(
    request: HttpRequest, slug: str, key: str, attribute: str, errors: ErrorSummary, *, status: int = 200
) -> HttpResponse:
    declaration = declared(slug)
    field = declaration.fields.get(attribute)
    if field is None:
        raise api.AttributeUnknown(field=attribute, register=slug, attribute=attribute)
    now = api.said_of_me(register=slug, key=key, attribute=attribute, reader=access.actor_of(request=request))
    tag = showing.language()
    context = {
        "crumbs": [Crumb(_("Your account"), "/account/"), Crumb(_("This is not right"))],
        "errors": errors,
        "register": declaration.name.in_language(tag),
        "owner": identity.agency(slug=declaration.owner).name.in_language(tag),
        "attribute": field.name.in_language(tag),
        "now": showing.in_words(field, now),
        "views": (
            FieldView(
                name="right",
                kind="text",
                label=_("What would be right?"),
                value=str(request.POST.get("right", "")),
                error=errors.of("right"),
            ),
            FieldView(
                name="because",
                kind="long_text",
                label=_("How can the office see that?"),
                hint=_("For example the number and date of a document."),
                value=str(request.POST.get("because", "")),
                max_length=2000,
                error=errors.of("because"),
            ),
        ),
    }
    return web.render(request, "registers/correct.html", context, status=status)


@guard("person")
@require_GET
def corrections(request: HttpRequest) -> HttpResponse:
    """The corrections that one asked for."""
    rows: list[tuple[Cell, ...]] = []
    for each in api.corrections_of(actor=access.actor_of(request=request)):
        said = changed(each)
        rows.append(
            (
                Cell(str(said["attribute"]), link=str(said["link"])),
                Cell(str(said["register"])),
                Cell(web.show_datetime(each.asked_at)),
                Cell("", tag=said["tag"]),  # type: ignore[arg-type]
            )
        )
    context = {
        "crumbs": [Crumb(_("Your account"), "/account/"), Crumb(_("Corrections that I asked for"))],
        "table": Table(
            caption=_("Corrections that I asked for"),
            head=(_("What"), _("Register"), _("Asked on"), _("State")),
            rows=tuple(rows),
            caption_hidden=True,
            empty=_("You have asked for no correction."),
        ),
    }
    return web.render(request, "registers/corrections.html", context)
