"""Who lives, and which keys mean one person, as the population register says at this moment.

Asked when a right is looked for, so that no death and no merger waits for news of it.
"""

from collections.abc import Iterable

from onewindow.blocks.registers import api as registers
from onewindow.kernel.reference import Reference


def lives(person: Reference) -> bool:
    """Whether no death is known of somebody; of a company, always."""
    return not registers.standing_of(person=person).died


def dead_among(parties: Iterable[str]) -> frozenset[str]:
    """Those of whom a death is known, with one question; none where there are only companies."""
    found = registers.standings_of(persons_named=[Reference(each) for each in parties])
    return frozenset(text for text, standing in found.items() if standing.died)


def keys_of(party: Reference) -> tuple[Reference, ...]:
    """A party, then the other keys that mean the same person today."""
    return (party, *registers.standing_of(person=party).also)
