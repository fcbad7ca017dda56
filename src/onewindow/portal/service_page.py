"""What a service's page tells: what is promised, what is really done, what is needed and what is not."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _

from onewindow.blocks.cases import api as cases
from onewindow.blocks.cases.types import ServiceFigures
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import Fee, Field, Formula, ServicePackage, WorkStep
from onewindow.foundation.web import api as web
from onewindow.foundation.web.api import show_duration, show_money, show_number
from onewindow.foundation.web.types import Diagram
from onewindow.kernel.money import Money
from onewindow.portal.cards import agency_name
from onewindow.standards import bpmn


@dataclass(frozen=True, slots=True)
class Needed:
    """A document to have at hand. ``when`` is empty where it is always needed."""

    name: str
    hint: str
    when: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A benefit that the service promises."""

    name: str
    unit: str
    baseline: str
    target: str


@dataclass(frozen=True, slots=True)
class ServicePage:
    """All that the page shows, in its language. ``time_taken`` is empty while nothing was decided."""

    name: str
    summary: str
    agency: str
    who: tuple[str, ...]
    how: str
    cost: str
    cost_note: str
    time_promised: str
    time_taken: str
    decided: int
    late: str
    needed: tuple[Needed, ...]
    known: tuple[str, ...]
    laws: tuple[str, ...]
    promises: tuple[Promise, ...]
    sign_in: str
    start: str
    by_counter: bool
    by_program: bool
    diagram: Diagram


def service_page(package: ServicePackage, *, language: str) -> ServicePage:
    """Compose the page of a service."""
    official = package.official_language
    figures = cases.public_figures(service=package.key)
    cost, cost_note = _cost(package, language)
    fields = package.starting_form.fields
    return ServicePage(
        name=package.name.in_language(language, official=official),
        summary=package.summary.in_language(language, official=official),
        agency=agency_name(package.agency, language),
        who=_who(package, language),
        how=_text(package, "service.how", language),
        cost=cost,
        cost_note=cost_note,
        time_promised=_promised(package),
        time_taken=show_duration(figures.median_hours) if figures.median_hours is not None else "",
        decided=figures.granted + figures.refused,
        late=_late(figures),
        needed=tuple(_needed(one, language) for one in fields if one.type == "file"),
        known=tuple(_label(one, language) for one in fields if one.known is not None),
        laws=tuple(
            _law(_text(package, f"laws.{one.law}", language) or one.law, one.article)
            for one in package.legal_basis
        ),
        promises=tuple(
            Promise(one.name.in_language(language), one.unit, one.baseline, one.target)
            for one in package.benefits
        ),
        sign_in=_sign_in(package.assurance),
        start=f"/apply/{package.key}/" if "page" in package.channels else "",
        by_counter="counter" in package.channels,
        by_program="api" in package.channels,
        diagram=_diagram(package.key, package.version, language),
    )


def _text(package: ServicePackage, key: str, language: str) -> str:
    found = package.texts.localised(key)
    return found.in_language(language, official=package.official_language) if found else ""


def _label(field: Field, language: str) -> str:
    return field.label.in_language(language)


def _who(package: ServicePackage, language: str) -> tuple[str, ...]:
    named = _text(package, "service.who", language)
    if named:
        return (named,)
    kinds = {"person": _("Any person in the register of people"), "company": _("Any registered company")}
    said = [kinds[kind] for kind in package.applicant.kinds if kind in kinds]
    return (*said, _("Somebody whom they gave a mandate"))


def _cost(package: ServicePackage, language: str) -> tuple[str, str]:
    fees = _fees(package)
    if not fees:
        return _("Free"), ""
    names = ", ".join(fee.name.in_language(language) for fee in fees)
    fixed = [_fixed(fee) for fee in fees]
    if all(fixed):
        return " + ".join(fixed), names
    return _("Depends on your answers"), _("You see the amount before you pay: %(fees)s.") % {"fees": names}


def _fees(package: ServicePackage) -> tuple[Fee, ...]:
    """What the service asks, and what the services ask that are parts of it."""
    parts = (fee for part in package.called.values() for fee in _fees(part))
    return (*package.fees.values(), *parts)


def _fixed(fee: Fee) -> str:
    amount = fee.amount.literal
    if fee.amount.expression is not None or not isinstance(amount, int | Decimal | str):
        return ""
    return show_money(Money.of(amount, fee.currency))


def _promised(package: ServicePackage) -> str:
    deadline = package.deadline
    if deadline is not None:
        days = _whole(deadline.working_days)
        if days is None:
            return _("Depends on your answers")
        return _("%(days)s working days at most") % {"days": show_number(days)}
    by_people = any(isinstance(step, WorkStep) and step.party == "officer" for step in package.steps.values())
    return _("No set time") if by_people else _("At once")


def _whole(formula: Formula) -> int | None:
    literal = formula.literal if formula.expression is None else None
    return int(literal) if isinstance(literal, int | Decimal | str) else None


def _late(figures: ServiceFigures) -> str:
    if figures.late_share is None:
        return ""
    return _("%(share)s%% came later than promised.") % {
        "share": show_number(round(figures.late_share * 100))
    }


def _needed(field: Field, language: str) -> Needed:
    required = field.required
    if required is not None and required.expression is None and required.literal is True:
        when = ""
    elif required is not None and required.expression is not None:
        when = _("in some cases")
    else:
        when = _("if you have it")
    return Needed(_label(field, language), field.hint.in_language(language) if field.hint else "", when)


def _law(law: str, article: str) -> str:
    return _("%(law)s, article %(article)s") % {"law": law, "article": article} if article else law


def _sign_in(assurance: str) -> str:
    texts = {
        "none": _("You need no account."),
        "low": _("You sign in with your account."),
        "substantial": _("You sign in with your account and a second factor."),
        "high": _("You sign in with a passkey or your electronic identity."),
    }
    return texts[assurance]


@lru_cache(maxsize=128)
def _diagram(service: str, version: str, language: str) -> Diagram:
    """The same for everybody who reads this version in this language."""
    package = catalogue.package(service=service, version=version)
    drawn = bpmn.diagram(package.process)
    return web.process_diagram(
        drawn=drawn,
        title=_("The way of a request"),
        description=_("The steps from your request to the decision."),
        names=catalogue.names_in_drawing(package=package, language=language),
    )
