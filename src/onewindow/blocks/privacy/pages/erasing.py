"""Two officers erase somebody before the term; what goes, what stays and why is shown before."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onewindow.blocks.identity import api as identity
from onewindow.blocks.privacy import api
from onewindow.blocks.privacy.pages.report import ending
from onewindow.blocks.privacy.topics import topic_name
from onewindow.blocks.privacy.types import ErasureView
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import Actor
from onewindow.foundation.holdings import api as holdings
from onewindow.foundation.holdings.types import BeforeErasing, Held
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import (
    Cell,
    Crumb,
    ErrorSummary,
    FieldView,
    SummaryRow,
    Table,
    Tag,
    TagColour,
)
from onewindow.kernel.errors import Conflict, InvalidInput, NotFound

_COLOURS: dict[str, TagColour] = {"asked": "blue", "done": "green", "refused": "red", "withdrawn": "grey"}


@guard("data-protection")
@require_http_methods(["GET", "POST"])
def erasures(request: HttpRequest, agency: str) -> HttpResponse:
    """What was asked for, and a form to ask for another one."""
    actor = access.actor_of(request=request)
    found = api.erasures_at(actor=actor, agency=agency)
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            asked = api.ask_to_erase(
                actor=actor,
                agency=agency,
                person=request.POST.get("person", ""),
                law=request.POST.get("law", ""),
            )
            return HttpResponseRedirect(_address(agency, asked.code))
        except (InvalidInput, Conflict) as problem:
            errors = web.error_summary(error=problem)
    context = {
        "table": _table(agency, found),
        "fields": _fields(request, errors),
        "errors": errors,
        "crumbs": [_desk(agency), Crumb(_("Erasures"))],
    }
    return web.render(request, "privacy/erasures.html", context, status=422 if errors else 200)


@guard("data-protection")
@require_http_methods(["GET", "POST"])
def erasure(request: HttpRequest, agency: str, code: str) -> HttpResponse:
    """One of them: what would go, what would stay; a second officer confirms or refuses."""
    actor = access.actor_of(request=request)
    found = api.erasure_at(actor=actor, agency=agency, code=code)
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            _decide(request, actor, found)
            return HttpResponseRedirect(_address(agency, code))
        except (InvalidInput, Conflict) as problem:
            errors = web.error_summary(error=problem)
    waits = found.status == "asked"
    context = {
        "code": code,
        "tag": _tag(found),
        "rows": _rows(found),
        "waits": waits,
        "own": found.asked_by == actor.account,
        "field": _grounds(request, errors),
        "errors": errors,
        "wide": True,
        "crumbs": [_desk(agency), Crumb(_("Erasures"), _all(agency)), Crumb(code)],
        **_lists(api.before_erasure(actor=actor, agency=agency, code=code), waits=waits),
    }
    return web.render(request, "privacy/erasure.html", context, status=422 if errors else 200)


def _decide(request: HttpRequest, actor: Actor, found: ErasureView) -> None:
    if request.POST.get("does") == "confirm":
        api.confirm_erasure(actor=actor, agency=found.agency, code=found.code)
    else:
        grounds = request.POST.get("grounds", "")
        api.refuse_erasure(actor=actor, agency=found.agency, code=found.code, grounds=grounds)


def _lists(found: BeforeErasing, *, waits: bool) -> dict[str, object]:
    goes = _held(_("What goes"), found.goes, _("No row may go before its term."))
    entries = _("Entries of the record whose key is destroyed: %(number)s. Their proofs stay, and verify.")
    return {
        "goes": goes if waits else None,
        "entries": entries % {"number": found.entries} if waits else "",
        "stays": _held(_("What stays, and why"), found.stays, _("Nothing stays.")),
        "held": found.held and waits,
    }


def _held(caption: str, held: tuple[Held, ...], empty: str) -> Table:
    return Table(
        caption=caption,
        caption_hidden=True,
        head=(_("Data"), _("Rows"), _("What happens"), _("Why")),
        rows=tuple(
            (
                Cell(topic_name(each.rule.topic)),
                Cell(str(each.rows), number=True),
                Cell(ending(each.rule)),
                Cell(_(each.rule.retention.why)),
            )
            for each in held
        ),
        empty=empty,
    )


def _table(agency: str, found: list[ErasureView]) -> Table:
    return Table(
        caption=_("Erasures"),
        caption_hidden=True,
        head=(_("Erasure"), _("Asked"), _("Status")),
        rows=tuple(
            (
                Cell(each.code, link=_address(agency, each.code)),
                Cell(web.show_date(each.asked_at)),
                Cell("", tag=_tag(each)),
            )
            for each in found
        ),
        empty=_("Nobody asked."),
    )


def _rows(found: ErasureView) -> list[SummaryRow]:
    rows = [
        SummaryRow(key=_("Number of the person"), value=found.person.key.partition("/")[2]),
        SummaryRow(key=_("Legal basis"), value=found.law),
        SummaryRow(key=_("Asked by"), value=f"{_name(found.asked_by)}, {web.show_datetime(found.asked_at)}"),
    ]
    if found.decided_at is not None:
        decided = f"{_name(found.decided_by)}, {web.show_datetime(found.decided_at)}"
        rows.append(SummaryRow(key=_("Decided by"), value=decided))
    if found.grounds:
        rows.append(SummaryRow(key=_("Grounds"), value=found.grounds))
    if found.status == "done":
        rows.append(SummaryRow(key=_("Erased"), value=_counted(found)))
    return rows


def _counted(found: ErasureView) -> str:
    """Rows by topic; models are names of the program."""
    topics = {each.model: topic_name(each.topic) for each in holdings.rules()}
    topics["record"] = topic_name("record")
    rows: dict[str, int] = {}
    for model, number in found.erased.items():
        topic = topics.get(model, model)
        rows[topic] = rows.get(topic, 0) + number
    return "; ".join(f"{topic}: {number}" for topic, number in rows.items())


def _name(account: str) -> str:
    try:
        return identity.account(account=account).name
    except NotFound:
        return account


def _tag(found: ErasureView) -> Tag:
    words = {
        "asked": _("waits for a second officer"),
        "done": _("erased"),
        "refused": _("refused"),
        "withdrawn": _("taken back"),
    }
    return Tag(text=words[found.status], colour=_COLOURS[found.status])


def _fields(request: HttpRequest, errors: ErrorSummary) -> tuple[FieldView, ...]:
    person = FieldView(
        name="person",
        kind="text",
        label=_("Number of the person"),
        value=request.POST.get("person", ""),
        error=errors.of("person"),
        width=20,
    )
    law = FieldView(
        name="law",
        kind="text",
        label=_("Legal basis"),
        hint=_("The law and the article, or the court and its file."),
        value=request.POST.get("law", ""),
        error=errors.of("law"),
        wide=True,
    )
    return person, law


def _grounds(request: HttpRequest, errors: ErrorSummary) -> FieldView:
    return FieldView(
        name="grounds",
        kind="long_text",
        label=_("Grounds"),
        value=request.POST.get("grounds", ""),
        required=False,
        error=errors.of("grounds"),
        max_length=4000,
    )


def _desk(agency: str) -> Crumb:
    return Crumb(_("Data protection"), reverse("privacy:desk", kwargs={"agency": agency}))


def _all(agency: str) -> str:
    return reverse("privacy:erasures", kwargs={"agency": agency})


def _address(agency: str, code: str) -> str:
    return reverse("privacy:erasure", kwargs={"agency": agency, "code": code})
