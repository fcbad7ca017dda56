"""What the API of privacy takes and gives."""

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from onewindow.blocks.privacy.types import (
    ConsentView,
    ExportView,
    LookNoticed,
    ObjectionView,
    QuestionView,
    Use,
)
from onewindow.foundation.holdings.types import HoldView


class Sent(Schema):
    """A body; a name that is not known is refused, not passed over."""

    model_config = ConfigDict(extra="forbid")


class QuestionIn(Sent):
    """Why was this look? ``line`` is its number in ``/me/access-lines``."""

    line: int = Field(ge=1, le=2**63 - 1)
    text: str = Field(max_length=2000)


class QuestionAnswerIn(Sent):
    """An agency's answer, and whether the look was justified."""

    text: str = Field(max_length=4000)
    finding: Literal["justified", "unjustified"]


class RulingIn(Sent):
    """The ombudsman's word."""

    text: str = Field(max_length=4000)


class ConsentIn(Sent):
    """Until which day; null for as long as the use was declared for."""

    until: date | None = None


class ObjectionIn(Sent):
    """To which use, and why."""

    use: str = Field(max_length=80)
    reason: str = Field(max_length=2000)


class DecisionIn(Sent):
    """Whether an objection is upheld, and on what grounds."""

    upheld: bool
    grounds: str = Field(max_length=4000)


class HoldIn(Sent):
    """Whose data is not disposed of, and why."""

    subject: str = Field(max_length=200)
    reason: str = Field(max_length=1000)


class LiftIn(Sent):
    """Why a hold may end; the second officer need not say it again."""

    reason: str = Field(default="", max_length=1000)


class UseOut(Schema):
    """A use of data that the law leaves to people: only with consent, or unless they object."""

    use: str
    agency: str
    basis: str
    name: dict[str, str]
    purpose: dict[str, str]
    recipient: dict[str, str]
    days: int

    @classmethod
    def of(cls, use: Use) -> "UseOut":
        return cls(
            use=use.slug, agency=use.agency, basis=use.basis, name=dict(use.name.texts),
            purpose=dict(use.purpose.texts), recipient=dict(use.recipient.texts), days=use.days,
        )  # fmt: skip


class QuestionOut(Schema):
    """A question about a look and what became of it. ``line`` is null once the look's own term was over."""

    code: str
    line: int | None
    agency: str
    text: str
    asked_at: datetime
    due_at: datetime
    status: str
    answer: str
    finding: str
    answered_at: datetime | None
    escalated_because: str
    escalated_at: datetime | None
    ruling: str
    ruled_at: datetime | None

    @classmethod
    def of(cls, view: QuestionView) -> "QuestionOut":
        return cls(
            code=view.code, line=view.line.line if view.line else None, agency=view.agency, text=view.text,
            asked_at=view.asked_at, due_at=view.due_at, status=view.status, answer=view.answer,
            finding=view.finding, answered_at=view.answered_at, escalated_because=view.escalated_because,
            escalated_at=view.escalated_at, ruling=view.ruling, ruled_at=view.ruled_at,
        )  # fmt: skip


class ConsentOut(Schema):
    """A consent; it holds until it is withdrawn or its day is over."""

    use: str
    given_at: datetime
    until: date
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, view: ConsentView) -> "ConsentOut":
        return cls(use=view.use, given_at=view.given_at, until=view.until, withdrawn_at=view.withdrawn_at)


class ObjectionOut(Schema):
    """An objection and what became of it."""

    code: str
    use: str
    agency: str
    reason: str
    raised_at: datetime
    due_at: datetime
    status: str
    grounds: str
    decided_at: datetime | None

    @classmethod
    def of(cls, view: ObjectionView) -> "ObjectionOut":
        return cls(
            code=view.code, use=view.use, agency=view.agency, reason=view.reason, raised_at=view.raised_at,
            due_at=view.due_at, status=view.status, grounds=view.grounds, decided_at=view.decided_at,
        )  # fmt: skip


class ExportOut(Schema):
    """An export of everything held about oneself; ``ready_at`` is null while it is being made."""

    code: str
    asked_at: datetime
    ready_at: datetime | None
    expires_at: datetime | None
    size: int

    @classmethod
    def of(cls, view: ExportView) -> "ExportOut":
        return cls(
            code=view.code, asked_at=view.asked_at, ready_at=view.ready_at, expires_at=view.expires_at,
            size=view.size,
        )  # fmt: skip


class LookOut(Schema):
    """An officer and a person (by number) about whose looks somebody should ask."""

    reader: str
    reader_name: str
    office: str
    concerned: str
    times: int
    first_at: datetime
    last_at: datetime
    cases: list[str]
    legal_bases: list[str]
    signs: list[str]
    score: int

    @classmethod
    def of(cls, noticed: LookNoticed) -> "LookOut":
        return cls(
            reader=noticed.reader, reader_name=noticed.reader_name, office=noticed.office,
            concerned=noticed.concerned, times=noticed.times, first_at=noticed.first_at,
            last_at=noticed.last_at, cases=list(noticed.cases), legal_bases=list(noticed.legal_bases),
            signs=list(noticed.signs), score=noticed.score,
        )  # fmt: skip


class RuleOut(Schema):
    """For how long one kind of data is kept: ``then`` is what happens after ``days``."""

    model: str
    topic: str
    then: str
    days: int
    why: str


class HoldOut(Schema):
    """A legal hold: it holds from the first moment, and two officers place and lift it."""

    hold: int
    subject: str
    reason: str
    asked_by: str
    asked_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    lift_asked_by: str
    lift_reason: str
    lifted_at: datetime | None

    @classmethod
    def of(cls, view: HoldView) -> "HoldOut":
        return cls(
            hold=view.hold, subject=view.subject, reason=view.reason, asked_by=view.asked_by,
            asked_at=view.asked_at, confirmed_by=view.confirmed_by, confirmed_at=view.confirmed_at,
            lift_asked_by=view.lift_asked_by, lift_reason=view.lift_reason, lifted_at=view.lifted_at,
        )  # fmt: skip
