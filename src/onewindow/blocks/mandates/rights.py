"""Which rights to act an actor has now, wherever they come from."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from onewindow.blocks.mandates.extents import extent_by
from onewindow.blocks.mandates.limits import ALL_SCOPES, Limits, Wanted, both
from onewindow.blocks.mandates.living import keys_of
from onewindow.blocks.mandates.models import Employee
from onewindow.blocks.mandates.representing import own_eyes, represented
from onewindow.blocks.mandates.standing import Standing, employments_of, standing_for
from onewindow.blocks.mandates.types import Mandate
from onewindow.blocks.mandates.wards import wards_of
from onewindow.blocks.registers import api as registers
from onewindow.foundation.access.types import Actor, Extent
from onewindow.kernel.reference import Reference

_PARENT: Final = "register/people/"
_GUARDIAN: Final = "register/guardianships/"


def rights_of(actor: Actor, *, wards: bool = True) -> tuple[Mandate, ...]:
    """Every right that stands now, by name of the principal. The person themself comes first.

    :param wards: with children and wards, whose names are read for it.
    """
    own, *others = list(_rights(actor, wards=wards)) or (None,)
    if own is None:
        return ()
    return own, *sorted(others, key=lambda right: (right.principal_name, right.basis))


def may_act(actor: Actor, principal: Reference, wanted: Wanted) -> Mandate | None:
    """The first right that covers it: one's own, then as an officer, an employee, by mandate, as a parent."""
    return next(covering(actor, principal, wanted), None)


def covering(actor: Actor, principal: Reference, wanted: Wanted, *, named: bool = True) -> Iterator[Mandate]:
    """All rights that cover it, in that order, asked for one after another."""
    same = keys_of(principal)
    rights = _rights(actor, only=same, named=named)
    return (right for right in rights if right.principal in same and right.reach.cover(wanted))


def basis_of(actor: Actor, principal: Reference, wanted: Wanted) -> str | None:
    """The basis of what ``may_act`` finds, without asking for names."""
    found = next(covering(actor, principal, wanted, named=False), None)
    return None if found is None else found.basis


def extent_of(actor: Actor, principal: Reference, basis: str) -> Extent | None:
    """What a right opens that was chosen before, with all others to act for the same principal; None where
    the very same right does not stand any more.

    A parent's or guardian's right, which takes a look at registers, is asked for only where it was chosen.
    """
    of_ward = basis.startswith((_PARENT, _GUARDIAN))
    same = keys_of(principal)
    rights = _rights(actor, only=same, named=False, wards=of_ward)
    standing = [right for right in rights if right.principal in same]
    if not any(right.basis == basis for right in standing):
        return None
    return extent_by(standing)


def stands_for(actor: Actor, party: Reference) -> Mandate | None:
    """The right to speak for a party in every matter without a mandate: as themself, or as an officer."""
    rights = covering(actor, party, Wanted(scope=ALL_SCOPES))
    return next((right for right in rights if right.kind in ("self", "representative")), None)


def _rights(
    actor: Actor, *, only: Sequence[Reference] = (), named: bool = True, wards: bool = True
) -> Iterator[Mandate]:
    """One after another, so that who looks for one right asks no further than it takes.

    :param only: nobody but this party, under every key; empty for all.
    """
    if actor.person is None:
        return
    yield Mandate(
        principal=actor.person,
        principal_name=actor.name,
        kind="self",
        basis="",
        reach=Limits(scopes=frozenset({ALL_SCOPES})),
    )
    if actor.person in only:
        return
    reader = own_eyes(actor.person, actor)
    offices = list(represented(reader, named=named))
    yield from offices
    employments = employments_of([each.text for each in actor.themself])
    yield from _employed(employments, named=named)
    yield from _granted(actor, offices, employments, only=only)
    if wards:
        yield from wards_of(reader, only=only)


def _employed(employments: Iterable[tuple[Employee, Limits]], *, named: bool) -> Iterable[Mandate]:
    """The companies for which an employee acts themself."""
    own = [(row, reach) for row, reach in employments if row.own]
    keys = [Reference(row.company).key.partition("/")[2] for row, _ in own]
    names = registers.public_names(register="companies", keys=keys) if named and keys else {}
    for row, reach in own:
        company = Reference(row.company)
        yield Mandate(
            principal=company,
            principal_name=names.get(company.key.partition("/")[2], ""),
            kind="employee",
            basis=Reference.of("employee", row.code).text,
            reach=reach,
            employee=row.code,
            uses=(row.code,),
        )


def _granted(
    actor: Actor,
    offices: Iterable[Mandate],
    employments: Iterable[tuple[Employee, Limits]],
    *,
    only: Sequence[Reference],
) -> Iterable[Mandate]:
    """Mandates of the person, and of the companies for which the person works, as far as both reach."""
    through = {right.principal.text: right for right in offices}
    employed: dict[str, list[tuple[Employee, Limits]]] = {}
    for row, reach in employments:
        employed.setdefault(row.company, []).append((row, reach))
    themself = {each.text for each in actor.themself}
    agents = [*themself, *(through.keys() | employed.keys())]
    for found in standing_for(agents, principals=[each.text for each in only]):
        agent = found.row.agent
        if agent in themself:
            yield _mandate(found, found.reach)
        if agent in through:
            reach = both(found.reach, through[agent].reach)
            if reach is not None:
                yield _mandate(found, reach, through=agent, role=through[agent].role)
        for row, limits in employed.get(agent, ()):
            reach = both(found.reach, limits)
            if reach is not None and (row.everyone or found.row.principal in row.principals):
                yield _mandate(found, reach, through=agent, employee=row.code)


def _mandate(
    found: Standing, reach: Limits, *, through: str = "", employee: str = "", role: str = ""
) -> Mandate:
    return Mandate(
        principal=Reference(found.row.principal),
        principal_name=found.row.principal_name,
        kind="mandate",
        basis=Reference.of("mandate", found.row.code).text,
        reach=reach,
        through=Reference(through) if through else None,
        employee=employee,
        role=role,
        uses=(*found.codes, employee) if employee else found.codes,
    )
