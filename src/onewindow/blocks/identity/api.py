"""The door of identity: who signs in, which agency they work for, and whom they act for."""

from collections.abc import Iterable
from pathlib import Path

from django.http import HttpRequest, HttpResponse

from onewindow.blocks.identity import (
    acting,
    devices,
    loading,
    notices,
    operations,
    queries,
    register_news,
    standing,
    stepping_up,
    tokens,
)
from onewindow.blocks.identity.administration.door import (
    absences_of,
    accounts_of_person,
    answer_review,
    appoint,
    appointments_of,
    arrange_absence,
    cancel_absence,
    change_office,
    close_office,
    duty_pairs,
    end_appointment,
    keep_apart,
    kept_apart,
    let_together,
    make_role,
    open_office,
    open_review,
    rename_role,
    reviews_of,
    role_name,
)
from onewindow.blocks.identity.app_settings import demo
from onewindow.blocks.identity.errors import (
    AbsenceTooLong,
    AccountUnknown,
    AgencyUnknown,
    AlreadyAppointed,
    AppointmentUnknown,
    BasisDoesNotStand,
    CountryNotValid,
    DutiesKeptApart,
    LastAdministrator,
    NotAnAdministrator,
    OfficeInUse,
    OfficeUnknown,
    OwnAppointment,
    OwnCover,
    OwnPost,
    RoleUnknown,
    TokenNotAccepted,
    TokenScopeUnknown,
)
from onewindow.blocks.identity.openid import claims as openid_claims
from onewindow.blocks.identity.openid import loading as openid_loading
from onewindow.blocks.identity.openid.ports import NumberPermission
from onewindow.blocks.identity.ports import BasisCheck, NoticeSender, PersonRegister, PersonStandings
from onewindow.blocks.identity.proofing import people
from onewindow.blocks.identity.proofing import queries as proofing_queries
from onewindow.blocks.identity.second_step import handed
from onewindow.blocks.identity.types import (
    AccountView,
    AgencyView,
    DemoAccountView,
    DeviceView,
    NewToken,
    OfficerView,
    OfficeView,
    ProofingView,
    RoleView,
    TokenView,
)
from onewindow.foundation.access import api as access
from onewindow.foundation.access.types import Actor, Assurance
from onewindow.kernel.reference import Reference

__all__ = [
    "AbsenceTooLong",
    "AccountUnknown",
    "AgencyUnknown",
    "AlreadyAppointed",
    "AppointmentUnknown",
    "BasisDoesNotStand",
    "CountryNotValid",
    "DutiesKeptApart",
    "LastAdministrator",
    "NotAnAdministrator",
    "OfficeInUse",
    "OfficeUnknown",
    "OwnAppointment",
    "OwnCover",
    "OwnPost",
    "RoleUnknown",
    "TokenNotAccepted",
    "TokenScopeUnknown",
    "absences_of",
    "account",
    "account_for",
    "accounts_of_person",
    "act_for",
    "act_for_self",
    "actor_of",
    "actor_of_account",
    "agencies",
    "agency",
    "answer_review",
    "appoint",
    "appointments_of",
    "arrange_absence",
    "assurance_of",
    "cancel_absence",
    "change_office",
    "close_office",
    "demo_accounts",
    "duty_pairs",
    "end_appointment",
    "entries_joined",
    "entries_parted",
    "hand_over_set_up_code",
    "has_died",
    "issue_token",
    "keep_apart",
    "kept_apart",
    "keys_of",
    "let_together",
    "load_country",
    "load_systems",
    "make_role",
    "names_of",
    "office",
    "officers_with",
    "offices_of",
    "open_office",
    "open_review",
    "person_died",
    "person_lives",
    "proofings_of",
    "rename_role",
    "require_assurance",
    "reviews_of",
    "revoke_token",
    "role_name",
    "roles",
    "step_up",
    "system_actor",
    "tokens_of",
    "use_basis_check",
    "use_notice_sender",
    "use_number_permission",
    "use_person_register",
    "use_person_standings",
]


def actor_of(*, request: HttpRequest) -> Actor:
    """Who makes a request: from its key (``Authorization: Bearer ow_…``), else from its session.

    :returns: an anonymous actor where nobody signed in. ``acting_for`` is set only while the right stands.
    :raises TokenNotAccepted: the request carries a key that is not valid.
    """
    return acting.actor_of(request)


def actor_of_account(*, account: str, assurance: Assurance = "none") -> Actor:
    """The actor that an account is, outside a request: for jobs that act in somebody's name, and for tests.

    :raises AccountUnknown: no such account.
    """
    return acting.actor_for(queries.account_row(account), assurance=assurance)


def system_actor(*, name: str) -> Actor:
    """A part of this program that acts by itself, such as the engine that reads a case's facts."""
    return Actor(name=name, kind="system", assurance="high")


def account(*, account: str) -> AccountView:
    """One account by its slug.

    :raises AccountUnknown: no such account.
    """
    return queries.account_view(queries.account_row(account))


def names_of(*, accounts: Iterable[str]) -> dict[str, str]:
    """How accounts are called, by slug; an unknown one is left out."""
    return queries.names_of(accounts)


def account_for(*, person: Reference) -> AccountView | None:
    """The account that is joined to a person (``register/people/<key>``), if any."""
    return queries.account_for(person)


def agency(*, slug: str) -> AgencyView:
    """One agency.

    :raises AgencyUnknown: no such agency.
    """
    return queries.agency(slug)


def agencies() -> tuple[AgencyView, ...]:
    """All agencies by slug."""
    return queries.agencies()


def office(*, agency: str, slug: str) -> OfficeView:
    """One office of an agency.

    :raises OfficeUnknown: no such office.
    """
    return queries.office(agency, slug)


def offices_of(*, agency: str) -> tuple[OfficeView, ...]:
    """The offices of an agency by slug; none for an unknown one."""
    return queries.offices_of(agency)


def roles() -> tuple[RoleView, ...]:
    """All roles, with the names that people are shown."""
    return queries.roles()


def officers_with(*, agency: str, role: str, office: str | None = None) -> tuple[OfficerView, ...]:
    """Who holds a role at an agency (at one office, where given) at this moment.

    :returns: by account; while one is absent, the substitute follows with ``covers_for``.
    """
    return queries.officers_with(agency, role, office)


def demo_accounts() -> tuple[DemoAccountView, ...]:
    """The accounts of the demonstration, in the order of its page; none outside a demonstration."""
    return queries.demo_accounts()


def devices_of(*, account: str, current: str | None = None) -> tuple[DeviceView, ...]:
    """Where an account is signed in, the last used first.

    :param current: key of the session that asks.
    """
    return devices.devices_of(account, current=current)


def end_device(*, account: str, device: int) -> None:
    """Sign an account out of one place, at once.

    :raises DeviceUnknown: the account is not signed in there.
    """
    devices.end(account, device=device)


def end_other_devices(*, account: str, current: str | None) -> int:
    """Sign an account out everywhere but here.

    :returns: how many sessions ended.
    """
    return devices.end_others(account, current=current)


def act_for(*, request: HttpRequest, principal: Reference, basis: str, name: str = "") -> Actor:
    """Let the session act for a principal from now on. The session's id changes.

    :param basis: what the right rests on, as mandates names it.
    :param name: how the principal is called in the header.
    :raises BasisDoesNotStand: the account has no such right now.
    """
    return operations.act_for(request, principal=principal, basis=basis, name=name)


def act_for_self(*, request: HttpRequest) -> None:
    """Let the session act for the person who signed in."""
    operations.acting_for_self(request)


def use_basis_check(*, check: BasisCheck) -> None:
    """Say who knows whether a right to act stands. Wiring calls it; without it nobody acts for another."""
    acting.use_basis_check(check)


def assurance_of(*, request: HttpRequest) -> Assurance:
    """How sure the sign-in of a request is: ``none`` where nobody signed in."""
    return access.actor_of(request=request).assurance


def require_assurance(*, request: HttpRequest, level: Assurance) -> None:
    """Pass a sign-in that is at least that sure. A page that calls it leads the person to a stronger one and
    back, with what they typed.

    :raises SignInNeeded: nobody signed in.
    :raises StrongerSignInNeeded: the sign-in is weaker.
    """
    actor = access.actor_of(request=request)
    if not actor.signed_in:
        raise access.SignInNeeded()
    if not actor.reaches(level):
        raise access.StrongerSignInNeeded(level=level)


def step_up(*, request: HttpRequest, level: str) -> HttpResponse | None:
    """The answer that leads to a stronger sign-in and back, the sent form kept; None for a stranger.

    :param level: ``low``, ``substantial`` or ``high``; anything else is one more than now.
    """
    return stepping_up.step_up(request=request, level=level)


def use_person_register(*, register: PersonRegister) -> None:
    """Say who knows name and birthday of people. Wiring calls it; without it nobody's account is opened."""
    people.use_person_register(register)


def person_died(*, person: Reference) -> None:
    """The register learned of a death: every session of the person's account ends. Nothing is deleted."""
    register_news.person_died(person)


def person_lives(*, person: Reference, key: str) -> None:
    """That was a mistake: their account is open again, and they hear what to ask for anew, once per key."""
    register_news.person_lives(person, key=key)


def entries_joined(*, gone: Reference, stays: Reference, key: str) -> None:
    """Two entries are one person: the account known most surely stays theirs; owners hear, once per key."""
    register_news.entries_joined(gone, stays, key=key)


def entries_parted(*, gone: Reference, stays: Reference, key: str) -> None:
    """They are two persons after all: each account is its own person's again; owners hear, once per key."""
    register_news.entries_parted(gone, stays, key=key)


def has_died(*, person: Reference) -> bool:
    """Whether the population register knows of somebody's death at this moment."""
    return standing.died(person)


def keys_of(*, person: Reference) -> tuple[Reference, ...]:
    """A key of a person first, then every other that means them today: entries that became one."""
    return standing.keys_of(person)


def use_person_standings(*, source: PersonStandings) -> None:
    """Say who knows whether people live, and under which keys. Wiring calls it; without it everybody does,
    under one."""
    standing.use_person_standings(source)


def proofings_of(*, account: str) -> tuple[ProofingView, ...]:
    """How an account became that of its person, newest first: by which way, who looked, who confirmed."""
    return proofing_queries.of_account(account)


def hand_over_set_up_code(*, account: str) -> str:
    """A code with which the owner of an account sets up its first app or passkey: for the operator of a house
    in which nobody is an officer yet. Counters hand over their own.

    :returns: the code, good once and for a week; the one before it stops working. It is kept nowhere.
    :raises AccountUnknown: there is no such account.
    :source: NIST SP 800-63A-4 §3.8
    """
    return handed.hand_over(queries.account_row(account), by=None)


def use_notice_sender(*, sender: NoticeSender) -> None:
    """Say who tells owners what happened to their accounts. Wiring calls it; without it nobody does."""
    notices.use_notice_sender(sender)


def issue_token(*, actor: Actor, name: str, scopes: Iterable[str], days: int) -> NewToken:
    """Make a key for programs for the actor's own account.

    :param scopes: such as ``cases:read``; ``app_settings.TOKEN_SCOPES`` has all.
    :param days: 1 to 366.
    :returns: the key with its secret, which is never shown again.
    :raises TokenScopeUnknown, TokenLivesTooLong: nothing was stored.
    """
    return tokens.issue(actor, name=name, scopes=scopes, days=days)


def revoke_token(*, actor: Actor, key: str) -> None:
    """End a key of one's own.

    :raises TokenUnknown: the actor has no such key.
    """
    tokens.revoke(actor, key=key)


def tokens_of(*, account: str) -> tuple[TokenView, ...]:
    """The keys of an account, newest first."""
    return queries.tokens_of(account)


def load_country(*, folder: Path) -> bool:
    """Load agencies, offices, roles, officers and accounts from a country's folder; idempotent.

    :param folder: holds ``roles.yaml``, ``agencies/*.yaml`` and ``accounts.yaml``
        (docs/demonstration-country.md).
    :returns: whether anything was read; False when the folder is as it was at the last load.
    :raises CountryNotValid: a file does not say what it must; nothing was stored.
    """
    return loading.load(folder)


def load_systems(*, folder: Path) -> int:
    """Load the systems that use the sign-on from a country's folder (``systems/*.yaml``).

    :returns: how many are new; one that is there stays as its administrators made it.
    :raises CountryNotValid: a file does not say what it must; nothing was stored.
    """
    return openid_loading.load(folder, demonstration=demo())


def use_number_permission(*, permission: NumberPermission) -> None:
    """Say whom the register opens people's numbers to. Wiring calls it; without it no system learns one."""
    openid_claims.use_number_permission(permission)
