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


def roles_in(company: Reference, person: Reference, scope: str) -> tuple[str, ...]:
    """The roles in which a person represents a company in that matter now; none where they do not."""
    if not lives(person):
        return ()
    rights = represented(own_eyes(person), only=company, named=False)
    return tuple(right.role for right in rights if right.covers(scope))


def alternatives_of(company: Reference, scope: str) -> tuple[Alternative, ...]:
    """The ways in which a company binds itself in that matter. Where it declared none, each officer alone."""
    try:
        facts = registers.read(
            register=_COMPANIES, key=company.key.partition("/")[2], attributes=[_SIGNATURES], reader=Actor()
        )
    except (registers.AttributeUnknown, NotFound):
        return (Alternative(1),)
    rows = cast("list[dict[str, object]]", facts.values.get(_SIGNATURES) or [])
    declared = [
        Alternative(int(str(row["number"])), str(row.get("role") or ""), frozenset(_texts(row.get("scopes"))))
        for row in rows
    ]
    fitting = tuple(one for one in declared if not one.scopes or one.scopes & {scope, ALL_SCOPES})
    return fitting or (Alternative(1),)


def alone(company: Reference, roles: Sequence[str], scope: str) -> bool:
    """Whether an officer with these roles binds the company alone in that matter."""
    return any(one.met_by([role]) for one in alternatives_of(company, scope) for role in roles)


def _texts(value: object) -> list[str]:
    return [str(each) for each in cast("list[object]", value)] if isinstance(value, list) else []
