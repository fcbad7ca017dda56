"""What crosses the door of registers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from onewindow.foundation.outbox.api import event
from onewindow.kernel.localised import Localised
from onewindow.kernel.reference import Reference

Classification = Literal["public", "personal", "secret"]
ChangeState = Literal["asked", "recorded", "done", "refused"]
EventKind = Literal["makes", "changes", "corrects", "ends"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """Why somebody reads. Personal data without a purpose is refused.

    :param case: the case that needs it, such as ``case/TCE-2026-000017``.
    :param legal_basis: the law that allows it, such as ``Law 94-41, article 3``.
    """

    case: Reference | None = None
    legal_basis: str | None = None

    @property
    def stated(self) -> bool:
        """Whether there is a case or a legal basis."""
        return self.case is not None or bool(self.legal_basis and self.legal_basis.strip())


PUBLIC = Purpose()
"""No purpose: enough for public registers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a register says about one entry.

    :param values: attribute to value: ``str``, ``int``, ``bool``, ``Decimal``, ``date``, ``time``, a list or
        a mapping of these; None where the register knows nothing. Only what was asked and allowed.
    :param masked: attributes whose value is shown only in part.
    :param source: who or what says so.
    :param known_at: since when the register has known it.
    """

    register: str
    key: str
    values: Mapping[str, object]
    source: str
    known_at: datetime
    masked: frozenset[str] = frozenset()

    @property
    def reference(self) -> Reference:
        """``register/<register>/<key>``."""
        return Reference.of("register", self.register, self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One line of a search: enough to choose from."""

    register: str
    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One code of a code list, in the language that was asked for."""

    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDeclared:
    """An attribute of a register as its owner declared it.

    :param type: ``text integer decimal boolean date time reference code localised list group``.
    """

    slug: str
    name: Localised
    type: str
    classification: Classification


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeView:
    """A purpose for which an owner lets a register be read.

    :param agencies: whose officers may name it; empty for any.
    """

    slug: str
    name: Localised
    law: str
    agencies: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """A way in which a register changes."""

    slug: str
    name: Localised
    kind: EventKind
    four_eyes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterView:
    """A register as its owner declared it.

    :param open: every attribute is public, so that no purpose is needed.
    :param writing_agencies: whose services may write it: the owner, and the agencies that the owner named.
    :param purposes: what it may be read for; empty only where every attribute is public.
    :param events: how officers change it; empty where they may change anything.
    """

    slug: str
    name: Localised
    owner: str
    open: bool
    fields: tuple[FieldDeclared, ...]
    writing_agencies: frozenset[str] = frozenset()
    purposes: tuple[PurposeView, ...] = ()
    events: tuple[EventView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineSpan:
    """What was true from one moment to another, as it was known from one moment to another.

    :param valid_until: where the next span begins; None for ever.
    :param recorded_until: when it was corrected; None where it is what the register says now.
    :param values: only what the reader may see; None where nothing was said of the entry.
    """

    valid_from: datetime
    valid_until: datetime | None
    recorded_from: datetime
    recorded_until: datetime | None
    source: str
    values: Mapping[str, object] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """A change: asked for, recorded, done or refused.

    :param agency: whose officers decide on it.
    :param values: what it makes of which attributes; empty as long as it is only asked for.
    :param valid_from: since when that is true; None for now.
    :param asked_by: whom it concerns, where a person asked for it, and what they said.
    :param reason: why it was refused.
    """

    number: str
    register: str
    key: str
    event: str
    agency: str
    state: ChangeState
    values: Mapping[str, object]
    valid_from: datetime | None
    document: str
    note: str
    asked_by: Reference | None
    asked_at: datetime | None
    asked_attribute: str
    asked_value: str
    asked_because: str
    recorded_by: str
    recorded_name: str
    recorded_at: datetime | None
    decided_name: str
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRequest:
    """What is asked of whoever keeps a register elsewhere.

    :param number: of the request; asked again with the same number it is the same request.
    :param case: ``case/<number>``, or empty where only the law is named.
    """

    number: str
    register: str
    key: str
    attributes: tuple[str, ...]
    case: str
    legal_basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the source says.

    :param state: ``there``, ``later``, ``unknown`` (no such entry) or ``refused``.
    :param values: attribute to value, as a form would give them; checked against the declaration.
    :param proof: what the source signed, as it came; kept, not read.
    """

    state: Literal["there", "later", "unknown", "refused"]
    values: Mapping[str, object] = field(default_factory=dict[str, object])
    proof: str = ""
    reason: str = ""


@event("registers.correction-decided")
@dataclass(frozen=True, kw_only=True)
class CorrectionDecided:
    """The office that keeps a register decided on a correction that somebody asked for.

    :param asked_by: whom it concerns.
    :param corrected: whether the register says something else now.
    :param reason: why not; empty where it does.
    """

    number: str
    register: str
    attribute: str
    asked_by: Reference
    corrected: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLineView:
    """One time that somebody looked at somebody's data.

    :param line: names it.
    :param concerned: whose data.
    :param reader: ``account/<slug>`` or the name of a part of this program.
    :param record_entry: id of the leaf in the record that says the same.
    :param acting_for: whom the reader acted for, where it was for another; ``basis`` is the right to.
    """

    line: int
    at: datetime
    concerned: Reference
    register: str
    key: str
    attributes: tuple[str, ...]
    reader: str
    reader_name: str
    reader_kind: str
    agency: str
    office: str
    case: Reference | None
    legal_basis: str
    record_entry: str
    acting_for: str = ""
    basis: str = ""


NewSpan = tuple[str, Mapping[str, Any]]
"""Since when, as PostgreSQL reads a moment, and the stored values."""
NewEntry = tuple[str, str, Sequence[NewSpan]]
"""Of many at once: register, key and spans in their order; the last one that has begun stands now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkView:
    """Many entries at once, and how far it is.

    :param kind: ``import`` or ``grow``.
    :param state: ``asked`` (a second officer confirms it), ``waiting``, ``running``, ``done``, or ``stopped``
        or ``failed`` (it goes on where it was when asked again).
    :param by: whose run it is; an account's reference.
    :param total: rows to do; 0 where nobody counted them.
    :param problem: why it failed, in plain words.
    """

    number: int
    name: str
    kind: str
    register: str
    asked: Mapping[str, object]
    state: str
    by: str
    total: int
    done: int
    new: int
    changed: int
    rejected: int
    problem: str
    created: datetime
    ended: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A row that an import did not take.

    :param line: in the file, as a person counts.
    :param field: which attribute or column; empty where it is the whole row.
    :param rule: what it breaks, in plain words.
    :param way_out: what helps; may be empty.
    """

    line: int
    field: str
    value: str
    code: str
    rule: str
    way_out: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanView:
    """How far a search for duplicates is: entries read, pairs compared, pairs new in the queue."""

    entries: int
    pairs: int
    found: int


@dataclass(frozen=True, slots=True)
class PairPart:
    """One comparison of two: ``same``, ``alike``, ``swapped``, ``differs`` or ``unknown``; its bits."""

    comparison: str
    verdict: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PairView:
    """Two entries that may be one and the same.

    :param weight: bits that speak for it.
    :param state: ``open``, ``merging`` or ``parting`` (a second officer confirms), ``merged``, ``different``.
    :param stays: key of the entry that stays, once somebody proposed to merge; ``gone`` the other one.
    :param takes_over: attributes in which the one that stays is to say what the other says.
    """

    number: int
    register: str
    one: str
    other: str
    weight: float
    parts: tuple[PairPart, ...]
    found_at: datetime
    state: str
    stays: str
    gone: str
    takes_over: tuple[str, ...]
    proposed_by: str
    proposed_name: str
    decided_name: str
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRead:
    """A pair and what both entries say, as far as the officer may read it."""

    pair: PairView
    one: Facts
    other: Facts


@event("registers.entries-merged")
@dataclass(frozen=True, kw_only=True)
class EntriesMerged:
    """Two entries of a register are one from now on: what names ``gone`` means ``stays``."""

    register: str
    gone: str
    stays: str


@event("registers.entries-parted")
@dataclass(frozen=True, kw_only=True)
class EntriesParted:
    """A merger was undone: both entries stand for themselves again."""

    register: str
    gone: str
    stays: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonStanding:
    """What must be known of a person to honour what they do.

    :param also: other keys of the population register that mean them today: entries that became one.
    :param died: whether the register knows of their death.
    """

    person: Reference
    also: tuple[Reference, ...] = ()
    died: bool = False


@event("registers.person-died")
@dataclass(frozen=True, kw_only=True)
class PersonDied:
    """The population register learned that somebody died.

    :param on: the day of the death.
    """

    person: Reference
    on: date


@event("registers.person-lives")
@dataclass(frozen=True, kw_only=True)
class PersonLives:
    """The population register said that somebody had died, and corrected that: they live."""

    person: Reference
