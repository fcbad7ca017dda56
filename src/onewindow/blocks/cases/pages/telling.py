"""A case's story and state in words."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from onewindow.blocks.cases.types import CaseView, StoryLine, WorkView
from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.identity import api as identity
from onewindow.blocks.mandates import api as mandates
from onewindow.blocks.registers import api as registers
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
    "asked-to-sign": gettext_lazy("Signed by one officer, waits for the others"),
    "signed-together": gettext_lazy("Signed by all officers of the company who must"),
    "silence": gettext_lazy("Closed, because no answer came in time"),
}


def status_tag(status: str) -> Tag:
    """A case's status."""
    text, colour = _STATUSES.get(status, (status, "grey"))
    return Tag(str(text), colour)


def moments(
    story: Iterable[StoryLine],
    package: ServicePackage,
    *,
    language: str,
    names: Mapping[str, str] | None = None,
) -> tuple[Moment, ...]:
    """The timeline, oldest first. Each line says what happened, who did it, for whom and on what basis.

    :param names: see ``names_in``.
    """
    return tuple(_moment(line, package, language, names or {}) for line in story)


def waiting(case: CaseView, package: ServicePackage, *, language: str) -> tuple[Moment, ...]:
    """What the case waits for now, and until when."""
    return tuple(_wait(work, package, language) for work in case.works if work.state == "open")


def _moment(line: StoryLine, package: ServicePackage, language: str, names: Mapping[str, str]) -> Moment:
    incident = line.detail.get("incident")
    return Moment(
        title=_title(line, package, language),
        when=show_datetime(line.at),
        iso=line.at.isoformat(),
        by=_by(line, language, names),
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


def _by(line: StoryLine, language: str, names: Mapping[str, str]) -> str:
    acted = line.detail.get("acted")
    if isinstance(acted, Mapping):
        where = agency_name(line.agency, language) if line.agency else ""
        return ", ".join(part for part in (acted_in_words(acted, names), where) if part)
    if line.kind == "signed":
        return str(line.detail.get("signer", ""))
    if not line.agency:
        return ""
    agency = agency_name(line.agency, language)
    return f"{line.by}, {agency}" if line.by else agency


def acted_in_words(acted: Mapping[str, object], names: Mapping[str, str]) -> str:
    """Who acted, for whom, on what basis; only who, where they acted for themselves.

    :param names: of those for whom one may act, by reference.
    """
    who, basis = str(acted.get("name", "")), str(acted.get("basis", ""))
    if not basis:
        return who
    principal = names.get(str(acted.get("for", "")), "")
    on = mandates.basis_in_words(basis=basis, role=str(acted.get("role", "")))
    said = _("%(name)s for %(principal)s") % {"name": who, "principal": principal} if principal else who
    together = acted.get("together")
    signed = _("signed by %(names)s") % {"names": ", ".join(together)} if isinstance(together, list) else ""
    return ", ".join(part for part in (said, on, signed) if part)


def filed_in_words(case: CaseView, lines: Iterable[StoryLine], names: Mapping[str, str]) -> str:
    """Who filed a case, for whom, on what basis, as a sentence; empty where the story does not say."""
    told = (line.detail.get("acted") for line in lines if line.kind == "filed")
    acted = next((one for one in told if isinstance(one, Mapping)), None)
    return _("Filed by %(who)s.") % {"who": acted_in_words(acted, names)} if acted else ""


def names_in(case: CaseView, lines: Iterable[StoryLine]) -> dict[str, str]:
    """The names of those for whom somebody acted in a case, as far as whoever sees the case sees them.

    The applicant as the case knows them; other companies as their register tells everybody.
    """
    applicant = case.data.get("applicant")
    names = {case.applicant.text: str(applicant.get("name") or "")} if isinstance(applicant, Mapping) else {}
    acted = (line.detail.get("acted") for line in lines)
    others = {str(one.get("for", "")) for one in acted if isinstance(one, Mapping)} - names.keys()
    start = "register/companies/"
    keys = sorted(other.removeprefix(start) for other in others if other.startswith(start))
    found = registers.public_names(register="companies", keys=keys) if keys else {}
    return {**names, **{f"{start}{key}": name for key, name in found.items()}}


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
