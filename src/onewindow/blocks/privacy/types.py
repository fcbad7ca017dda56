"""What crosses the door of privacy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from onewindow.blocks.registers.types import AccessLineView
from onewindow.kernel.localised import Localised
from onewindow.kernel.reference import Reference

QuestionStatus = Literal["open", "answered", "escalated", "closed"]
Finding = Literal["", "justified", "unjustified"]
ErasureStatus = Literal["asked", "done", "refused", "withdrawn"]
ObjectionStatus = Literal["open", "upheld", "rejected", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question about a look.

    :param line: the look; None once its own term was over.
    :param agency: who has to answer; ``ruling`` is the ombudsman's, once it was escalated.
    :param escalated_because: ``late``, ``disagreed`` or, where nobody but whoever looked could answer,
        ``own-look``; empty where it was not.
    """

    code: str
    line: AccessLineView | None
    concerned: Reference
    asked_by: str
    agency: str
    text: str
    asked_at: datetime
    due_at: datetime
    status: QuestionStatus
    answer: str
    finding: Finding
    answered_at: datetime | None
    escalated_because: str
    escalated_at: datetime | None
    ruling: str
    ruled_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A use of personal data that the law leaves to the person.

    :param basis: ``consent``: only with it; ``objection``: unless the person objects.
    :param recipient: who gets the data, in words.
    :param days: for how long a consent holds at most.
    """

    slug: str
    agency: str
    basis: Literal["consent", "objection"]
    name: Localised
    purpose: Localised
    recipient: Localised
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentView:
    """A consent; it holds until it is withdrawn or its day is over."""

    use: str
    given_at: datetime
    until: date
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionView:
    """An objection and what became of it."""

    code: str
    person: Reference
    use: str
    agency: str
    reason: str
    raised_at: datetime
    due_at: datetime
    status: ObjectionStatus
    grounds: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureView:
    """An erasure: asked for by one officer, done or refused by another.

    :param law: the legal basis.
    :param by: accounts of who asked and who decided; empty while nobody did.
    :param erased: model to rows that went; ``record`` are entries that lost their key.
    """

    code: str
    person: Reference
    agency: str
    law: str
    status: ErasureStatus
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    grounds: str
    erased: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportView:
    """An export; ``ready_at`` is None while it is being made, ``size`` in bytes."""

    code: str
    asked_at: datetime
    ready_at: datetime | None
    expires_at: datetime | None
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LookNoticed:
    """A pair of officer and person that stands out in the report on looks.

    :param concerned: key of the person; the report does not name them.
    :param signs: slugs, the strongest first; ``api.sign_words`` says them in words.
    :param lines: numbers of the looks.
    """

    reader: str
    reader_name: str
    agency: str
    office: str
    concerned: str
    times: int
    first_at: datetime
    last_at: datetime
    cases: tuple[str, ...]
    legal_bases: tuple[str, ...]
    has_case: bool
    signs: tuple[str, ...]
    score: int
    lines: tuple[int, ...]
