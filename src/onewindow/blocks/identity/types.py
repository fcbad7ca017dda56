"""What crosses the door of identity."""

from dataclasses import dataclass
from datetime import date, datetime

from onewindow.foundation.access.types import Assurance
from onewindow.kernel.localised import Localised
from onewindow.kernel.reference import Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """Somebody who can sign in.

    :param account: the account's slug; ``reference`` is ``account/<slug>``.
    :param person: ``register/people/<key>``, where the account is joined to a person.
    """

    account: str
    name: str
    email: str
    language: str
    active: bool
    person: Reference | None

    @property
    def reference(self) -> Reference:
        """``account/<slug>``."""
        return Reference.of("account", self.account)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyView:
    """A body that offers services or takes part in them.

    :param level: ``national``, ``municipality`` or ``private`` (a bank).
    :param code: its code in numbers that it assigns, such as a bank's two digits; may be empty.
    :param calendar: name of its working calendar (``registers.api.calendar``).
    :param zone: IANA time zone of its civil dates.
    """

    slug: str
    name: Localised
    level: str
    code: str
    calendar: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeView:
    """A place of an agency where officers work.

    :param code: its code in numbers that it assigns, such as a bank branch's three digits; may be empty.
    :param closed: nobody is appointed there any more.
    """

    agency: str
    slug: str
    name: Localised
    code: str
    address: str
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleView:
    """What officers do, with the name that people are shown.

    :param agency: the only agency that has it; empty for a role of the whole country.
    """

    slug: str
    name: Localised
    agency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyPairView:
    """Two roles that one person may not have together at an agency.

    :param everywhere: the whole country keeps them apart, not this agency alone.
    """

    pair: int
    one: str
    other: str
    everywhere: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedPostView:
    """One post in an access review.

    :param answer: ``confirmed``, ``ended``, ``lapsed``, ``kept`` (the last administrator), or empty.
    """

    appointment: int
    account: str
    name: str
    office: str
    role: str
    answer: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """An access review of an agency, with every post.

    :param due_at: what nobody confirmed then lapses.
    """

    review: int
    agency: str
    opened_at: datetime
    due_at: datetime
    closed_at: datetime | None
    posts: tuple[ReviewedPostView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerView:
    """An officer in one post.

    :param covers_for: the account whose post this is, while this officer is the substitute; else None.
    """

    account: str
    name: str
    email: str
    language: str
    agency: str
    office: str
    role: str
    covers_for: str | None = None

    @property
    def reference(self) -> Reference:
        """``account/<slug>``."""
        return Reference.of("account", self.account)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentView:
    """A post as its agency's administrator sees it.

    :param ends_at: None while the post is held.
    """

    appointment: int
    account: str
    name: str
    office: str
    role: str
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceView:
    """An absence and who covers for it, both days included."""

    absence: int
    absent: str
    absent_name: str
    substitute: str
    substitute_name: str
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class DeviceView:
    """A session of an account that has not ended.

    :param device: a browser and a system, such as ``Firefox, Windows``; empty where it does not say.
    :param this_one: whether it is the session that asks.
    :param method: the way it began or was made stronger: a key of ``assurance.WORDS``.
    :param level: how sure that was.
    :param place: the network it came from.
    """

    id: int
    device: str
    began_at: datetime
    seen_at: datetime
    this_one: bool
    method: str = ""
    level: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAccountView:
    """An account of the demonstration.

    :param group: ``people``, ``business``, ``officers`` or ``administration``; the page lists them together.
    :param agency: the agency of its first post; empty for a person.
    """

    account: str
    name: str
    title: Localised
    description: Localised
    group: str
    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenView:
    """A key for programs, without its secret.

    :param scopes: what it may be used for, such as ``cases:write``; a request that needs another is refused.
    """

    key: str
    name: str
    account: str
    scopes: tuple[str, ...]
    assurance: Assurance
    created_at: datetime
    expires_at: datetime
    last_used_on: date | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """A key that was just made. ``secret`` is the whole token; it is shown now and never again."""

    token: TokenView
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """What proofing needs of the population register."""

    name: str
    birth_date: date
    died: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonStanding:
    """What the population register says of whether a person may act, and under which keys it knows them.

    :param also: other keys that mean the same person today.
    """

    also: tuple[Reference, ...] = ()
    died: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofingView:
    """How an account became, or is about to become, that of a person.

    :param way: ``counter``, ``eid`` or ``bank``.
    :param state: ``waiting`` for the second officer, ``confirmed``, ``refused`` or ``undone``.
    """

    proofing: int
    account: str | None
    person: Reference
    name: str
    email: str
    way: str
    level: Assurance
    state: str
    evidence: dict[str, str]
    agency: str | None
    asked_by: str | None
    asked_at: datetime
    confirmed_by: str | None
    reason: str
