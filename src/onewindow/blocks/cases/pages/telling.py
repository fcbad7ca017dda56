"""A case's story and state in words."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from onewindow.blocks.cases.types import CaseView, StoryLine, WorkView
from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.identity import api as identity
from onewindow.foundation.web.api import show_date, show_datetime
from onewindow.foundation.web.types import Moment, Tag, TagColour

_STATUSES: Mapping[str, tuple[str, TagColour]] = {
    "open": (pgettext_lazy("case", "In progress"), "blue"),
    "granted": (pgettext_lazy("case", "Granted"), "green"),
    "refused": (pgettext_lazy("case", "Refused"), "red"),
    "withdrawn": (pgettext_lazy("case", "Withdrawn"), "grey"),
    "expired": (pgettext_lazy("case", "Expired"), "grey"),
    "revoked": (pgettext_lazy("case", "Revoked"), "red"),
    "closed": (pgettext_lazy("case", "Closed"), "grey"),
}
_KINDS = {
    "filed": gettext_lazy("Request filed"),
    "paid": gettext_lazy("Fee paid"),
    "free": gettext_lazy("No fee to pay"),
    "document": gettext_lazy("Document issued"),
    "notice": gettext_lazy("Letter sent"),
    "number": gettext_lazy("Number given"),
    "register": gettext_lazy("Register read"),
    "written": gettext_lazy("Register updated"),
    "part": gettext_lazy("Done by another agency"),
    "moved": gettext_lazy("Moved to another version of the procedure"),
    "failed": gettext_lazy("A step could not be done"),
    "proposed": gettext_lazy("Decision proposed, to be confirmed by a second person"),
    "returned": gettext_lazy("Proposed decision given back"),
    "signed": gettext_lazy("Signed by who filed"),
    "confirmed": gettext_lazy("Confirmed by the applicant"),
    "signed-together": gettext_lazy("Signed by all officers of the company who must"),
    "silence": gettext_lazy("Closed, because no answer came in time"),
}


def status_tag(status: str) -> Tag:
    """A case's status."""
    text, colour = _STATUSES.get(status, (status, "grey"))
    return Tag(str(text), colour)


def moments(story: Iterable[StoryLine], package: ServicePackage, *, language: str) -> tuple[Moment, ...]:
    """The timeline, oldest first. Each line says what happened and who did it."""
    return tuple(_moment(line, package, language) for line in story)


def waiting(case: CaseView, package: ServicePackage, *, language: str) -> tuple[Moment, ...]:
    """What the case waits for now, and until when."""
    return tuple(_wait(work, package, language) for work in case.works if work.state == "open")


def _moment(line: StoryLine, package: ServicePackage, language: str) -> Moment:
    incident = line.detail.get("incident")
    return Moment(
        title=_title(line, package, language),
        when=show_datetime(line.at),
        iso=line.at.isoformat(),
        by=_by(line, language),
        text=_("We are looking into it. You need not do anything.") if incident else "",
        state="stopped" if incident else "done",
    )


def _title(line: StoryLine, package: ServicePackage, language: str) -> str:
    action = line.detail.get("action")
    if isinstance(action, str) and action in package.after:
        label = package.after[action].label.in_language(language, official=package.official_language)
        return label if line.kind == "message" else f"{_KINDS.get(line.kind, line.kind)}: {label}"
    step = package.steps.get(line.element)
    name = step.text.name.in_language(language, official=package.official_language) if step else ""
    if line.kind == "timer":
        return _("Time limit reached: %(step)s") % {"step": name} if name else _("Time limit reached")
    kind = str(_KINDS[line.kind]) if line.kind in _KINDS else ""
    if kind and name:
        return f"{kind}: {name}"
    return kind or name or str(line.kind)


def _by(line: StoryLine, language: str) -> str:
    acted = line.detail.get("acted")
    if isinstance(acted, Mapping):
        where = agency_name(line.agency, language) if line.agency else ""
        return ", ".join(part for part in (str(acted.get("name", "")), where, basis_text(acted)) if part)
    if not line.agency:
        return ""
    agency = agency_name(line.agency, language)
    return f"{line.by}, {agency}" if line.by else agency


def basis_text(acted: Mapping[str, object]) -> str:
    """On what basis somebody acted for another, in words; empty for oneself."""
    kind, _sep, key = str(acted.get("basis", "")).partition("/")
    if kind == "mandate":
        return _("by mandate %(code)s") % {"code": key}
    if kind == "employee":
        return _("as an employee, %(code)s") % {"code": key}
    if kind == "counter":
        return _("at the counter, for the applicant")
    register = key.partition("/")[0] if kind == "register" else ""
    said = {
        "companies": _("as a representative of the company"),
        "people": _("as a parent"),
        "guardianships": _("as a guardian"),
    }
    return said.get(register, "")


def _wait(work: WorkView, package: ServicePackage, language: str) -> Moment:
    step = package.steps.get(work.element)
    official = package.official_language
    waits = step.text.waits.in_language(language, official=official) if step else ""
    due = pgettext("deadline", "until %(day)s") % {"day": show_date(work.due_at)} if work.due_at else ""
    return Moment(
        title=step.text.name.in_language(language, official=official) if step else work.element,
        when=due,
        iso=work.due_at.isoformat() if work.due_at else "",
        by=agency_name(work.agency, language) if work.agency else "",
        text=waits,
        state="current",
        tag=Tag(_("Overdue"), "red") if work.colour == "red" else None,
    )


def agency_name(slug: str, language: str) -> str:
    """An agency's name in a language."""
    try:
        return identity.agency(slug=slug).name.in_language(language)
    except identity.AgencyUnknown:
        return slug
