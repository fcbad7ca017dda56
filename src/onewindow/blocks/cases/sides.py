"""On whose side somebody stands in cases, and how far a right to act for somebody reaches there.

A right over everything opens all cases of whom one acts for; a limited one those of the services that it
names, and their parts, which were filed under it. What is asked of one case and of all of them is the same,
twice: in Python for one at hand, in SQL for lists.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Concat

from onewindow.blocks.cases.models import Case, Part, Work
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.mandates import api as mandates
from onewindow.blocks.mandates.types import Mandate
from onewindow.foundation.access.api import Actor
from onewindow.kernel.reference import Reference

_DEEPEST: Final = 3
"""A case, a part of it, and a part of that."""

_Covers = Callable[[str, str, str], bool]
"""Whether a right to act for somebody is for a service: principal, ``agency/service``, scope."""


def scope_of(service: str, version: str) -> str:
    """What a right must be for to let somebody else file a service."""
    return catalogue.package(service=service, version=version).applicant.scope


def matters_of(case: Case) -> Iterator[tuple[str, str]]:
    """What a case is about, as service and scope: its own, then that of the whole of which it is a part."""
    at: Case | None = case
    for _ in range(_DEEPEST):
        if at is None:
            return
        yield at.service, scope_of(at.service, at.version)
        part = Part.objects.select_related("case").filter(child=at).first()
        at = part.case if part is not None and part.case.applicant == at.applicant else None


def serves(actor: Actor, party: Reference, *, service: str, version: str) -> bool:
    """Whether the actor is a party, or acts for it now by a right that is for the service of the case."""
    if party in actor.own:
        return True
    if party not in actor.represented:
        return False
    return actor.serves(party, service=service, scope=scope_of(service, version))


def on_side_of(actor: Actor, party: Reference, case: Case) -> bool:
    """``serves`` for a case at hand: what it is a part of counts, too."""
    if party in actor.own:
        return True
    if party not in actor.represented:
        return False
    return any(actor.serves(party, service=service, scope=scope) for service, scope in matters_of(case))


def selves(actor: Actor) -> set[str]:
    """The actor and whom they act for now, however far the right reaches: where to look, not what to show."""
    return {each.text for each in (*actor.themself, *actor.represented)}


def side_of_applicant(actor: Actor) -> Q:
    """Cases of the actor, and of whom they act for now as far as the right reaches."""
    seen = Q(applicant__in=[each.text for each in actor.own])
    if actor.acting_for is None or actor.extent.whole:
        return seen
    theirs = Case.objects.filter(applicant__in=[each.text for each in actor.represented])
    return seen | _covered(
        theirs, lambda _who, service, scope: actor.extent.covers(service=service, scope=scope)
    )


def side_of_parties(actor: Actor) -> Q:
    """Steps of cases of others in which the actor has a say, as the buyer of a house has."""
    seen = Q(side="person", person__in=[each.text for each in actor.own])
    if actor.acting_for is not None and not actor.extent.whole:
        theirs = Q(side="person", person__in=[each.text for each in actor.represented])
        cases = Case.objects.filter(pk__in=Work.objects.filter(theirs).values("case_id"))
        covered = _covered(
            cases, lambda _who, service, scope: actor.extent.covers(service=service, scope=scope)
        )
        seen |= theirs & Q(case__in=cases.filter(covered).values("pk"))
    return seen & ~Q(person="")


def filed_by(actor: Actor) -> Q:
    """Cases that the actor filed: an officer at the counter, a person while the right to do so stands."""
    if not actor.account:
        return Q(pk__in=[])
    filed = Q(filed_by=actor.account)
    if actor.kind != "person":
        return filed
    own = [each.text for each in actor.own]
    for_others = Case.objects.filter(filed).exclude(channel="counter").exclude(applicant__in=own)
    if not for_others.exists():
        return Q(pk__in=[])
    rights = mandates.principals_of(actor=actor, wards=False)

    def covers(principal: str, service: str, scope: str) -> bool:
        party = Reference(principal)
        if _any_covers(rights, party, service, scope):
            return True
        # Children and wards one by one: to list them reads their names, which leaves a line each time.
        if not principal.startswith("register/people/"):
            return False
        return mandates.basis_of(actor=actor, principal=party, scope=scope, service=service) is not None

    return filed & ~Q(channel="counter") & _covered(for_others, covers)


def subjects_on_side(actor: Actor) -> Iterable[str]:
    """What letters, documents and payments are about: the cases on the actor's side, as ``case/<number>``."""
    ours = Case.objects.filter(side_of_applicant(actor))
    ours |= Case.objects.filter(pk__in=Work.objects.filter(side_of_parties(actor)).values("case_id"))
    return ours.annotate(as_subject=Concat(Value("case/"), "number")).values_list("as_subject", flat=True)


def _any_covers(rights: Iterable[Mandate], party: Reference, service: str, scope: str) -> bool:
    return any(right.principal == party and right.covers(scope, None, service) for right in rights)


def _covered(rows: QuerySet[Case], covers: _Covers) -> Q:
    """Of these cases, those whose service, or that of the whole of which each is a part, is covered."""
    allowed: dict[tuple[str, str], set[str]] = {}
    asked = rows.order_by().values_list("applicant", "service", "version").distinct()
    for applicant, service, version in asked:
        if covers(applicant, service, scope_of(service, version)):
            allowed.setdefault((service, version), set()).add(applicant)
    found = Q(pk__in=[])
    for (service, version), applicants in allowed.items():
        for depth in range(_DEEPEST):
            found |= _at(depth, service=service, version=version, applicants=applicants)
    return found


def _at(depth: int, *, service: str, version: str, applicants: set[str]) -> Q:
    """Cases that are a part, so many levels down, of a case of a service, all of one applicant."""
    up = "part_of__case__" * depth
    found = Q(**{f"{up}service": service, f"{up}version": version, "applicant__in": applicants})
    for level in range(1, depth + 1):
        found &= Q(**{"part_of__case__" * level + "applicant": F("applicant")})
    return found
