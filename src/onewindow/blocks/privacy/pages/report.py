"""Who looked without cause, and for how long everything is kept."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from onewindow.blocks.privacy import api
from onewindow.blocks.privacy.officers import agency_name
from onewindow.blocks.privacy.pages.legal_bases import in_words
from onewindow.blocks.privacy.topics import topic_name
from onewindow.blocks.privacy.types import LookNoticed
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.holdings import api as holdings
from onewindow.foundation.holdings.types import Holding
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import Cell, Crumb, Table

_PERIODS = ("7", "31", "93")


@guard("data-protection")
@require_GET
def looks(request: HttpRequest, agency: str) -> HttpResponse:
    """Officers of this agency who looked people up with no case of theirs, where something stands out."""
    actor = access.actor_of(request=request)
    asked = request.GET.get("days", "7")
    days = int(asked) if asked in _PERIODS else 7
    found = api.report_on_looks(actor=actor, days=days, agency=agency)
    table = Table(
        caption=_("Looks to ask about"),
        caption_hidden=True,
        head=(
            _("Officer"),
            _("Number of the person"),
            _("What stands out"),
            _("Stated"),
            _("Looks"),
            _("Last"),
        ),
        rows=tuple(_row(each) for each in found),
        empty=_("Nothing stands out in this time."),
    )
    context = {
        "table": table,
        "days": str(days),
        "periods": _PERIODS,
        "agency": agency,
        "agency_name": agency_name(agency, get_language() or "en"),
        "wide": True,
        "crumbs": [
            Crumb(_("Data protection"), reverse("privacy:desk", kwargs={"agency": agency})),
            Crumb(_("Looks to ask about")),
        ],
    }
    return web.render(request, "privacy/looks.html", context)


def _row(found: LookNoticed) -> tuple[Cell, ...]:
    signs = "; ".join(api.sign_words(sign=sign) for sign in found.signs)
    cases = [case.removeprefix("case/") for case in found.cases]
    stated = ", ".join((*cases, *(in_words(each) for each in found.legal_bases)))
    return (
        Cell(found.reader_name),
        Cell(found.concerned),
        Cell(signs),
        Cell(stated or _("nothing")),
        Cell(str(found.times), number=True),
        Cell(web.show_datetime(found.last_at)),
    )


@guard("data-protection")
@require_GET
def rules(request: HttpRequest, agency: str) -> HttpResponse:
    """For how long each kind of data is kept, and why: the disposal authority, as it is applied."""
    table = Table(
        caption=_("How long data is kept"),
        caption_hidden=True,
        head=(_("Data"), _("What happens"), _("Why")),
        rows=tuple(
            (
                Cell(topic_name(each.topic)),
                Cell(ending(each)),
                Cell(_(each.retention.why)),
            )
            for each in holdings.rules()
            if each.rows is not None
        ),
    )
    crumbs = [
        Crumb(_("Data protection"), reverse("privacy:desk", kwargs={"agency": agency})),
        Crumb(_("How long data is kept")),
    ]
    return web.render(request, "privacy/rules.html", {"table": table, "crumbs": crumbs, "wide": True})


def ending(holding: Holding) -> str:
    """What a rule does with rows, in words."""
    retention = holding.retention
    if retention.then == "delete":
        return _("Deleted after %(days)s days") % {"days": retention.days}
    if retention.then == "blank":
        return _("Made anonymous after %(days)s days") % {"days": retention.days}
    if retention.then == "with parent":
        return _("Goes with what it belongs to")
    return _("Kept")
