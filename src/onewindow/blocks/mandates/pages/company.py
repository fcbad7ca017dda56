"""A company's principals and employees: who gave it a mandate, who of its people acts for whom, how far."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onewindow.blocks.mandates import api, offers
from onewindow.blocks.mandates.finding import matches
from onewindow.blocks.mandates.pages import words
from onewindow.blocks.mandates.types import EmployeeView, GrantedView
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import Actor
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import Crumb, ErrorSummary, FieldView
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.reference import Reference

_SIZE = 50


@guard("representative")
@require_GET
def company(request: HttpRequest, key: str) -> HttpResponse:
    """All principals of a company with what is left of their mandates, and its employees."""
    actor = access.actor_of(request=request)
    house = Reference.of("register", "companies", key)
    employees = api.employees_of(actor=actor, company=house)
    asked = request.GET.get("q", "").strip()[:100]
    received = _received(actor, house)
    found = [one for one in received if matches(asked, one.principal_name, one.principal.key, one.code)]
    pages = words.page_of(request, len(found), _SIZE)
    shown = found[(pages.number - 1) * _SIZE : pages.number * _SIZE]
    context = {
        "key": key,
        "name": _name(actor, house),
        "employees": [(one, words.scope_names(one.scopes)) for one in employees if one.state != "ended"],
        "over": [one for one in employees if one.state == "ended"],
        "rows": [(one, words.scope_names(one.scopes), _who(one, employees)) for one in shown],
        "asked": asked,
        "found": len(found),
        "pages": pages,
        "crumbs": [Crumb(_("Mandates"), reverse("mandates:mandates")), Crumb(_name(actor, house))],
    }
    return web.render(request, "mandates/company.html", context)


@guard("representative")
@require_http_methods(["GET", "POST"])
def new_employee(request: HttpRequest, key: str) -> HttpResponse:
    """Name an employee, and say how far they may act."""
    actor = access.actor_of(request=request)
    house = Reference.of("register", "companies", key)
    api.employees_of(actor=actor, company=house)  # a stranger learns nothing of the company
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            made = api.name_employee(
                actor=actor,
                company=house,
                person=words.agent_of(request.POST.get("person", ""), "person"),
                name=request.POST.get("name", ""),
                own=request.POST.get("own") == "yes",
                everyone=_everyone(request),
                principals=_chosen(request),
                terms=words.terms_of(request),
                pin=request.POST.get("pin", ""),
                sign_later=request.POST.get("with") == "own",
            )
            return _to_sign(made) or _to(key)
        except OnewindowError as problem:
            errors = web.error_summary(error=problem)
    context = {
        "key": key,
        "errors": errors,
        "can_sign": api.can_sign(actor=actor),
        "views": _employee_fields(request, errors),
        "principals": _options(request, actor, house, ()),
        "everyone": _everyone(request),
        "pin": words.pin_field(errors),
        "crumbs": _crumbs(actor, house, _("Name an employee")),
    }
    return web.render(request, "mandates/new_employee.html", context, status=422 if errors else 200)


@guard("representative")
@require_http_methods(["GET", "POST"])
def employee(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """For whom an employee acts: choose anew among all of the company's principals."""
    actor = access.actor_of(request=request)
    house = Reference.of("register", "companies", key)
    found = next((one for one in api.employees_of(actor=actor, company=house) if one.code == code), None)
    if found is None:
        raise api.EmployeeUnknown()
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            made = api.assign_principals(
                actor=actor, code=code, everyone=_everyone(request), principals=_chosen(request),
                pin=request.POST.get("pin", ""), sign_later=request.POST.get("with") == "own",
            )  # fmt: skip
            return _to_sign(made) or _to(key)
        except OnewindowError as problem:
            errors = web.error_summary(error=problem)
    context = {
        "key": key,
        "employee": found,
        "scopes": words.scope_names(found.scopes),
        "errors": errors,
        "can_sign": api.can_sign(actor=actor),
        "principals": _options(request, actor, house, found.principals),
        "everyone": _everyone(request) if request.method == "POST" else found.everyone,
        "pin": words.pin_field(errors),
        "crumbs": _crumbs(actor, house, found.name),
    }
    return web.render(request, "mandates/employee.html", context, status=422 if errors else 200)


@guard("representative")
@require_POST
def end_employee(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Take an employee's powers back."""
    api.end_employee(actor=access.actor_of(request=request), code=code)
    return _to(key)


def _to_sign(made: EmployeeView) -> HttpResponse | None:
    """Where a program of one's own signs what was only written down; None where that was not asked for."""
    act = api.open_act_about(subject=Reference.of("employee", made.code), kind="employ")
    if act is None or act.signed_by:
        return None
    return HttpResponseRedirect(reverse("mandates:act", kwargs={"code": act.code}))


def _to(key: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("mandates:company", kwargs={"key": key}))


def _crumbs(actor: Actor, house: Reference, here: str) -> list[Crumb]:
    key = house.key.partition("/")[2]
    return [
        Crumb(_("Mandates"), reverse("mandates:mandates")),
        Crumb(_name(actor, house), reverse("mandates:company", kwargs={"key": key})),
        Crumb(here),
    ]


def _name(actor: Actor, house: Reference) -> str:
    right = api.may_act(actor=actor, principal=house, scope=None)
    return right.principal_name if right else house.key


def _received(actor: Actor, house: Reference) -> list[GrantedView]:
    found = [one for one in api.mandates_of(actor=actor) if one.agent == house and one.state == "active"]
    return sorted(found, key=lambda one: (one.principal_name, one.code))


def _who(mandate: GrantedView, employees: tuple[EmployeeView, ...]) -> str:
    """Which employees act for a principal."""
    acting = [one for one in employees if one.state != "ended"]
    names = [one.name for one in acting if one.everyone or mandate.principal in one.principals]
    return ", ".join(names)


def _everyone(request: HttpRequest) -> bool:
    return request.POST.get("everyone") == "yes"


def _chosen(request: HttpRequest) -> list[Reference]:
    return [Reference(text) for text in dict.fromkeys(request.POST.getlist("principals"))]


def _options(
    request: HttpRequest, actor: Actor, house: Reference, now: tuple[Reference, ...]
) -> list[tuple[str, str, bool]]:
    """All principals of the company, once each, with whether it is ticked."""
    sent = request.POST.getlist("principals") if request.method == "POST" else [one.text for one in now]
    names = {one.principal.text: one.principal_name for one in _received(actor, house)}
    return [(text, name, text in sent) for text, name in names.items()]


def _employee_fields(request: HttpRequest, errors: ErrorSummary) -> tuple[FieldView, ...]:
    sent = request.POST
    return (
        FieldView(
            name="person",
            kind="text",
            label=_("National number of the employee"),
            value=sent.get("person", ""),
            error=errors.of("person"),
            width=20,
        ),
        FieldView(
            name="name",
            kind="text",
            label=_("Name, as your company calls them"),
            value=sent.get("name", ""),
            error=errors.of("name"),
        ),
        FieldView(
            name="own",
            kind="yes_no",
            label=_("May they act for your company itself, too?"),
            value=sent.get("own", "no"),
            error=errors.of("own"),
        ),
        *words.terms_fields(request, errors, offers.scopes()),
    )
