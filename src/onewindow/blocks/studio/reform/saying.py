"""The report in plain words: what could go, and what that gives back."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onewindow.blocks.catalogue.types import Form, ServicePackage
from onewindow.blocks.studio.reform.causes import Cause
from onewindow.blocks.studio.reform.gains import Gain, ReformReport
from onewindow.blocks.studio.simulation.names import step_name


@dataclass(frozen=True, slots=True)
class Said:
    """A gain in words.

    :param what: what it is about, in a few words; ``why`` the evidence; ``back`` what it gives back.
    """

    what: str
    why: str
    back: str


def said(gain: Gain, package: ServicePackage, *, language: str) -> Said:
    """A gain in the language of the page."""
    return Said(_what(gain, package, language), _why(gain, package, language), back_of(gain))


def _what(gain: Gain, package: ServicePackage, language: str) -> str:
    if gain.kind == "question":
        return _("The question “%(label)s”") % {"label": question_label(gain.question, package, language)}
    return step_name(package, gain.element, language=language)


def _why(gain: Gain, package: ServicePackage, language: str) -> str:
    share = f"{gain.share:.0%}"
    if gain.kind == "decides-nothing":
        return _("In %(cases)s cases it never changed what became of the case.") % {"cases": gain.cases}
    if gain.kind == "never-refused":
        return _("In %(cases)s cases it never refused.") % {"cases": gain.cases}
    if gain.kind == "way-back":
        text = _("%(share)s of cases come back to the applicant here.") % {"share": share}
        return text + (f" {_cause(gain.cause, package, language)}" if gain.cause else "")
    text = _("No rule, letter, document, fee or form uses the answer.")
    if gain.same is None:
        return text
    words = {"answer": gain.same[0], "share": f"{gain.same[1]:.0%}"}
    return text + " " + _("%(share)s answer “%(answer)s”.") % words


def _cause(cause: Cause, package: ServicePackage, language: str) -> str:
    return _(
        "Where “%(label)s” is “%(answer)s” it happens to %(share)s, elsewhere to %(others)s."
    ) % {
        "label": question_label(cause.question, package, language),
        "answer": option_label(cause.question, cause.answer, package, language),
        "share": f"{cause.share:.0%}",
        "others": f"{cause.others:.0%}",
    }  # fmt: skip


def back_of(gain: Gain) -> str:
    """What a gain gives back in a year; empty where nothing can be computed."""
    parts: list[str] = []
    if gain.officer_hours is not None and gain.officer_hours >= 1:
        hours = round(gain.officer_hours)
        parts.append(
            ngettext("%(n)s hour of officers", "%(n)s hours of officers", hours) % {"n": f"{hours:,}"}
        )
    if gain.citizen_hours is not None and gain.citizen_hours >= 1:
        hours = round(gain.citizen_hours)
        text = ngettext("%(n)s hour of applicants", "%(n)s hours of applicants", hours)
        parts.append(text % {"n": f"{hours:,}"})
    if gain.wait_days is not None and gain.wait_days >= 0.1:
        parts.append(_("%(days)s days of waiting for each case") % {"days": f"{gain.wait_days:.1f}"})
    return ", ".join(parts)


def question_label(question: str, package: ServicePackage, language: str) -> str:
    """A question as people read it; its path where it is unknown."""
    form, _slash, path = question.partition("/")
    field = _form(package, form).field(path)
    return field.label.in_language(language, official=package.official_language) if field else question


def option_label(question: str, answer: str, package: ServicePackage, language: str) -> str:
    """An answer as people read it."""
    form, _slash, path = question.partition("/")
    field = _form(package, form).field(path)
    options = {option.value: option.label for option in field.options} if field else {}
    found = options.get(answer)
    if found is not None:
        return found.in_language(language, official=package.official_language)
    return {"yes": _("yes"), "no": _("no")}.get(answer, answer)


def _form(package: ServicePackage, form: str) -> Form:
    return package.forms[form]


def reform_text(report: ReformReport, *, package: ServicePackage, language: str = "en") -> str:
    """The whole report for a terminal."""
    return "\n".join(_lines(report, package, language))


def _lines(report: ReformReport, package: ServicePackage, language: str) -> Iterator[str]:
    where = "real cases" if report.source == "cases" else "simulated cases"
    yield f"{report.service} {report.version[:12]}"
    yield f"{report.cases:,} {where}, {report.decided:,} decided; {report.per_year:,.0f} a year"
    yield ""
    if not report.gains:
        yield "Nothing was found that could go."
    for place, gain in enumerate(report.gains, 1):
        told = said(gain, package, language=language)
        yield f"{place:3}. {told.what}"
        yield f"     {told.why}"
        yield f"     gives back in a year: {told.back or 'nothing that can be counted'}"
    yield ""
    yield f"{'Step':56} {'times':>7} {'waits h':>9} {'works min':>10} {'whole h':>8}"
    for step in report.steps:
        waits = "" if step.waiting_hours is None else f"{step.waiting_hours:.1f}"
        works = "" if step.working_minutes is None else f"{step.working_minutes:.1f}"
        name = step_name(package, step.element, language=language)[:56]
        yield f"{name:56} {step.times:7,} {waits:>9} {works:>10} {step.whole_hours:8.1f}"
