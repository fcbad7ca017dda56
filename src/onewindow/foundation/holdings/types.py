"""What a room says about each of its models, in its file ``holdings.py``."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, cast

from django.db.models import Model, Q

from onewindow.kernel.errors import N_

Topic = Literal[
    "account",
    "sign-in",
    "posts",
    "registers",
    "looks",
    "mandates",
    "keys",
    "documents",
    "payments",
    "letters",
    "cases",
    "services",
    "privacy",
    "record",
]
Ending = Literal["delete", "blank", "keep", "with parent"]
_NOTHING_ALONE = N_("it says nothing without it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """About whom, or about what, rows are looked for. An empty text finds nothing.

    :param person: ``register/people/<key>``, or an entry of another register that can file a case and hold
        documents, such as a company.
    :param also: other keys that mean the same person today; for telling them what is held, not for ending it.
    :param account: slug of the account.
    :param email: address of the account.
    :param subject: anything else by its reference, such as ``case/TCE-2026-000017``.
    """

    person: str = ""
    account: str = ""
    email: str = ""
    subject: str = ""
    also: tuple[str, ...] = ()

    @property
    def persons(self) -> tuple[str, ...]:
        """The person under every key; empty where there is none."""
        return (self.person, *self.also) if self.person else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedBy:
    """Finds rows by the fields that name somebody; each is a lookup path such as ``case__applicant``.

    :param person: fields that hold ``register/people/<key>``.
    :param account: fields that hold the slug of an account.
    :param account_reference: fields that hold ``account/<slug>``.
    :param party: fields that hold the reference of a person or of an account.
    :param email: fields that hold an address; a text with the address in it where it ends in ``__icontains``.
    :param subject: fields that hold any reference, also a person's.
    :param case: fields that hold the number of a case.
    """

    person: tuple[str, ...] = ()
    account: tuple[str, ...] = ()
    account_reference: tuple[str, ...] = ()
    party: tuple[str, ...] = ()
    email: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    case: tuple[str, ...] = ()

    def __call__(self, who: Somebody) -> Q:
        """The condition; one that nothing fulfils where nobody is named."""
        account = f"account/{who.account}" if who.account else ""
        number = who.subject.removeprefix("case/") if who.subject.startswith("case/") else ""
        wanted = [
            *((path, key) for path in (*self.person, *self.party, *self.subject) for key in who.persons),
            *((path, who.account) for path in self.account),
            *((path, account) for path in (*self.account_reference, *self.party)),
            *((path, who.email) for path in self.email),
            *((path, who.subject) for path in self.subject),
            *((path, number) for path in self.case),
        ]
        found = Q(pk__in=[])
        for path, value in wanted:
            if value:
                named = Q((path, [value] if path.endswith("__contains") else value))
                found = cast("Q", found | named)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long rows stay, and what then happens (ISO 15489-1 §9.9: disposition by rule).

    :param after: path of the moment or day from which the term counts; rows without one stay.
    :param days: the term.
    :param then: ``keep`` for ever; ``with parent``: the row goes when the one it belongs to goes.
    :param where: only such rows.
    :param blanks: for ``blank``: field to what it holds afterwards.
    :param why: the reason or the law, in words.
    """

    then: Ending
    why: str
    after: str = ""
    days: int = 0
    where: Q | None = None
    blanks: Mapping[str, object] = field(default_factory=dict[str, object])


def kept(why: str) -> Retention:
    """Rows stay as long as the house."""
    return Retention(then="keep", why=why)


def deleted(*, after: str, days: int, why: str, where: Q | None = None) -> Retention:
    """Rows are deleted when their term is over."""
    return Retention(then="delete", after=after, days=days, why=why, where=where)


def blanked(
    *, after: str, days: int, fields: Mapping[str, object], why: str, where: Q | None = None
) -> Retention:
    """Rows lose what says whom they are about when their term is over."""
    return Retention(then="blank", after=after, days=days, blanks=fields, why=why, where=where)


def with_parent(parent: str, why: str = _NOTHING_ALONE) -> Retention:
    """Rows go with the row that ``parent``, a foreign key that cascades, points to."""
    return Retention(then="with parent", after=parent, why=why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One model: what it tells about people, and for how long.

    :param model: ``app_label.ModelName``.
    :param rows: the condition for rows about somebody; None where the model says nothing about people.
    :param nothing: why that is so.
    :param hidden: field to why the export leaves it out. Others' secrets, digests of keys, inner numbers.
    :param show: what the export says of one row, where that is not simply its fields.
    :param told: the same of all rows together, where several say one thing.
    :param erasable: whether somebody's rows may go before their term, on request.
    :param begun: field with the moment from which a row is there; an erasable one has it, so that an erasure
        that is repeated after a backup came back ends nothing that began later.
    """

    model: str
    retention: Retention
    topic: Topic = "record"
    rows: Callable[[Somebody], Q] | None = None
    nothing: str = ""
    hidden: Mapping[str, str] = field(default_factory=dict[str, str])
    show: "Callable[[Model, Somebody], Mapping[str, Any]] | None" = None
    told: "Callable[[Sequence[Model], Somebody], Iterable[Mapping[str, Any]]] | None" = None
    erasable: bool = False
    begun: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What one model holds about somebody."""

    model: str
    topic: Topic
    rows: tuple[Mapping[str, Any], ...]
    hidden: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    """All that is held about somebody.

    :param sections: models with at least one row.
    :param looked_in: every model that was asked.
    :param files: name in the archive to its bytes; rows name them.
    """

    sections: tuple[Section, ...]
    looked_in: tuple[str, ...]
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How much one model holds about somebody, and by which rule it ends."""

    rule: Holding
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeErasing:
    """What an erasure would do.

    :param goes: rows that would go.
    :param stays: rows that would stay until their own term; their rule says why.
    :param entries: of the record that would lose their key; their proofs stay.
    :param held: a legal hold keeps all of it.
    """

    goes: tuple[Held, ...]
    stays: tuple[Held, ...]
    entries: int
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposed:
    """What one rule disposed of, or would.

    :param held_back: rows that were due, and stay because of a legal hold.
    """

    model: str
    then: Ending
    rows: int
    held_back: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldView:
    """A legal hold: nothing about its subject is disposed of.

    :param subject: ``register/people/…``, ``register/companies/…``, ``account/…`` or ``case/…``.
    :param confirmed_by: the second person; empty while it waits for one. It holds from the first moment.
    :param lift_asked_by: who proposed to end it; another one lifts it.
    """

    hold: int
    subject: str
    agency: str
    reason: str
    asked_by: str
    asked_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    lift_asked_by: str
    lift_reason: str
    lifted_by: str
    lifted_at: datetime | None

    @property
    def code(self) -> str:
        """Its number as text."""
        return str(self.hold)

    @property
    def stage(self) -> Literal["placed", "confirmed", "lift-asked", "lifted"]:
        """How far it is: what changes with each word about it, so that a caller can say what they saw."""
        if self.lifted_at is not None:
            return "lifted"
        if self.lift_asked_by:
            return "lift-asked"
        return "confirmed" if self.confirmed_by else "placed"
