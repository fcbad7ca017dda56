"""Who represents a company, and how many must sign together, as the companies register says today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, cast

from onewindow.blocks.mandates import app_settings
from onewindow.blocks.mandates.limits import ALL_SCOPES, Limits
from onewindow.blocks.mandates.living import keys_of, lives
from onewindow.blocks.mandates.types import Mandate
from onewindow.blocks.registers import api as registers
from onewindow.foundation.access.types import Actor
from onewindow.kernel.errors import NotFound
from onewindow.kernel.reference import Reference

_COMPANIES: Final = "companies"
_OFFICERS: Final = "officers"
_SIGNATURES: Final = "signatures"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way in which a company binds itself: so many officers of a role; of any where it is empty."""

    number: int
    role: str = ""
    scopes: frozenset[str] = frozenset()

    def met_by(self, roles: Sequence[str]) -> bool:
        """Whether officers of these roles are enough."""
        return self.missing(roles) <= 0

    def missing(self, roles: Sequence[str]) -> int:
        """How many officers are missing."""
        return self.number - sum(1 for role in roles if self.role in ("", role))


def own_eyes(person: Reference, actor: Actor | None = None) -> Actor:
    """The person as a reader of what concerns themself, whomever they act for just now."""
    return Actor(
        account=actor.account if actor else None,
        name=actor.name if actor else "",
        kind="person",
        person=person,
        also=actor.also if actor and actor.person == person else keys_of(person)[1:],
    )


def represented(reader: Actor, *, only: Reference | None = None, named: bool = True) -> Iterable[Mandate]:
    """The companies whose officer the person is.

    :param reader: the person, with own eyes.
    :param only: no other company than this.
    :param named: whether the companies' names are wanted, which takes a question more.
    """
    if reader.person is None:
        return
    try:
        rows = registers.rows_naming(
            register=_COMPANIES, attribute=_OFFICERS, target=reader.person, reader=reader
        )
    except registers.RegisterUnknown:
        return  # a country that keeps no companies has nobody who acts for them
    today = app_settings.today()
    keys = [key for key, _ in rows] if named else []
    names = registers.public_names(register=_COMPANIES, keys=keys)
    for key, row in rows:
        company = Reference.of("register", _COMPANIES, key)
        since, until = cast("date | None", row.get("since")), cast("date | None", row.get("until"))
        if (since is not None and since > today) or (until is not None and until < today):
            continue
        if only is not None and company != only:
            continue
        yield Mandate(
            principal=company,
            principal_name=names.get(key, ""),
            kind="representative",
            basis=company.text,
            reach=Limits(scopes=frozenset(cast("list[str]", row.get("scopes") or [])), last_day=until),
            role=str(row.get("role") or ""),
        )


def matter_of(scopes: Iterable[str]) -> str:
    """What officers sign about several scopes, as one text: ``trade tax``, or ``*`` for everything."""
    asked = sorted(set(scopes))
    return ALL_SCOPES if ALL_SCOPES in asked else " ".join(asked)


def roles_in(company: Reference, person: Reference, matter: str) -> tuple[str, ...]:
    """The roles in which a person represents a company in that matter now; none where they do not."""
    if not lives(person):
        return ()
    rights = represented(own_eyes(person), only=company, named=False)
    return tuple(right.role for right in rights if all(right.covers(scope) for scope in matter.split()))


def bound_by(company: Reference, roles: Sequence[str], matter: str) -> bool:
    """Whether officers of these roles bind the company together, in every scope of the matter."""
    return all(any(way.met_by(roles) for way in ways) for ways in _ways(company, matter))


def missing_from(company: Reference, roles: Sequence[str], matter: str) -> tuple[tuple[int, str], ...]:
    """Who else must sign, each way as (number, role); of several scopes, for the one that lacks the most."""
    lacking = [
        [(way.missing(roles), way.role) for way in ways]
        for ways in _ways(company, matter)
        if not any(way.met_by(roles) for way in ways)
    ]
    nothing: list[tuple[int, str]] = []
    return tuple(max(lacking, key=min, default=nothing))


def _ways(company: Reference, matter: str) -> tuple[tuple[Alternative, ...], ...]:
    """For each scope, the ways in which a company binds itself. Everything takes what each scope takes."""
    declared = _declared(company)
    scopes = set(matter.split())
    if ALL_SCOPES in scopes:
        scopes = scopes.union(*(one.scopes for one in declared))
    return tuple(_fitting(declared, scope) for scope in sorted(scopes))


def _fitting(declared: Sequence[Alternative], scope: str) -> tuple[Alternative, ...]:
    """Where a company declared nothing for a scope, each officer binds it alone."""
    fitting = tuple(one for one in declared if not one.scopes or one.scopes & {scope, ALL_SCOPES})
    return fitting or (Alternative(1),)


def _declared(company: Reference) -> tuple[Alternative, ...]:
    try:
        facts = registers.read(
            register=_COMPANIES, key=company.key.partition("/")[2], attributes=[_SIGNATURES], reader=Actor()
        )
    except (registers.AttributeUnknown, NotFound):
        return ()
    rows = cast("list[dict[str, object]]", facts.values.get(_SIGNATURES) or [])
    return tuple(
        Alternative(int(str(row["number"])), str(row.get("role") or ""), frozenset(_texts(row.get("scopes"))))
        for row in rows
    )


def _texts(value: object) -> list[str]:
    return [str(each) for each in cast("list[object]", value)] if isinstance(value, list) else []
