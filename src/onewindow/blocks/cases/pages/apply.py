"""Applying: begin, one page after another, drop an invoice, check the answers, file."""

from collections.abc import Mapping
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onewindow.blocks.cases import api
from onewindow.blocks.cases.dropped import read_dropped
from onewindow.blocks.cases.errors import ApplicantNotChosen, NobodyToFileFor, OthersMustSign, SignatureNeeded
from onewindow.blocks.cases.lookups import RegisterLookups
from onewindow.blocks.cases.operations.assisting import TO_CONFIRM
from onewindow.blocks.cases.operations.filing import kind_of
from onewindow.blocks.cases.pages.counter import applicant_at_counter
from onewindow.blocks.cases.pages.fields import field_views
from onewindow.blocks.cases.pages.known import known_from
from onewindow.blocks.cases.pages.posted import Posted, asked_of, only_about_new, read_posted
from onewindow.blocks.cases.pages.showing import summary_rows
from onewindow.blocks.cases.types import DraftView, FormScope
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import ServicePackage, ShownPage
from onewindow.blocks.documents import api as documents
from onewindow.blocks.identity import api as identity
from onewindow.blocks.mandates import api as mandates
from onewindow.blocks.mandates.types import Mandate
from onewindow.foundation.access.api import Actor, actor_of, guard
from onewindow.foundation.web.api import error_summary, render
from onewindow.foundation.web.types import ErrorSummary
from onewindow.kernel.errors import OnewindowError, Problems
from onewindow.kernel.reference import Reference


@guard("signed-in")
def begin(request: HttpRequest, agency: str, service: str) -> HttpResponse:
    """Say for whom, find what was begun before, begin."""
    package = catalogue.package(service=f"{agency}/{service}")
    actor = actor_of(request=request)
    errors = ErrorSummary()
    at_counter = actor.has_post(agency=agency, role="clerk") and "counter" in package.channels
    if request.method == "POST":
        try:
            draft = _begin_at_counter(request, package) if at_counter else _begin(request, package)
            return redirect("cases:draft", key=draft.key)
        except OnewindowError as problem:
            errors = error_summary(error=problem)
    drafts, _count = api.my_drafts(actor=actor, service=package.key)
    context = {
        "package": package, "drafts": drafts, "actor": actor, "errors": errors, "at_counter": at_counter,
        "pages": package.starting_form.pages, "back": f"/services/{package.key}/",
        "principals": () if at_counter else _principals(actor, package), "acts_for": actor.acting_for,
    }  # fmt: skip
    return render(request, "cases/begin.html", context, status=422 if errors else 200)


def _principals(actor: Actor, package: ServicePackage) -> tuple[Mandate, ...]:
    """For whom the actor may ask for this service: themself, companies, those who gave a mandate."""
    scope, wards = package.applicant.scope, "person" in package.applicant.kinds
    rights = mandates.principals_of(actor=actor, scope=scope, service=package.key, wards=wards)
    fitting = [right for right in rights if kind_of(right.principal) in package.applicant.kinds]
    return tuple(group[0] for group in mandates.by_principal(rights=fitting))


def _begin(request: HttpRequest, package: ServicePackage) -> DraftView:
    actor = actor_of(request=request)
    rights = _principals(actor, package)
    chosen = str(request.POST.get("principal", "")) or (str(rights[0].principal) if len(rights) == 1 else "")
    right = next((one for one in rights if str(one.principal) == chosen), None)
    if right is None:
        raise NobodyToFileFor() if not rights else ApplicantNotChosen(field="principal")
    if right.basis:
        # From here on the session acts for them, so that the draft and the case are found again.
        actor = identity.act_for(
            request=request, principal=right.principal, basis=right.basis, name=right.principal_name
        )
    elif actor.acting_for is not None:
        identity.act_for_self(request=request)
        actor = actor_of(request=request)
    return api.begin_draft(service=package.key, actor=actor, applicant=right.principal, channel="page")


def _begin_at_counter(request: HttpRequest, package: ServicePackage) -> DraftView:
    applicant = applicant_at_counter(request)
    actor = actor_of(request=request)
    return api.begin_draft(service=package.key, actor=actor, applicant=applicant, channel="counter")


@guard("signed-in")
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """Come back to a draft: to the first page that is not answered, or to the answers."""
    actor = actor_of(request=request)
    found = api.draft(key=key, actor=actor)
    if found.filed:
        return redirect("cases:case", number=found.filed)
    scope = api.scope_of_draft(key=key, actor=actor)
    for page in _pages(scope):
        if page.page not in found.seen:
            return redirect("cases:draft-page", key=key, page=page.page)
    return redirect("cases:draft-check", key=key)


@guard("signed-in")
def draft_page(request: HttpRequest, key: str, page: str) -> HttpResponse:
    """One page of questions."""
    actor = actor_of(request=request)
    if api.draft(key=key, actor=actor).filed:
        return redirect("cases:draft", key=key)
    scope = api.scope_of_draft(key=key, actor=actor)
    shown = next((one for one in _pages(scope) if one.page == page), None)
    if shown is None or scope.form is None:
        return redirect("cases:draft", key=key)
    if request.method == "POST":
        return _take_page(request, key, actor, scope, shown)
    return _draw_page(request, key, actor, scope, shown, ErrorSummary(), {})


def _take_page(
    request: HttpRequest, key: str, actor: Actor, scope: FormScope, shown: ShownPage
) -> HttpResponse:
    assert scope.form is not None
    fields = tuple(one.field for one in shown.fields)
    posted = read_posted(request, form=scope.form, fields=fields, actor=actor, before=scope.answers)
    filled = _fill(request, scope, posted, actor)
    goes_on = posted.button in ("continue", "check") and not posted.problems
    answers = {**scope.answers, **posted.answers}
    problems = [*posted.problems]
    if goes_on and not filled:
        checked = catalogue.check_answers(
            form=scope.form, answers=answers, context=scope.scope, lookups=RegisterLookups(actor),
            pages=[shown.page], language=actor.language,
        )  # fmt: skip
        problems = list(checked.problems)
    api.keep_draft(
        key=key, actor=actor, answers=posted.answers,
        seen=[shown.page] if goes_on and not problems and not filled else [],
    )  # fmt: skip
    fresh = api.scope_of_draft(key=key, actor=actor)
    if goes_on and not problems and not filled:
        return _next(key, fresh, shown.page, to_check=posted.button == "check")
    again = next((one for one in _pages(fresh) if one.page == shown.page), shown)
    if problems and only_about_new(problems, request):
        messages.info(request, _("Your answer opened further questions. Answer them too."))
        problems = []
    errors = error_summary(error=Problems(problems)) if problems else ErrorSummary()
    return _draw_page(request, key, actor, fresh, again, errors, posted.searches)


def _throw_away(posted: Posted, field: str, actor: Actor) -> None:
    """A file that cannot be used leaves nothing behind."""
    stored = posted.answers.pop(field, None)
    posted.answers[field] = None
    if isinstance(stored, dict):
        documents.remove_upload(file=Reference(str(stored["file"])), actor=actor)


def _fill(request: HttpRequest, scope: FormScope, posted: Posted, actor: Actor) -> bool:
    """Fill the form from a dropped message; its problems join those of the page."""
    fills = scope.form.fills if scope.form else None
    if fills is None or fills.field not in posted.uploads or scope.form is None:
        return False
    try:
        message = read_dropped(fills.standard, posted.uploads[fills.field])
    except OnewindowError as problem:
        _throw_away(posted, fills.field, actor)
        problem.field = fills.field
        posted.problems.append(problem)
        return False
    if message is None:
        return False
    filled = catalogue.fill_answers(form=scope.form, message=message, context=scope.scope)
    posted.answers = {**posted.answers, **filled.answers}
    said = ngettext(
        "We filled in %(n)s answer from your file. Check it.",
        "We filled in %(n)s answers from your file. Check them.",
        len(filled.paths),
    )
    messages.success(request, said % {"n": len(filled.paths)})
    return True


def _next(key: str, scope: FormScope, page: str, *, to_check: bool) -> HttpResponse:
    slugs = [one.page for one in _pages(scope)]
    place = slugs.index(page) + 1 if page in slugs else 0
    if to_check or place >= len(slugs):
        return redirect("cases:draft-check", key=key)
    return redirect("cases:draft-page", key=key, page=slugs[place])


def _draw_page(
    request: HttpRequest,
    key: str,
    actor: Actor,
    scope: FormScope,
    shown: ShownPage,
    errors: ErrorSummary,
    searches: Mapping[str, str],
) -> HttpResponse:
    pages = _pages(scope)
    slugs = [one.page for one in pages]
    place = slugs.index(shown.page) if shown.page in slugs else 0
    views = field_views(
        shown.fields, language=actor.language, scope=scope.scope, errors=errors, searches=searches,
        known=lambda field: known_from(scope.package, field, scope=scope.scope, actor=actor),
    )  # fmt: skip
    back = f"/apply/draft/{key}/page/{slugs[place - 1]}/" if place else f"/apply/{scope.package.key}/"
    context = {
        "package": scope.package, "page": shown, "back": back, "errors": errors, "number": place + 1,
        "of": len(slugs), "check": request.GET.get("check", ""), "multipart": _has_file(shown),
        "fields": views, "asked": asked_of(views),
        "fills": scope.form.fills if scope.form else None,
    }  # fmt: skip
    return render(request, "cases/draft_page.html", context, status=422 if errors else 200)


@guard("signed-in")
def draft_check(request: HttpRequest, key: str) -> HttpResponse:
    """Check your answers, then file."""
    actor = actor_of(request=request)
    found = api.draft(key=key, actor=actor)
    if found.filed:
        return redirect("cases:filed", number=found.filed)
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            filed = api.file_draft(key=key, actor=actor, language=actor.language)
            if filed.status == TO_CONFIRM:
                messages.success(request, _("The applicant got a letter. It is filed when they confirm it."))
                return redirect("cases:mine")
            return redirect("cases:filed", number=filed.number)
        except OthersMustSign:
            return redirect("cases:draft-sign", key=key)
        except SignatureNeeded:
            return redirect("cases:draft-signature", key=key)
        except OnewindowError as problem:
            errors = error_summary(error=problem)
    scope = api.scope_of_draft(key=key, actor=actor)
    parts = [
        (
            page,
            summary_rows(
                page, language=actor.language, change=f"/apply/draft/{key}/page/{page.page}/?check=1"
            ),
        )
        for page in _pages(scope, check=actor)
    ]
    context = {
        "package": scope.package, "parts": [part for part in parts if part[1]], "errors": errors,
        "key": key, "form": scope.form,
        "back": f"/apply/draft/{key}/page/{parts[-1][0].page}/" if parts else "",
    }  # fmt: skip
    return render(request, "cases/draft_check.html", context, status=422 if errors else 200)


@guard("signed-in")
def discard(request: HttpRequest, key: str) -> HttpResponse:
    """Throw a draft away."""
    actor = actor_of(request=request)
    if request.method == "POST":
        api.discard_draft(key=key, actor=actor)
        messages.success(request, _("You discarded your draft."))
        return redirect("cases:mine")
    found = api.draft(key=key, actor=actor)
    package = catalogue.package(service=found.service, version=found.version)
    return render(request, "cases/discard.html", {"package": package, "back": f"/apply/draft/{key}/"})


def _pages(scope: FormScope, *, check: Actor | None = None) -> tuple[ShownPage, ...]:
    """The pages that have something to show; with their computed values where they are checked."""
    if scope.form is None:
        return ()
    answers = scope.answers
    if check is not None:
        checked = catalogue.check_answers(
            form=scope.form, answers=answers, context=scope.scope, lookups=RegisterLookups(check)
        )
        answers = {**answers, **checked.answers}
    shown = catalogue.shown_pages(form=scope.form, answers=answers, context=scope.scope)
    return tuple(replace(page) for page in shown if page.fields)


def _has_file(shown: ShownPage) -> bool:
    return any(one.field.type == "file" for one in shown.fields)
