"""What this program itself must know of a person to honour what they do: whether they live, and their keys.

It shows nothing to anybody, and so leaves no line: whoever wants to *see* a date of death reads the entry.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection

from onewindow.blocks.registers.merged import SAME
from onewindow.blocks.registers.types import PersonDied, PersonLives, PersonStanding
from onewindow.foundation.outbox import api as outbox
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

PEOPLE: Final = "people"
_DIED: Final = "death_date"
_PREFIX: Final = f"register/{PEOPLE}/"
_STANDING: Final = f"""
    WITH {SAME}
    SELECT same.asked, same.key, (
        SELECT fact.values ->> '{_DIED}' FROM registers_fact fact
        WHERE fact.register = %(register)s AND fact.key = same.key AND fact.recorded_until IS NULL
          AND fact.valid_from <= %(now)s
        ORDER BY fact.valid_from DESC LIMIT 1
    ) FROM same
"""  # noqa: S608 - names of our own


def standing_of(person: Reference) -> PersonStanding:
    """Whether somebody lives, and which other keys mean them today, with one question."""
    return standings_of([person]).get(person.text, PersonStanding(person=person))


def standings_of(persons: Iterable[Reference]) -> dict[str, PersonStanding]:
    """The same for many; by their texts. What is no person (a company) is left out."""
    wanted = {each.text.removeprefix(_PREFIX) for each in persons if each.text.startswith(_PREFIX)}
    if not wanted:
        return {}
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"register": PEOPLE, "keys": sorted(wanted), "now": now})
        rows = cursor.fetchall()
    found: dict[str, _Found] = {}
    for asked, key, died in rows:
        one = found.setdefault(asked, _Found(set(), died=False))
        one.died = one.died or died is not None
        if key != asked:
            one.others.add(key)
    return {_text(key): one.of(key) for key, one in found.items()}


@dataclass(slots=True)
class _Found:
    """What was found of one key so far."""

    others: set[str]
    died: bool

    def of(self, key: str) -> PersonStanding:
        also = tuple(Reference(_text(each)) for each in sorted(self.others))
        return PersonStanding(person=Reference(_text(key)), also=also, died=self.died)


def tell(
    register: str, key: str, *, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> None:
    """Publish that somebody died, or that it was a mistake, in the transaction of the change.

    :param before: what the register said of the entry now, before the change, as it is stored.
    """
    if register != PEOPLE or after is None:
        return  # an entry that was merged away says nothing any more; what it was merged into does
    was, said = (before or {}).get(_DIED), after.get(_DIED)
    if said and not was:
        outbox.publish(PersonDied(person=Reference(_text(key)), on=date.fromisoformat(said)))
    elif was and not said:
        outbox.publish(PersonLives(person=Reference(_text(key))))


def _text(key: str) -> str:
    return f"{_PREFIX}{key}"
