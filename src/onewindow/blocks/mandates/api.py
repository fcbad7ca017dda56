"""The door of mandates: who may act for whom, for what, up to how much, until when."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from onewindow.blocks.mandates import (
    about,
    acts,
    bases,
    employees,
    grouping,
    loading,
    operations,
    queries,
    representing,
    rights,
    signing,
    spending,
    statements,
    together,
)
from onewindow.blocks.mandates import offers as joined_offers
from onewindow.blocks.mandates.errors import (
    ActClosed,
    ActUnknown,
    AgentIsPrincipal,
    AgentIsYourself,
    AgentUnknown,
    DaysInWrongOrder,
    EmployeeNamedBefore,
    EmployeeUnknown,
    ForWhomMissing,
    LimitNotPositive,
    LimitReached,
    LimitTooLarge,
    MandateEnded,
    MandateNotOffered,
    MandateUnknown,
    MayNotGrant,
    MaySignNot,
    NotToBeHandedOn,
    OwnSignatureNotGood,
    PrincipalGaveNoMandate,
    ScopeMissing,
    ScopeUnknown,
    ServiceUnknown,
    SignatureMissing,
    SignedBefore,
    WaitsForSignatures,
    WiderThanParent,
)
from onewindow.blocks.mandates.offers import SCOPES
from onewindow.blocks.mandates.ports import Matters, Offers, Signer
from onewindow.blocks.mandates.terms import Terms
from onewindow.blocks.mandates.types import (
    ALL_SCOPES,
    ActKind,
    EmployeeView,
    GrantedView,
    JointActView,
    Mandate,
    Shown,
    SignatureView,
    Wanted,
)
from onewindow.foundation.access.types import NO_EXTENT, Actor, Extent
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference

__all__ = [
    "ALL_SCOPES",
    "SCOPES",
    "ActClosed",
    "ActUnknown",
    "AgentIsPrincipal",
    "AgentIsYourself",
    "AgentUnknown",
    "DaysInWrongOrder",
    "EmployeeNamedBefore",
    "EmployeeUnknown",
    "EmployeeView",
    "ForWhomMissing",
    "GrantedView",
    "JointActView",
    "LimitNotPositive",
    "LimitReached",
    "LimitTooLarge",
    "Mandate",
    "MandateEnded",
    "MandateNotOffered",
    "MandateUnknown",
    "MayNotGrant",
    "MaySignNot",
    "NotToBeHandedOn",
    "OwnSignatureNotGood",
    "PrincipalGaveNoMandate",
    "ScopeMissing",
    "ScopeUnknown",
    "ServiceUnknown",
    "SignatureMissing",
    "SignatureView",
    "SignedBefore",
    "Terms",
    "WaitsForSignatures",
    "WiderThanParent",
    "accept",
    "act",
    "acting",
    "acts_of",
    "ask_to_sign",
    "assign_principals",
    "basis_about",
    "basis_in_words",
    "basis_of",
    "basis_stands",
    "by_principal",
    "call_off_act",
    "can_sign",
    "canonical",
    "digest_of",
    "employees_of",
    "end",
    "end_employee",
    "extent_of",
    "grant",
    "joint_signatures_of",
    "lapse_acts",
    "load_country",
    "mandate",
    "mandates_of",
    "may_act",
    "name_employee",
    "needs_others",
    "open_act_about",
    "open_acts_under",
    "principals_of",
    "role_of",
    "sign_act",
    "sign_granted",
    "signatures_of",
    "subject_of_act",
    "subjects_opened",
    "to_sign",
    "use",
    "use_matters",
    "use_offers",
    "use_signer",
    "waits_for_own_signature",
    "withdraw_act",
]


def may_act(
    *,
    actor: Actor,
    principal: Reference,
    scope: str | None,
    amount: Money | None = None,
    service: str | None = None,
) -> Mandate | None:
    """The right by which an actor may act for a principal now, or None.

    :param scope: what for, such as ``trade``; None for anything at all.
    :param amount: what the filing is worth, where a mandate's limit matters.
    :param service: ``agency/service``, where a mandate is for some services only.
    """
    return rights.may_act(actor, principal, Wanted(scope=scope, amount=amount, service=service))


def basis_of(
    *,
    actor: Actor,
    principal: Reference,
    scope: str | None,
    amount: Money | None = None,
    service: str | None = None,
) -> str | None:
    """The basis on which an actor may act for a principal now (``Mandate.basis``), or None for not at all."""
    return rights.basis_of(actor, principal, Wanted(scope=scope, amount=amount, service=service))


def principals_of(
    *, actor: Actor, scope: str | None = None, service: str | None = None, wards: bool = True
) -> tuple[Mandate, ...]:
    """Everybody for whom an actor may act now: themself first, then by name.

    :param scope: only rights that cover it.
    :param service: only rights that cover this one (``agency/service``).
    :param wards: with children and wards. Their names are read for it, which they see in their own lines.
    """
    found = rights.rights_of(actor, wards=wards)
    return tuple(right for right in found if right.covers(scope, None, service))


def role_of(*, actor: Actor, company: Reference) -> str:
    """The role in which the actor represents a company now, such as ``manager``; empty where they do not."""
    if actor.person is None:
        return ""
    own = representing.own_eyes(actor.person, actor)
    return next((right.role for right in representing.represented(own, only=company, named=False)), "")


def basis_in_words(*, basis: str, role: str = "") -> str:
    """On what basis somebody acted for another, in the language of the page; empty for oneself.

    :param basis: as ``Mandate.basis``, or ``counter``.
    :param role: of a company's officer, as the companies register called it then.
    """
    return bases.in_words(basis, role)


def basis_stands(*, actor: Actor, principal: Reference, basis: str) -> bool:
    """Whether a right that was chosen before (``Mandate.basis``) still stands."""
    return rights.extent_of(actor, principal, basis) is not None


def extent_of(*, actor: Actor, principal: Reference, basis: str) -> Extent | None:
    """What a right that was chosen before (``Mandate.basis``) opens of the principal's, together with all
    other rights to act for them; None where it does not stand any more. Fulfils identity's port."""
    return rights.extent_of(actor, principal, basis)


def acting(*, actor: Actor, principal: Reference, basis: str) -> Actor:
    """The actor, acting for a principal on a basis, and seeing what it opens: nothing where it does not
    stand."""
    extent = rights.extent_of(actor, principal, basis) or NO_EXTENT
    return replace(actor, acting_for=principal, basis=basis, extent=extent)


def basis_about(*, actor: Actor, principal: Reference, subject: Reference) -> str | None:
    """The basis on which an actor may see and do for a principal what belongs to a subject; empty for
    oneself, None for not at all.

    A right over everything opens it, whatever it is about; a limited one only where the subject belongs to a
    service for which the right is.

    :param subject: what a payment, letter or document is about, such as ``case/<number>``.
    """
    return about.basis_about(actor, principal, subject)


def subjects_opened(*, actor: Actor) -> Iterable[str]:
    """What belongs to services that the right opens by which the actor acts for somebody now, as references.

    For lists of what is theirs, where the right is limited (``not actor.extent.whole``). It may be a queryset
    of one column, to be asked for inside another.
    """
    return about.subjects_opened(actor)


def use_matters(*, matters: Matters | None) -> None:
    """Say which services subjects belong to. Wiring calls it; without it a limited right opens nothing."""
    about.use_matters(matters)


def use(
    *,
    actor: Actor,
    principal: Reference,
    scope: str | None,
    service: str,
    amount: Money | None,
    subject: Reference,
) -> str:
    """Let a filing rest on a right that is enough for it, and count its worth, in the caller's transaction.

    :param subject: what is filed; once more for the same one replaces what was counted.
    :returns: the basis; empty for oneself.
    :raises LimitReached: no right is enough; nothing was counted.
    """
    wanted = Wanted(scope=scope, amount=amount, service=service)
    return spending.use(actor, principal=principal, wanted=wanted, subject=subject)


def grant(
    *,
    actor: Actor,
    principal: Reference,
    agent: Reference,
    scopes: Sequence[str],
    services: Sequence[str] = (),
    agencies: Sequence[str] = (),
    limit: Money | None = None,
    total: Money | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
    may_delegate: bool = False,
    parent: str = "",
    pin: str | None = None,
    sign_later: bool = False,
) -> GrantedView:
    """Offer a mandate to a company or a person; it counts when they accept.

    :param actor: the principal, or an officer who represents the principal in every matter; where a mandate
        is handed on, whoever stands for its agent so.
    :param scopes: from ``SCOPES``; ``*`` is everything.
    :param services: only these (``agency/service``); empty for all.
    :param agencies: only services of these; empty for all.
    :param limit: most that one filing may be worth; None for no limit.
    :param total: most that all filings together may be worth, in the same currency.
    :param first_day: None for today; civil days, both included.
    :param may_delegate: whether the agent may hand a part of it on.
    :param parent: the code of the mandate of which this hands a part on.
    :param pin: of the actor's signing key.
    :param sign_later: only write it down, to be signed with a program of the actor's own: ``to_sign`` gives
        what is signed, ``sign_granted`` takes the signature.
    :returns: ``signing`` where the company wants further signatures, or it is signed later; else ``offered``.
    :raises MayNotGrant: the actor cannot bind the principal.
    :raises NotToBeHandedOn, WiderThanParent: the mandate that is handed on does not let it.
    :raises SignatureMissing: no PIN, or no key to sign with.
    :raises AgentUnknown, AgentIsPrincipal, ScopeMissing, ScopeUnknown, ServiceUnknown, LimitNotPositive,
        DaysInWrongOrder: nothing was stored.
    """
    terms = Terms(
        scopes=scopes, services=services, agencies=agencies, limit=limit, total=total, first_day=first_day,
        last_day=last_day,
    )  # fmt: skip
    return operations.grant(
        actor,
        principal=principal,
        agent=agent,
        terms=terms,
        may_delegate=may_delegate,
        parent=parent,
        pin=pin,
        sign_later=sign_later,
    )


def to_sign(*, actor: Actor, code: str, ending: bool = False) -> bytes:
    """What the actor's side signs next under a mandate: canonical JSON, UTF-8.

    That is the mandate where nobody signed it yet, that it is accepted where it is offered to them, else that
    it ended.

    :param ending: that it ended, whatever comes next.
    :raises MandateUnknown: the actor is on neither side.
    """
    return queries.to_sign(actor, code, ending=ending)


def waits_for_own_signature(*, actor: Actor, code: str) -> bool:
    """Whether a mandate was written down to be signed with a program of one's own, and was not yet.

    :raises MandateUnknown: the actor is on neither side.
    """
    return queries.waits_for_own_signature(queries.mandate_row(actor, code))


def sign_granted(*, actor: Actor, code: str, own: str) -> GrantedView:
    """Take the granting side's own signature under a mandate that was written down; then it is offered.

    :param own: a JAdES signature (JSON) with ``to_sign`` in it, by the actor's own certificate.
    :raises OwnSignatureNotGood, SignatureMissing, MandateUnknown, MayNotGrant: nothing changed.
    :raises MandateNotOffered: it waits for no signature.
    """
    return operations.sign_granted(actor, code=code, own=own)


def accept(*, actor: Actor, code: str, pin: str | None = None, own: str = "") -> GrantedView:
    """Accept a mandate that was offered to the actor, or to a company that the actor represents.

    :param own: in place of a PIN, a JAdES signature (JSON) with ``to_sign`` in it, by a program of theirs.
    :returns: still ``offered`` where the company wants further signatures, else ``active``.
    :raises MandateUnknown: not offered to them.
    :raises MandateNotOffered: accepted or ended before.
    :raises SignatureMissing: no PIN, or no key to sign with.
    """
    return operations.accept(actor, code=code, pin=pin, own=own)


def end(*, actor: Actor, code: str, reason: str = "", pin: str | None = None, own: str = "") -> GrantedView:
    """End a mandate now: the principal revokes it; the agent declines it or gives it back.

    :param pin: with it the end is signed, too. It is never needed: nothing may stand in the way of revoking.
    :raises MandateUnknown: the actor is on neither side.
    :raises MandateEnded: it ended before.
    """
    return operations.end(actor, code=code, reason=reason, pin=pin, own=own)


def mandates_of(*, actor: Actor) -> tuple[GrantedView, ...]:
    """Mandates that the actor's side granted, received or handed on, newest first."""
    return queries.mandates_of(actor)


def mandate(*, actor: Actor, code: str) -> GrantedView:
    """One of these.

    :raises MandateUnknown: the actor is on neither side.
    """
    return queries.mandate(actor, code)


def signatures_of(*, actor: Actor, code: str) -> tuple[tuple[SignatureView, bool], ...]:
    """The signatures of both sides under a mandate, and whether each holds today.

    :raises MandateUnknown: the actor is on neither side.
    """
    return queries.signatures_of(actor, code)


def joint_signatures_of(*, actor: Actor, code: str) -> tuple[tuple[SignatureView, bool], ...]:
    """The signatures under what officers of a company signed together, and whether each holds today.

    :raises ActUnknown: the actor does not represent that company.
    """
    return queries.joint_signatures_of(actor, code)


def can_sign(*, actor: Actor) -> bool:
    """Whether the actor has a signing key."""
    return signing.can_sign(actor)


def use_signer(*, signer: Signer | None) -> None:
    """Say who signs in people's names. Wiring calls it; without it nobody grants or accepts a mandate."""
    signing.use_signer(signer)


def use_offers(*, offers: Offers | None) -> None:
    """Say which services there are. Wiring calls it; without it a mandate is for kinds of matters only."""
    joined_offers.use_offers(offers)


def by_principal(*, rights: Sequence[Mandate]) -> tuple[tuple[Mandate, ...], ...]:
    """Rights to act, one group for each principal in their order; the strongest right of a group first."""
    return grouping.by_principal(rights)


def name_employee(
    *,
    actor: Actor,
    company: Reference,
    person: Reference,
    name: str,
    terms: Terms,
    own: bool = False,
    everyone: bool = False,
    principals: Sequence[Reference] = (),
    pin: str | None = None,
    sign_later: bool = False,
) -> EmployeeView:
    """Let an employee of a company act for those who gave it a mandate, within limits.

    :param actor: an officer who represents the company in every matter.
    :param name: as the company calls them.
    :param own: whether they act for the company itself, too.
    :param everyone: whether they act for all who gave the company a mandate, also for those to come.
    :param principals: for whom, where not for all.
    :param sign_later: only write it down; ``sign_act`` takes the signature that another program makes, of the
        act about ``employee/<code>``.
    :raises MayNotGrant, AgentUnknown, EmployeeNamedBefore, PrincipalGaveNoMandate, ForWhomMissing,
        SignatureMissing, and those of ``grant`` about terms: nothing was stored.
    """
    return employees.name_employee(
        actor, company=company, person=person, name=name, own=own, everyone=everyone,
        principals=principals, terms=terms, pin=pin, sign_later=sign_later,
    )  # fmt: skip


def assign_principals(
    *,
    actor: Actor,
    code: str,
    everyone: bool = False,
    principals: Sequence[Reference] = (),
    pin: str | None = None,
    sign_later: bool = False,
) -> EmployeeView:
    """Say anew for whom an employee acts; the rest stays. It is signed like naming them.

    The old powers end at once, and the new ones begin with the last signature. Of a total, the rest is left.

    :param everyone: for all, also for those to come; otherwise for ``principals`` and nobody else.
    :raises EmployeeUnknown, MayNotGrant, PrincipalGaveNoMandate, ForWhomMissing, SignatureMissing,
        DaysInWrongOrder (the last day has passed): nothing changed.
    """
    return employees.assign_principals(
        actor, code=code, everyone=everyone, principals=principals, pin=pin, sign_later=sign_later
    )


def end_employee(*, actor: Actor, code: str) -> EmployeeView:
    """Take an employee's powers back now; the employee may give them back, too.

    :raises EmployeeUnknown, MayNotGrant: as named.
    """
    return employees.end_employee(actor, code=code)


def employees_of(*, actor: Actor, company: Reference) -> tuple[EmployeeView, ...]:
    """Whom a company lets act; ``ended`` are those whose last day has passed.

    :raises MayNotGrant: the actor does not represent the company in every matter.
    """
    return employees.employees_of(actor, company=company)


def needs_others(*, actor: Actor, principal: Reference, scope: str, service: str | None = None) -> bool:
    """Whether what the actor does for a company binds it only with further officers' signatures.

    False where the actor has another right that is enough alone, such as a mandate of the company.
    """
    wanted = Wanted(scope=scope, service=service)
    found = list(rights.covering(actor, principal, wanted, named=False))
    return bool(found) and all(
        right.kind == "representative" and not representing.bound_by(principal, [right.role], scope)
        for right in found
    )


def ask_to_sign(
    *,
    actor: Actor,
    company: Reference,
    company_name: str,
    subject: Reference,
    scope: str,
    statement: Mapping[str, object],
    shown: Shown,
    pin: str | None,
    kind: ActKind = "file",
    until: datetime | None = None,
    then: Callable[[JointActView], None] | None = None,
) -> JointActView:
    """Ask a company's officers to sign something together; who asks signs first.

    When all signatures are there, ``ActCompleted`` tells whoever waits for it. Call it, as whatever signs,
    outside a transaction.

    :param statement: what is signed, word for word: text, whole numbers, truth values, lists and objects.
    :param shown: the same for people, best in every language: who signs may read another than who asks.
    :param kind: what it is: file, or act on what was filed, answer, confirm.
    :param until: when it is too late in any case; None for no such moment.
    :param then: what the caller writes in the same transaction as the act.
    :raises MaySignNot, SignatureMissing: nothing was stored.
    """
    asked = together.Asked(
        company=company, company_name=company_name, kind=kind, subject=subject, scope=scope,
        statement=statement, shown=shown, until=until,
    )  # fmt: skip
    return together.open_act(actor, asked, jws=signing.sign(actor, statement, pin), then=then)


def sign_act(*, actor: Actor, code: str, pin: str | None = None, own: str = "") -> JointActView:
    """Sign what waits for it; with the last signature it takes effect.

    :param own: in place of a PIN, a JAdES signature (JSON) with ``canonical`` of the statement in it.
    :raises ActUnknown, ActClosed, MaySignNot, SignedBefore, SignatureMissing: as named.
    """
    return acts.sign(actor, code=code, pin=pin, own=own)


def withdraw_act(*, actor: Actor, code: str) -> JointActView:
    """Call off what waits for signatures.

    :raises ActUnknown, ActClosed: as named.
    """
    return acts.withdraw(actor, code=code)


def act(*, actor: Actor, code: str) -> JointActView:
    """Something that a company of the actor's signs together.

    :raises ActUnknown: the actor represents no such company.
    """
    return together.act(actor, code)


def acts_of(*, actor: Actor, open_only: bool = True) -> tuple[JointActView, ...]:
    """What the companies that the actor represents sign together, newest first."""
    return together.acts_of(actor, state="open" if open_only else None)


def open_act_about(*, subject: Reference, kind: ActKind = "file") -> JointActView | None:
    """What waits for signatures under this name, if anything. The caller knows who may see it."""
    return together.open_act_about(subject, kind)


def open_acts_under(*, subject: Reference) -> tuple[JointActView, ...]:
    """What waits for signatures about anything whose name begins with this one and a slash, oldest first.

    The caller knows who may see it.
    """
    return together.open_acts_under(subject)


def call_off_act(*, code: str) -> bool:
    """Close an act that cannot be done any more; False where it is closed already. The caller tells why."""
    return together.call_off_act(code)


def subject_of_act(*, code: str) -> tuple[str, Reference] | None:
    """The kind of an act and what it is about, to know how sure a sign-in it asks for; None for no act."""
    return together.subject_of(code)


def lapse_acts() -> int:
    """Call off what nobody completed in time; how many. The worker calls it."""
    return acts.lapse()


def canonical(*, statement: Mapping[str, object]) -> bytes:
    """The bytes that are signed: JSON with sorted keys and no spaces, UTF-8."""
    return statements.canonical(statement)


def digest_of(*, statement: Mapping[str, object]) -> str:
    """SHA-256 in hex of the canonical text of a statement."""
    return statements.digest(statement)


def load_country(*, folder: Path) -> int:
    """Load the first mandates of a country (``mandates.yaml``); idempotent. After registers.

    :returns: how many were new.
    :raises CountryMandatesNotValid: names the file and the mandate; nothing was stored.
    """
    return loading.load(folder)
