"""Pairs of entries that may be one and the same: the queue, and the two side by side."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from onewindow.blocks.registers import api
from onewindow.blocks.registers.access_lines import reader_of
from onewindow.blocks.registers.declarations import Declaration
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.desk import showing
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import Actor
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import (
    Cell,
    Crumb,
    ErrorSummary,
    FieldView,
    Option,
    Pages,
    Tab,
    Table,
    Tag,
)
from onewindow.kernel.errors import OnewindowError

_PAGE = 25


@guard("officer")
@require_GET
def duplicates(request: HttpRequest, slug: str) -> HttpResponse:
    """The pairs of a register that wait, or those that were decided on, the likeliest first."""
    actor, declaration = access.actor_of(request=request), declared(slug)
    shown = request.GET.get("show", "")
    state = shown if shown in ("merged", "different") else ""
    text = request.GET.get("page", "1")
    number = max(1, int(text)) if text.isdigit() and len(text) < 7 else 1
    found, total = api.pairs(
        register=slug, officer=actor, state=state, limit=_PAGE, skipped=(number - 1) * _PAGE
    )
    here = reverse("registers:duplicates", kwargs={"slug": slug})
    tabs = (("", _("To decide")), ("merged", _("Merged")), ("different", _("Different")))
    context = {
        "crumbs": [Crumb(_("Registers"), reverse("registers:registers")), Crumb(_("Duplicates"))],
        "register": declaration.name.in_language(showing.language()),
        "tabs": [Tab(label, f"{here}?show={name}", current=name == state) for name, label in tabs],
        "table": Table(
            caption=_("Pairs"),
            head=(_("Pair"), _("Likeness"), _("State")),
            rows=tuple(_row(each) for each in found),
            caption_hidden=True,
            empty=_("No pair waits."),
        ),
        "pages": Pages(number=number, last=max(1, -(-total // _PAGE)), query={"show": state}),
    }
    return web.render(request, "registers/duplicates.html", context)


def _row(pair: api.PairView) -> tuple[Cell, ...]:
    link = reverse("registers:duplicate", kwargs={"slug": pair.register, "number": pair.number})
    return (
        Cell(f"{pair.one} · {pair.other}", link=link),
        Cell(web.show_number(round(pair.weight)), number=True),
        Cell("", tag=state_tag(pair.state)),
    )


def state_tag(state: str) -> Tag:
    """How a pair stands."""
    return {
        "open": Tag(_("To decide"), "blue"),
        "merging": Tag(_("Merger to confirm"), "yellow"),
        "parting": Tag(_("Separation to confirm"), "yellow"),
        "merged": Tag(_("Merged"), "green"),
    }.get(state, Tag(_("Two different entries")))


@guard("officer")
@require_http_methods(["GET", "POST"])
def duplicate(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One pair: what both say, what agrees, and what can be decided."""
    actor = access.actor_of(request=request)
    if request.method == "GET":
        return _page(request, slug, number, actor, ErrorSummary())
    try:
        messages.success(request, _decide(request, number, actor))
    except OnewindowError as problem:
        if isinstance(problem, api.DuplicateUnknown) and not problem.field:
            raise
        return _page(request, slug, number, actor, web.error_summary(error=problem), status=422)
    return HttpResponseRedirect(reverse("registers:duplicates", kwargs={"slug": slug}))


def _decide(request: HttpRequest, number: int, officer: Actor) -> str:
    """Do what the button says; what to tell the officer."""
    reason = str(request.POST.get("reason", ""))
    doings: dict[str, tuple[Callable[[], object], str]] = {
        "merge": (
            lambda: api.propose_merge(
                number=number,
                stays=str(request.POST.get("stays", "")),
                takes_over=request.POST.getlist("takes_over"),
                reason=reason,
                officer=officer,
            ),
            _("A colleague now has to confirm the merger."),
        ),
        "part": (
            lambda: api.propose_parting(number=number, reason=reason, officer=officer),
            _("A colleague now has to confirm that they are separated."),
        ),
        "confirm": (lambda: api.confirm_pair(number=number, officer=officer), _("It is done.")),
        "decline": (
            lambda: api.decline_pair(number=number, reason=reason, officer=officer),
            _("What was proposed is not done."),
        ),
    }
    different = (
        lambda: api.say_different(number=number, reason=reason, officer=officer),
        _("The two entries stay as they are."),
    )
    act, told = doings.get(request.POST.get("do", ""), different)
    act()
    return told


def _page(
    request: HttpRequest, slug: str, number: int, actor: Actor, errors: ErrorSummary, *, status: int = 200
) -> HttpResponse:
    found = api.pair(number=number, officer=actor)
    declaration = declared(found.pair.register)
    own = found.pair.proposed_by == reader_of(actor)
    waits = found.pair.state in ("merging", "parting")
    context = {
        "crumbs": [
            Crumb(_("Registers"), reverse("registers:registers")),
            Crumb(_("Duplicates"), reverse("registers:duplicates", kwargs={"slug": slug})),
            Crumb(f"{found.pair.one} · {found.pair.other}"),
        ],
        "register": declaration.name.in_language(showing.language()),
        "pair": found.pair,
        "tag": state_tag(found.pair.state),
        "errors": errors,
        "table": _side_by_side(declaration, found),
        "takes_over": [_named(declaration, each) for each in found.pair.takes_over],
        "may_confirm": waits and not own,
        "own": waits and own,
        "waits": waits,
        "stays": _stays(found, request, errors),
        "taken": _taken(declaration, found, request, errors),
        "reason": FieldView(
            name="reason", kind="long_text", label=_("Why?"), rows_high=3, max_length=2000,
            hint=_("Whoever looks at this pair later reads it."),
            value=str(request.POST.get("reason", "")), error=errors.of("reason"),
        ),
        "wide": True,
    }  # fmt: skip
    return web.render(request, "registers/duplicate.html", context, status=status)


def _side_by_side(declaration: Declaration, found: api.PairRead) -> Table:
    matching = declaration.matching
    verdicts: dict[str, api.PairPart] = {}
    for part in found.pair.parts:
        compared = matching.compare.get(part.comparison) if matching else None
        for slug in compared.attributes if compared else ():
            verdicts.setdefault(slug, part)
    slugs = [slug for slug in declaration.fields if slug in found.one.values]
    said = [(slug, *(_said(declaration, slug, each) for each in (found.one, found.other))) for slug in slugs]
    return Table(
        caption=_("The two entries side by side"),
        head=(_("Attribute"), found.pair.one, found.pair.other, _("Compared")),
        rows=tuple(
            (Cell(_named(declaration, slug)), Cell(one), Cell(other), _verdict(verdicts.get(slug)))
            for slug, one, other in said
            if (one, other) != ("–", "–")
        ),
        caption_hidden=True,
    )


def _said(declaration: Declaration, slug: str, facts: api.Facts) -> str:
    return showing.in_words(declaration.fields[slug], facts.values.get(slug))


def _verdict(part: api.PairPart | None) -> Cell:
    tags = {
        "same": Tag(_("The same"), "green"),
        "alike": Tag(_("Alike"), "yellow"),
        "swapped": Tag(_("Swapped"), "yellow"),
        "differs": Tag(_("Different"), "red"),
    }
    return Cell("", tag=tags.get(part.verdict)) if part and part.verdict in tags else Cell("–")


def _stays(found: api.PairRead, request: HttpRequest, errors: ErrorSummary) -> FieldView:
    return FieldView(
        name="stays", kind="choice", label=_("Which entry stays?"),
        hint=_("Everything that names the other one leads to it from then on."),
        options=tuple(Option(value=each, label=each) for each in (found.pair.one, found.pair.other)),
        value=str(request.POST.get("stays", found.pair.one)), error=errors.of("stays"),
    )  # fmt: skip


def _taken(
    declaration: Declaration, found: api.PairRead, request: HttpRequest, errors: ErrorSummary
) -> FieldView:
    differing = [
        slug
        for slug in declaration.fields
        if slug in found.one.values and found.one.values.get(slug) != found.other.values.get(slug)
    ]
    return FieldView(
        name="takes_over", kind="choices", label=_("What does it take over from the other one?"),
        options=tuple(Option(value=slug, label=_named(declaration, slug)) for slug in differing),
        required=False,
        value=tuple(request.POST.getlist("takes_over")), error=errors.of("takes_over"),
    )  # fmt: skip


def _named(declaration: Declaration, slug: str) -> str:
    return declaration.fields[slug].name.in_language(showing.language())
