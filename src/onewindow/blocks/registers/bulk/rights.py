"""What an officer's file may change: what they could record one by one, and no more."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from onewindow.blocks.registers.declarations import Declaration, EventDeclared
from onewindow.blocks.registers.permission import may_record, parts_of
from onewindow.foundation.access.types import Actor, Post


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What a file may fill.

    :param parts: agencies whose parts of a shared register; None for all of it.
    :param makes: attributes of a new entry; None for all, empty where no new entry may be made.
    :param changes: attributes of an entry that is there; None for all.
    """

    parts: frozenset[str] | None = None
    makes: frozenset[str] | None = None
    changes: frozenset[str] | None = None

    @property
    def nothing(self) -> bool:
        """Whether there is nothing that the file could fill."""
        return (self.parts is not None and not self.parts) or (self.makes == self.changes == frozenset())

    def kept(self) -> dict[str, Any]:
        """As a run keeps it, in JSON."""
        named = {"parts": self.parts, "makes": self.makes, "changes": self.changes}
        return {name: None if each is None else sorted(each) for name, each in named.items()}


EVERYTHING = Filled()


def filled_of(kept: Mapping[str, Any]) -> Filled:
    """As a run kept it."""
    named = {name: kept.get(name) for name in ("parts", "makes", "changes")}
    return Filled(**{name: None if each is None else frozenset(each) for name, each in named.items()})


def filled_by(declaration: Declaration, *, officer: Actor, alone: bool = False) -> Filled:
    """What the officer's events make and change; all of their parts where the register has no events.

    :param alone: only what no second officer has to confirm.
    """
    if not declaration.eventful:
        return Filled(parts=parts_of(declaration, writer=officer))
    mine = {each.slug: _parts(declaration, each, officer) for each in declaration.events.values()}
    events = [
        each for each in declaration.events.values() if mine[each.slug] and not (alone and each.four_eyes)
    ]
    made = frozenset(_set_by(each for each in events if each.kind == "makes"))
    changed = frozenset(_set_by(each for each in events if each.kind != "makes"))
    return Filled(
        parts=_own(declaration, officer, mine.values()),
        makes=(made | changed) if made else frozenset(),
        changes=changed,
    )


def second_needed(declaration: Declaration, attributes: Collection[str], *, officer: Actor) -> frozenset[str]:
    """Those of the attributes that the officer may change, but not alone; also in a new entry, where making
    one takes two.

    What they may not change at all needs nobody: its rows are refused.
    """
    alone, both = (filled_by(declaration, officer=officer, alone=each) for each in (True, False))
    if alone.changes is None or both.changes is None or both.makes is None:
        return frozenset()
    made_by_two = both.makes if not alone.makes else frozenset[str]()
    return frozenset(attributes) & (made_by_two | (both.changes - alone.changes))


def who_confirms(
    declaration: Declaration, *, agencies: Iterable[str], second: Collection[str]
) -> tuple[tuple[str, str], ...]:
    """Agency and role of those who may confirm an import that changes these attributes, sorted."""
    grants = [*declaration.writers, *(grant for each in declaration.events.values() for grant in each.by)]
    roles = {grant.role for grant in grants}
    posts = [(agency, role) for agency in agencies for role in roles]
    return tuple(sorted(each for each in posts if covers(declaration, _holder(*each), second)))


def covers(declaration: Declaration, officer: Actor, second: Collection[str]) -> bool:
    """Whether an officer could record, with a colleague, what is confirmed."""
    mine = filled_by(declaration, officer=officer)
    if mine.nothing or mine.changes is None or mine.makes is None:
        return not mine.nothing
    return (mine.changes | mine.makes).issuperset(second)


def _holder(agency: str, role: str) -> Actor:
    return Actor(kind="officer", posts=(Post(agency, "", role),))


def _set_by(events: Iterator[EventDeclared]) -> Iterator[str]:
    for each in events:
        yield from each.sets
        yield from each.fixed


def _parts(declaration: Declaration, event: EventDeclared, officer: Actor) -> frozenset[str]:
    keepers = {declaration.owner, *(declaration.partition.agencies.values() if declaration.partition else ())}
    return frozenset(each for each in keepers if may_record(declaration, event, officer=officer, part=each))


def _own(declaration: Declaration, officer: Actor, mine: Collection[frozenset[str]]) -> frozenset[str] | None:
    if declaration.partition is None or parts_of(declaration, writer=officer) is None:
        return None
    return frozenset[str]().union(*mine)
