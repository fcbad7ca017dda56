"""What crosses the door of cases: frozen, and free of the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from onewindow.blocks.catalogue.types import Form, ServicePackage
from onewindow.foundation.outbox.api import event
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.reference import Reference


@dataclass(frozen=True, slots=True)
class FiledCase:
    """The answer to a filing.

    :param number: the case's number, such as TCE-2026-000017.
    :param revision: grows with each change; the ETag.
    :param status: ``open`` unless the process ended within the filing.
    :param again: True where the same key had been used: nothing new was done.
    """

    number: str
    service: str
    revision: int
    status: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that may be done with a case now: a message that its process waits for.

    :param proposed_by: the account that proposed it where four eyes are asked for; else empty.
    """

    action: str
    form: str | None
    proposed_by: str = ""


@dataclass(frozen=True, slots=True)
class WorkView:
    """A task as the person sees it who may do it.

    :param id: the task's number over all cases.
    :param work: the engine's name for it in its case.
    :param state: ``open``, ``done`` or ``closed``.
    :param side: who acts: ``officer``, ``applicant``, ``house``, or a ``person`` who is not the applicant.
    :param colour: ``none``, ``green``, ``amber`` (reminder due) or ``red`` (deadline passed).
    :param local: what is only true for this task (for instance which body of several).
    """

    id: int
    work: str
    case: str
    service: str
    version: str
    applicant: str
    element: str
    kind: str
    side: str
    agency: str
    role: str
    office: str
    state: str
    revision: int
    opened_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    colour: str
    claimed_by: str
    claimed_name: str
    proposed: Mapping[str, object] | None
    proposed_by: str
    local: Mapping[str, object] = field(default_factory=dict[str, object])
    person: str = ""


@dataclass(frozen=True, slots=True)
class DecidedWork:
    """What became of one of several tasks that were decided together.

    :param case: None where it was not decided; then ``problem`` says why.
    :param proposed: a second person has to confirm it.
    """

    work: int
    case: str | None
    status: str
    proposed: bool
    problem: OnewindowError | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistedView:
    """What a clerk filled in at the counter for somebody, and what that person said to it.

    :param clerk: the name of who filled it in.
    :param answer: ``confirmed``, ``refused``, ``over`` (nobody answered in time), or empty while it waits.
    :param filed: the case's number, once it was confirmed.
    :param shown: what is in it: label and text, as it was when the applicant was asked.
    :param answers_sha256: digest of what is filed when it is confirmed, in hex.
    """

    code: str
    service: str
    version: str
    applicant: Reference
    clerk: str
    asked_at: datetime
    until: datetime
    answer: str
    filed: str | None
    shown: tuple[tuple[str, str], ...]
    answers_sha256: str


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A line of the timeline.

    :param kind: ``filed``, ``done``, ``message``, ``timer``, ``paid``, ``document``, ``proposed`` ….
    :param element: the process element it happened at, or empty.
    :param agency: the agency that acted, or empty for the applicant's side and the house.
    :param detail: values for the text, already safe for the applicant's eyes.
    """

    at: datetime
    kind: str
    element: str
    agency: str
    role: str
    by: str
    path: tuple[str, ...]
    detail: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class MoveBlocker:
    """Why a case cannot be moved to a version.

    :param element: the process element at which it stands.
    :param message: English msgid with named places, for which ``values`` has the data.
    """

    element: str
    message: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class MoveTarget:
    """A version to which a case could be moved, where nothing stands in the way.

    :param current: whether new cases follow it.
    """

    version: str
    imported_at: datetime
    current: bool
    blockers: tuple[MoveBlocker, ...]


@dataclass(frozen=True, slots=True)
class MoveView:
    """A running case, as far as who moves it to another version of its package needs to know."""

    number: str
    service: str
    version: str
    revision: int
    targets: tuple[MoveTarget, ...]


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as somebody who may see it sees it. ``data`` holds FEEL values.

    :param applicant_died: as the population register says today; only the office is told.
    """

    number: str
    service: str
    version: str
    agency: str
    applicant: Reference
    filed_by: str
    basis: str
    channel: str
    language: str
    status: str
    revision: int
    incident: str
    filed_at: datetime
    changed_at: datetime
    decided_at: datetime | None
    due_at: datetime | None
    data: Mapping[str, object]
    tokens: Mapping[str, object]
    works: tuple[WorkView, ...]
    choices: tuple[Choice, ...]
    mine: bool
    applicant_died: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingSignatureView:
    """A signature under what was filed, as it was found when it came.

    :param form: ``pades``, ``jades``, ``xades`` or ``asic-e``. :param level: ``B``, ``T``, ``LT`` or ``LTA``.
    :param proven: a timestamp proves ``signed_at``; else it is what the signer said.
    """

    id: int
    form: str
    level: str
    signer: str
    issuer: str
    signed_at: datetime | None
    proven: bool


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of a case: what another agency does for it, as a case of its own.

    :param element: the caller's step.
    :param state: ``open``, ``done``, ``failed``, ``undoing``, ``undone`` or ``called-off``.
    :param case: what the part's own agency and its applicant may see; None for anybody else.
    """

    element: str
    number: str
    service: str
    agency: str
    status: str
    state: str
    case: CaseView | None = None
    story: tuple[StoryLine, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list.

    :param applicant_name: where the case is of whom the actor is or acts for; else empty.
    """

    number: str
    service: str
    version: str
    status: str
    applicant: str
    filed_at: datetime
    changed_at: datetime
    due_at: datetime | None
    waits_for_applicant: bool
    applicant_name: str = ""


@dataclass(frozen=True, slots=True)
class DraftView:
    """Answers begun and not filed."""

    key: str
    service: str
    version: str
    applicant: str
    channel: str
    answers: Mapping[str, object]
    seen: tuple[str, ...]
    revision: int
    changed_at: datetime
    filed: str | None


@dataclass(frozen=True, slots=True)
class FormScope:
    """A form to fill in.

    :param form: None where the action needs no answers.
    :param scope: what its formulas see beside the answers.
    :param answers: what was answered before.
    """

    package: ServicePackage
    form: Form | None
    scope: Mapping[str, object]
    answers: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ServiceFigures:
    """What really happened with a service, counted from its cases. None where nothing can be counted yet."""

    filed: int
    open: int
    granted: int
    refused: int
    median_hours: float | None
    late_share: float | None


@dataclass(frozen=True, slots=True)
class HookView:
    """An address that hears of changes. ``secret`` signs the calls."""

    id: int
    url: str
    secret: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class WorkHistory:
    """One work of a case that was, without who did it.

    :param state: ``open``, ``done`` or ``closed`` (by something that overtook it).
    :param by_person: somebody signed in ended it.
    """

    element: str
    side: str
    agency: str
    role: str
    state: str
    opened_at: datetime
    claimed_at: datetime | None
    ended_at: datetime | None
    by_person: bool


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """Something that was done to a case beside its works, or that the house could not do.

    :param kind: ``message`` and ``silence``: an action of the service, named in ``about``; ``failed``: a
        step, and ``about`` is the error's code.
    """

    kind: str
    element: str
    about: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseHistory:
    """A case of a service, for figures over many: no number, no names. ``data`` holds FEEL values."""

    version: str
    channel: str
    status: str
    filed_at: datetime
    decided_at: datetime | None
    due_at: datetime | None
    data: Mapping[str, object]
    works: tuple[WorkHistory, ...]
    events: tuple[CaseEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How many cases of a service stand at an element now.

    :param side: who acts, or ``timer``.
    :param median_hours: for how long, by the clock; None for timers.
    :param late: of them, how many are past their deadline.
    """

    element: str
    side: str
    cases: int
    median_hours: float | None
    longest_hours: float | None
    late: int


@event("cases.filed")
@dataclass(frozen=True, slots=True)
class CaseFiled:
    """A case was filed."""

    number: str
    service: str
    applicant: Reference
    channel: str


@event("cases.changed")
@dataclass(frozen=True, slots=True)
class CaseChanged:
    """A case took a step. ``status`` is what it is after the step."""

    number: str
    service: str
    status: str
    revision: int


@event("cases.work-opened")
@dataclass(frozen=True, slots=True)
class WorkOpened:
    """A task waits for an officer or for the applicant."""

    number: str
    service: str
    work: str
    element: str
    side: str
    agency: str
    role: str


@event("cases.part-asked")
@dataclass(frozen=True, slots=True)
class PartAsked:
    """A case wants something of a part of it: ``begin``, ``undo`` (what it did) or ``call-off`` (it goes on).

    :param work: the caller's work that asks.
    """

    number: str
    work: str
    do: str


@event("cases.decided")
@dataclass(frozen=True, slots=True)
class CaseDecided:
    """A case reached one of its outcomes."""

    number: str
    service: str
    outcome: str
    applicant: Reference
