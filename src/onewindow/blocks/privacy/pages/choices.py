"""What people allow and what they object to, in one list; to take back is as easy as to give."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from onewindow.blocks.privacy import api
from onewindow.blocks.privacy.officers import agency_name
from onewindow.blocks.privacy.types import ConsentView, ObjectionView, Use
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import Actor
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import Crumb, ErrorSummary, FieldView, SummaryRow, Tag
from onewindow.kernel.errors import Conflict, InvalidInput


@dataclass(frozen=True, slots=True)
class Choice:
    """One use with where it stands.

    :param does: what the button does: ``give``, ``withdraw``, ``object`` or ``take-back``; empty for nothing.
    """

    use: str
    name: str
    rows: list[SummaryRow]
    tag: Tag
    does: str
    button: str
    reason: FieldView | None


@guard("person")
@require_GET
def choices(request: HttpRequest) -> HttpResponse:
    """All uses that the law leaves to people."""
    return _page(request, access.actor_of(request=request), ErrorSummary(), "")


@guard("person")
@require_POST
def choose(request: HttpRequest, use: str) -> HttpResponse:
    """Give, withdraw, object, take back."""
    actor = access.actor_of(request=request)
    try:
        _do(actor, use, request)
    except (InvalidInput, Conflict) as problem:
        return _page(request, actor, web.error_summary(error=problem), use)
    return HttpResponseRedirect(reverse("privacy:choices"))


def _do(actor: Actor, use: str, request: HttpRequest) -> None:
    does = request.POST.get("does", "")
    if does == "give":
        api.consent(actor=actor, use=use, until=_day(request.POST.get("until", "")))
    elif does == "withdraw":
        api.withdraw_consent(actor=actor, use=use)
    elif does == "object":
        api.object_to(actor=actor, use=use, reason=request.POST.get(f"reason-{use}", ""))
    elif does == "take-back":
        open_now = [each for each in api.objections(actor=actor) if each.use == use and each.status == "open"]
        for each in open_now:
            api.take_objection_back(actor=actor, code=each.code)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _page(request: HttpRequest, actor: Actor, errors: ErrorSummary, at: str) -> HttpResponse:
    if actor.person is None and actor.acting_for is None:
        offered: list[Choice] = []
    else:
        given = {each.use: each for each in reversed(api.consents(actor=actor)) if each.withdrawn_at is None}
        objected: dict[str, ObjectionView] = {}
        for each in reversed(api.objections(actor=actor)):
            objected[each.use] = each
        offered = [
            _consent(use, given.get(use.slug))
            if use.basis == "consent"
            else _objection(use, objected.get(use.slug), errors if use.slug == at else ErrorSummary())
            for use in api.uses_of_data()
        ]
    context = {
        "choices": offered,
        "errors": errors,
        "crumbs": [
            Crumb(_("Your account"), "/account/"),
            Crumb(_("Who looked at my data"), "/me/data/"),
            Crumb(_("What you allow")),
        ],
    }
    return web.render(request, "privacy/choices.html", context, status=422 if errors else 200)


def _rows(use: Use) -> list[SummaryRow]:
    language = get_language() or "en"
    return [
        SummaryRow(key=_("What for"), value=use.purpose.in_language(language)),
        SummaryRow(key=_("Who gets it"), value=use.recipient.in_language(language)),
        SummaryRow(key=_("Agency"), value=agency_name(use.agency, language)),
    ]


def _consent(use: Use, given: ConsentView | None) -> Choice:
    rows = _rows(use)
    if given is not None:
        rows.append(SummaryRow(key=_("Until"), value=web.show_date(given.until)))
    return Choice(
        use=use.slug,
        name=use.name.in_language(get_language() or "en"),
        rows=rows,
        tag=Tag(_("allowed"), "green") if given else Tag(_("not allowed"), "grey"),
        does="withdraw" if given else "give",
        button=_("Withdraw") if given else _("Allow"),
        reason=None,
    )


def _objection(use: Use, objection: ObjectionView | None, errors: ErrorSummary) -> Choice:
    status = objection.status if objection else "withdrawn"
    tags = {
        "open": Tag(_("stopped while the agency decides"), "blue"),
        "upheld": Tag(_("stopped"), "red"),
        "rejected": Tag(_("the agency goes on"), "orange"),
        "withdrawn": Tag(_("in use"), "grey"),
    }
    rows = _rows(use)
    if objection is not None and objection.grounds:
        rows.append(SummaryRow(key=_("What the agency decided"), value=objection.grounds))
    does = {"open": "take-back", "upheld": ""}.get(status, "object")
    reason = FieldView(
        name=f"reason-{use.slug}",
        kind="text",
        label=_("Why you object"),
        error=errors.errors[0].text if errors else "",
        wide=True,
    )
    return Choice(
        use=use.slug,
        name=use.name.in_language(get_language() or "en"),
        rows=rows,
        tag=tags[status],
        does=does,
        button=_("Object") if does == "object" else _("Take back"),
        reason=reason if does == "object" else None,
    )
