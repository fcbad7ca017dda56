"""Which rights to act an actor has now: as a company's officer, and by mandates that were accepted."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import cast

from onewindow.blocks.mandates.models import GrantedMandate
from onewindow.blocks.mandates.types import ALL_SCOPES, Mandate
from onewindow.blocks.registers import api as registers
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference

_COMPANIES = "companies"
_OFFICERS = "officers"
# Asked for with nearly every request: what the ORM takes to spell it costs more than the answer.
_STANDING = """
    SELECT * FROM mandates_grantedmandate
    WHERE agent = ANY(%s) AND accepted_at IS NOT NULL AND ended_at IS NULL
      AND first_day <= %s AND (last_day IS NULL OR last_day >= %s)
    ORDER BY code
"""


def rights_of(actor: Actor) -> tuple[Mandate, ...]:
    """Every right that stands now, by name of the principal. The person themself comes first."""
    own, *others = list(_rights(actor)) or (None,)
    if own is None:
        return ()
    return own, *sorted(others, key=lambda right: (right.principal_name, right.basis))


def may_act(actor: Actor, principal: Reference, scope: str | None, amount: Money | None) -> Mandate | None:
    """The first right that covers it: one's own, then as a company's officer, then by a mandate."""
    return next(_covering(_rights(actor), principal, scope, amount), None)


def basis_of(actor: Actor, principal: Reference, scope: str | None, amount: Money | None) -> str | None:
    """The basis of what ``may_act`` finds, without asking for names."""
    found = next(_covering(_rights(actor, named=False), principal, scope, amount), None)
    return None if found is None else found.basis


def _covering(
    rights: Iterable[Mandate], principal: Reference, scope: str | None, amount: Money | None
) -> Iterator[Mandate]:
    fitting = (right for right in rights if right.principal == principal)
    return (right for right in fitting if right.covers(scope, amount))


def basis_stands(actor: Actor, principal: Reference, basis: str) -> bool:
    """Whether the very same right still stands."""
    return any(right.principal == principal and right.basis == basis for right in _rights(actor, named=False))


def _rights(actor: Actor, *, named: bool = True) -> Iterator[Mandate]:
    """One after another, so that who looks for one right asks no further than it takes.

    :param named: whether the companies' names are wanted, which takes a question more.
    """
    if actor.person is None:
        return
    yield Mandate(
        principal=actor.person,
        principal_name=actor.name,
        kind="self",
        basis="",
        scopes=frozenset({ALL_SCOPES}),
    )
    represented = list(_represented(actor, actor.person, named=named))
    yield from represented
    yield from _granted(actor.person, represented)


def _today() -> date:
    return clock.now().date()


def _represented(actor: Actor, person: Reference, *, named: bool) -> Iterable[Mandate]:
    """The companies whose officer the person is; what the companies register says today."""
    own_eyes = Actor(account=actor.account, name=actor.name, kind="person", person=person)
    try:
        rows = registers.rows_naming(register=_COMPANIES, attribute=_OFFICERS, target=person, reader=own_eyes)
    except registers.RegisterUnknown:
        return  # a country that keeps no companies has nobody who acts for them
    today = _today()
    keys = [key for key, _ in rows] if named else []
    names = registers.public_names(register=_COMPANIES, keys=keys)
    for key, row in rows:
        since, until = cast("date | None", row.get("since")), cast("date | None", row.get("until"))
        if (since is not None and since > today) or (until is not None and until < today):
            continue
        company = Reference.of("register", _COMPANIES, key)
        yield Mandate(
            principal=company,
            principal_name=names.get(key, ""),
            kind="representative",
            basis=company.text,
            scopes=frozenset(cast("list[str]", row.get("scopes") or [])),
            last_day=until,
            role=str(row.get("role") or ""),
        )


def _granted(person: Reference, represented: Iterable[Mandate]) -> Iterable[Mandate]:
    """Mandates of the person, and of the companies whose officer the person is, as far as both reach."""
    through = {right.principal.text: right for right in represented}
    today = _today()
    for row in GrantedMandate.objects.raw(_STANDING, [[person.text, *through], today, today]):
        company = through.get(row.agent)
        scopes = frozenset(row.scopes)
        if company is not None and ALL_SCOPES not in company.scopes:
            scopes = company.scopes if ALL_SCOPES in scopes else scopes & company.scopes
        if scopes:
            yield Mandate(
                principal=Reference(row.principal),
                principal_name=row.principal_name,
                kind="mandate",
                basis=Reference.of("mandate", row.code).text,
                scopes=scopes,
                limit=limit_of(row),
                last_day=row.last_day,
                through=company.principal if company else None,
            )


def limit_of(row: GrantedMandate) -> Money | None:
    """The limit of a stored mandate."""
    return Money(row.limit_minor, row.limit_currency) if row.limit_minor is not None else None
