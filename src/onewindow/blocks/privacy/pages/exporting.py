"""Everything held about oneself, asked for and fetched with a strong sign-in."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from onewindow.blocks.privacy import api
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import Rule
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import Cell, Crumb, ErrorSummary, Table
from onewindow.kernel.errors import Conflict

RULE = access.declare_rule(
    rule=Rule(name="own-export", kinds=frozenset({"person", "officer"}), assurance="substantial")
)


@guard("own-export")
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """Ask for an export, and see those that are there."""
    actor = access.actor_of(request=request)
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            api.ask_for_export(actor=actor)
            return HttpResponseRedirect(reverse("privacy:export"))
        except Conflict as problem:
            errors = web.error_summary(error=problem)
    table = Table(
        caption=_("Your exports"),
        head=(_("Asked"), _("File"), _("Until")),
        rows=tuple(
            (
                Cell(web.show_datetime(each.asked_at)),
                Cell(_("Fetch (%(size)s kB)") % {"size": max(each.size // 1024, 1)}, link=_link(each.code))
                if each.ready_at
                else Cell(_("being made")),
                Cell(web.show_date(each.expires_at) if each.expires_at else ""),
            )
            for each in api.exports_of(actor=actor)
        ),
        empty=_("You have not asked for one."),
    )
    context = {
        "table": table,
        "errors": errors,
        "crumbs": [
            Crumb(_("Your account"), "/account/"),
            Crumb(_("Who looked at my data"), "/me/data/"),
            Crumb(_("Everything held about you")),
        ],
    }
    return web.render(request, "privacy/export.html", context, status=409 if errors else 200)


@guard("own-export")
@require_GET
def fetch(request: HttpRequest, code: str) -> HttpResponse:
    """The zip."""
    actor = access.actor_of(request=request)
    response = HttpResponse(api.fetch_export(actor=actor, code=code), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{code}.zip"'
    response["Cache-Control"] = "no-store"
    return response


def _link(code: str) -> str:
    return reverse("privacy:fetch", kwargs={"code": code})
