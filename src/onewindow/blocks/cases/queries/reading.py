"""One case, its works and its story, for somebody who may see it."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from onewindow.blocks.cases import looked
from onewindow.blocks.cases.access import cases_of, is_applicant, may_do, may_see
from onewindow.blocks.cases.choices import offered
from onewindow.blocks.cases.errors import CaseNotFound, WorkNotFound
from onewindow.blocks.cases.models import Case, Work
from onewindow.blocks.cases.process import Process
from onewindow.blocks.cases.queries.works import work_view
from onewindow.blocks.cases.sides import matters_of
from onewindow.blocks.cases.types import CaseView, Choice, StoryLine, WorkView
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import After
from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api as registers
from onewindow.foundation.access.api import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference


def case(*, number: str, actor: Actor) -> CaseView:
    """See ``cases.api.case``."""
    row, mine = case_and_side(number, actor)
    return view_of(row, actor, mine)


def case_and_story(*, number: str, actor: Actor) -> tuple[CaseView, tuple[StoryLine, ...]]:
    """See ``cases.api.case_and_story``."""
    row, mine = case_and_side(number, actor)
    return view_of(row, actor, mine), story_of(row, mine)


def view_of(row: Case, actor: Actor, mine: bool) -> CaseView:
    """What an actor on that side sees of a case; a look of somebody else is noted.

    Which officer has taken a step, and what went wrong in our engineers' words, are for the office alone.
    """
    if not mine:
        looked.note(row, actor)
    package = catalogue.package(service=row.service, version=row.version)
    process = Process.of(row, package, at=clock.now())
    rows = list(row.works.order_by("pk"))
    names = {} if mine else identity.names_of(accounts={work.claimed_by for work in rows if work.claimed_by})
    works = tuple(_for_side(work_view(work, row, names=names), mine) for work in rows)
    choices = tuple(
        Choice(after.name, after.form, _proposer(row, after)) for after in offered(process, actor, mine=mine)
    )
    return CaseView(
        number=row.number, service=row.service, version=row.version, agency=row.agency,
        applicant=Reference(row.applicant), filed_by=row.filed_by, basis=row.basis, channel=row.channel,
        language=row.language, status=row.status, revision=row.revision,
        incident=_in_plain_words(row.incident) if mine else row.incident,
        filed_at=row.filed_at, changed_at=row.changed_at, decided_at=row.decided_at, due_at=row.due_at,
        data=process.data, tokens=row.tokens, works=works, choices=choices, mine=mine,
        applicant_died=not mine and registers.standing_of(person=Reference(row.applicant)).died,
    )  # fmt: skip


def _for_side(work: WorkView, mine: bool) -> WorkView:
    return replace(work, claimed_by="") if mine and work.side == "officer" else work


def _in_plain_words(incident: str) -> str:
    if not incident:
        return ""
    return _("A step could not be done. Our staff are looking into it; you need not do anything.")


def _told(detail: Mapping[str, object], mine: bool) -> Mapping[str, object]:
    incident = str(detail.get("incident") or "")
    return {**detail, "incident": _in_plain_words(incident)} if mine and incident else detail


def _proposer(row: Case, after: After) -> str:
    """Who proposed an action that waits for a second person; the applicant's side proposes nothing."""
    return str(row.proposals.get(after.name, {}).get("by", "")) if after.party != "applicant" else ""


def story(*, number: str, actor: Actor) -> tuple[StoryLine, ...]:
    """See ``cases.api.story``."""
    row, mine = case_and_side(number, actor)
    return story_of(row, mine)


def story_of(row: Case, mine: bool) -> tuple[StoryLine, ...]:
    """What happened; officers' names only for the other side."""
    lines = list(row.story.all())
    names = {} if mine else identity.names_of(accounts={line.by for line in lines if line.by})
    return tuple(
        StoryLine(
            at=line.at, kind=line.kind, element=line.element, agency=line.agency, role=line.role,
            by=names.get(line.by, ""), path=tuple(line.path), detail=_told(line.detail, mine),
        )
        for line in lines
    )  # fmt: skip


def work(*, work: int, actor: Actor) -> WorkView:
    """See ``cases.api.work``."""
    row = Work.objects.select_related("case").filter(pk=work).first()
    if row is None or not may_do(actor, row, row.case):
        raise WorkNotFound()
    if row.side == "officer":
        looked.note(row.case, actor)
    names = identity.names_of(accounts={row.claimed_by} - {""})
    return work_view(row, row.case, names=names)


def case_row(number: str, actor: Actor) -> Case:
    """The row, where the actor may see it.

    :raises CaseNotFound: no such case, or not for this actor's eyes: the two are not told apart.
    """
    return case_and_side(number, actor)[0]


def case_and_side(number: str, actor: Actor) -> tuple[Case, bool]:
    """The row, and whether the actor stands on the applicant's side, which alone lets them see it."""
    row = Case.objects.filter(number=number).first()
    mine = row is not None and is_applicant(actor, row)
    if row is None or not (mine or may_see(actor, row)):
        raise CaseNotFound(number=number)
    return row, mine


def may_see_subject(*, subject: Reference, reader: Actor) -> bool:
    """See ``cases.api.may_see_subject``."""
    seen = Case.objects.filter(cases_of(reader))
    if subject.kind == "case":
        return seen.filter(number=subject.key).exists()
    if subject.kind == "upload":
        return seen.filter(attachments__file=str(subject)).exists()
    return False


def matters_of_subject(*, subject: Reference) -> tuple[tuple[str, str], ...]:
    """See ``cases.api.matters_of``."""
    row = Case.objects.filter(number=subject.key).first() if subject.kind == "case" else None
    return tuple(matters_of(row)) if row is not None else ()
