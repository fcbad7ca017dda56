"""The parts of a case on the page of the whole: one list, one timeline, one place to answer and to pay."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from onewindow.blocks.cases import api
from onewindow.blocks.cases.pages.telling import agency_name, moments, names_in, status_tag, waiting
from onewindow.blocks.cases.types import CaseView, PartView
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.documents import api as documents
from onewindow.blocks.documents.types import IssuedDocument
from onewindow.blocks.payments import api as payments
from onewindow.blocks.payments.types import PaymentRequest
from onewindow.foundation.access.api import Actor
from onewindow.foundation.web.types import Moment, Tag, Task
from onewindow.kernel.reference import Reference


@dataclass(frozen=True, slots=True)
class PartsShown:
    """What the parts add to the page of the whole.

    :param rows: each part with its agency, why it waits, and how it stands.
    :param asked: what waits for the applicant: link and label.
    """

    rows: tuple[Task, ...] = ()
    asked: tuple[tuple[str, str], ...] = ()
    waits: tuple[Moment, ...] = ()
    moments: tuple[Moment, ...] = ()
    documents: tuple[IssuedDocument, ...] = ()
    payments: tuple[PaymentRequest, ...] = ()
    elements: frozenset[str] = frozenset()


def shown_parts(actor: Actor, case: CaseView, package: ServicePackage, *, language: str) -> PartsShown:
    """What the parts of a case add to its page; nothing where its service has none."""
    if not package.calls:
        return PartsShown()
    parts = api.parts(number=case.number, actor=actor)
    seen = [part for part in parts if part.case is not None]
    subjects = [Reference.of("case", part.number) for part in seen]
    asks = [payments.requests_of(subject=subject) for subject in subjects if case.mine]
    return PartsShown(
        rows=tuple(_row(part, package, language) for part in parts),
        asked=tuple(ask for part in seen for ask in _asked(part, language)),
        waits=tuple(wait for part in seen for wait in _waits(part, language)),
        moments=tuple(moment for part in seen for moment in _moments(part, language)),
        documents=tuple(found for subject in subjects for found in documents.documents_of(subject=subject)),
        payments=tuple(ask for found in asks for ask in found),
        elements=frozenset(part.element for part in seen),
    )


def joined(own: Iterable[Moment], others: Iterable[Moment]) -> tuple[Moment, ...]:
    """Two timelines as one, the oldest first."""
    return tuple(sorted((*own, *others), key=lambda moment: moment.iso))


def _row(part: PartView, package: ServicePackage, language: str) -> Task:
    step = package.steps.get(part.element)
    name = step.text.name.in_language(language, official=package.official_language) if step else part.service
    return Task(
        title=name,
        link=reverse("cases:case", kwargs={"number": part.number}) if part.case else "",
        hint=f"{agency_name(part.agency, language)}, {part.number}",
        tag=_tag(part),
    )


def _tag(part: PartView) -> Tag:
    if part.state in ("undoing", "called-off"):
        return Tag(_("Being taken back"), "yellow")
    return Tag(_("Taken back"), "grey") if part.state == "undone" else status_tag(part.status)


def _package(part: PartView) -> ServicePackage:
    version = part.case.version if part.case else None
    return catalogue.package(service=part.service, version=version)


def _asked(part: PartView, language: str) -> Iterable[tuple[str, str]]:
    package = _package(part)
    for work in part.case.works if part.case and part.case.mine else ():
        if work.state == "open" and work.side == "applicant":
            label = package.steps[work.element].text.name.in_language(language)
            yield reverse("cases:answer", kwargs={"number": part.number, "work": work.id}), label


def _waits(part: PartView, language: str) -> Iterable[Moment]:
    if part.case is None or part.status != "open":
        return ()
    agency = agency_name(part.agency, language)
    return (
        replace(wait, by=wait.by or agency) for wait in waiting(part.case, _package(part), language=language)
    )


def _moments(part: PartView, language: str) -> Iterable[Moment]:
    package, agency = _package(part), agency_name(part.agency, language)
    name = package.name.in_language(language, official=package.official_language)
    names = names_in(part.case, part.story) if part.case is not None else {}
    told = moments(part.story, package, language=language, names=names)
    for line, moment in zip(part.story, told, strict=True):
        title = f"{moment.title}: {name}" if line.kind == "filed" else moment.title
        yield replace(moment, title=title, by=moment.by or agency)


def into_context(context: Mapping[str, object], shown: PartsShown, case: CaseView) -> dict[str, object]:
    """A page's context with the parts in it."""
    own = [work.element for work in case.works if work.state == "open"]
    waits = [
        wait
        for element, wait in zip(own, _list(context, "waits"), strict=True)
        if element not in shown.elements
    ]
    return {
        **context,
        "parts": shown.rows,
        "asked": shown.asked,
        "waits": (*waits, *shown.waits),
        "moments": joined(_list(context, "moments"), shown.moments),
        "documents": (*_list(context, "documents"), *shown.documents),
        "payments": (*_list(context, "payments"), *shown.payments),
    }


def _list(context: Mapping[str, object], name: str) -> list[Moment]:
    found = context[name]
    return list(found) if isinstance(found, Iterable) else []
