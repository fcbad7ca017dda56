"""Who may see and do what with cases."""

from collections.abc import Sequence

from django.db.models import Q

from onewindow.blocks.cases.errors import AssuranceTooLow, OthersMustSignToo
from onewindow.blocks.cases.models import Case, Work
from onewindow.blocks.cases.sides import (
    filed_by,
    matters_of,
    on_side_of,
    side_of_applicant,
    side_of_parties,
)
from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.mandates import api as mandates
from onewindow.foundation.access.api import Actor
from onewindow.kernel.errors import N_
from onewindow.kernel.reference import Reference

HOUSE_ACTOR = Actor(account=None, name="onewindow", kind="system", assurance="high")
"""The house itself, when a process step reads a register or a timer rings."""

ADMINISTRATOR = "administrator"
OWNER_ROLES = frozenset({"head", "registrar"})
"""Roles of the service's own agency that see all of its cases."""


_ASSURANCE = {"low": N_("a password"), "substantial": N_("a second factor"), "high": N_("a certificate")}


def require_assurance(package: ServicePackage, actor: Actor) -> None:
    """Be as sure of who files, or of another party who gives their word, as the service asks.

    :raises AssuranceTooLow: the actor signed in less surely than that.
    """
    if not actor.reaches(package.assurance):
        raise AssuranceTooLow(
            needed=_ASSURANCE.get(package.assurance, package.assurance), level=package.assurance
        )


def is_applicant(actor: Actor, case: Case) -> bool:
    """Whether the actor stands on the applicant's side of this case now."""
    return on_side_of(actor, Reference(case.applicant), case) or filed_and_still_may(actor, case)


def filed_and_still_may(actor: Actor, case: Case) -> bool:
    """Whether the actor filed the case for the applicant, and the right to act for them still stands."""
    if not actor.account or case.filed_by != actor.account or case.channel == "counter":
        return False
    return basis_in(actor, Reference(case.applicant), case) is not None


def basis_in(actor: Actor, party: Reference, case: Case) -> str | None:
    """The basis on which the actor may act for a party in a case, also by a right that is for its whole."""
    found = (may_act_for(actor, party, scope, service) for service, scope in matters_of(case))
    return next((basis for basis in found if basis is not None), None)


def may_act_for(actor: Actor, applicant: Reference, scope: str, service: str) -> str | None:
    """The basis on which the actor may file for an applicant; empty for oneself, None for not at all.

    :param service: ``agency/service``: a mandate may be for some services only.
    """
    if applicant in actor.themself:
        return ""
    return mandates.basis_of(actor=actor, principal=applicant, scope=scope, service=service)


def binds_alone(package: ServicePackage, actor: Actor, party: Reference) -> bool:
    """Whether what the actor does in a case binds a party without further officers' signatures."""
    if not is_company(party):
        return True
    scope = package.applicant.scope
    return not mandates.needs_others(actor=actor, principal=party, scope=scope, service=package.key)


def require_alone(package: ServicePackage, actor: Actor, party: Reference) -> None:
    """Let one officer act only where one is enough, also after filing.

    :raises OthersMustSignToo: the company is bound only when others sign, too.
    """
    if not binds_alone(package, actor, party):
        raise OthersMustSignToo()


def party_of_work(work: Work, case: Case) -> Reference:
    """For whom a task is done that is not an officer's: the applicant, or another party in the case."""
    return Reference(work.person if work.side == "person" and work.person else case.applicant)


def acted(
    actor: Actor, principal: Reference, basis: str | None, *, together: Sequence[str] = ()
) -> dict[str, object]:
    """Who acted, for whom, on what basis, as stories, the record and pages keep it.

    :param together: the names of all who signed it, where several had to.
    """
    told: dict[str, object] = {"name": actor.name, "for": principal.text, "basis": basis or ""}
    role = role_in(actor, principal, basis)
    told |= {"role": role} if role else {}
    return {**told, "together": list(together)} if together else told


def role_in(actor: Actor, principal: Reference, basis: str | None) -> str:
    """In which role an actor acts whose basis is the entry of the company itself; else empty."""
    if basis != principal.text or not is_company(principal):
        return ""
    return mandates.role_of(actor=actor, company=principal)


def is_company(party: Reference) -> bool:
    """Whether a party is a company rather than a person."""
    return party.text.startswith("register/companies/")


def acted_for(
    actor: Actor, case: Case, side: str, person: str = "", *, together: Sequence[str] = ()
) -> dict[str, object]:
    """``acted`` for somebody on the applicant's side, or another party in the case; empty for officers."""
    if side not in ("applicant", "person"):
        return {}
    principal = Reference(person if side == "person" and person else case.applicant)
    return acted(actor, principal, basis_in(actor, principal, case), together=together)


def administers(actor: Actor, agency: str) -> bool:
    """Whether the actor administers an agency, and so may move its cases to another version."""
    return any(post.agency == agency and post.role == ADMINISTRATOR for post in actor.posts)


def works_of_posts(actor: Actor) -> Q:
    """The officers' work that the actor's posts reach: of that agency and role, or escalated to it."""
    reach = Q(pk__in=[])
    for post in actor.posts:
        in_office = Q(office="") | Q(office=post.office) if post.office else Q()
        reach |= Q(agency=post.agency, role=post.role) & in_office
        reach |= Q(agency=post.agency, escalated_to=post.role)
    return reach & Q(side="officer")


def may_do(actor: Actor, work: Work, case: Case) -> bool:
    """Whether the actor may work on this work."""
    if work.side == "applicant":
        return is_applicant(actor, case)
    if work.side == "person":
        return bool(work.person) and on_side_of(actor, Reference(work.person), case)
    if work.side != "officer":
        return False
    return any(
        post.agency == work.agency
        and post.role in (work.role, work.escalated_to)
        and (not work.office or not post.office or post.office == work.office)
        for post in actor.posts
    )


def may_see(actor: Actor, case: Case) -> bool:
    """Whether the actor may see this case: ``cases_of`` for one that is at hand."""
    if actor.account and case.filed_by == actor.account and actor.kind != "person":
        return True
    if is_applicant(actor, case):
        return True
    if any(post.agency == case.agency and post.role in OWNER_ROLES for post in actor.posts):
        return True
    if is_party(actor, case):
        return True
    return bool(actor.posts) and Work.objects.filter(works_of_posts(actor), case=case).exists()


def is_party(actor: Actor, case: Case) -> bool:
    """Whether a step of the case is or was this person's, though they are not its applicant."""
    return Work.objects.filter(side_of_parties(actor), case=case).exists()


def cases_of(actor: Actor) -> Q:
    """The cases that the actor may see: their own, those where their posts work or worked, their agency's."""
    seen = side_of_applicant(actor) | filed_by(actor)
    seen |= Q(pk__in=Work.objects.filter(side_of_parties(actor)).values("case_id"))
    if actor.posts:
        reached = Work.objects.filter(works_of_posts(actor)).values("case_id")
        owned = [post.agency for post in actor.posts if post.role in OWNER_ROLES]
        seen |= Q(pk__in=reached) | Q(agency__in=owned)
    return seen
