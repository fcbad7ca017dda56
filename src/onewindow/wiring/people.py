"""What identity needs of the rooms above it: facts of the population register, and letters."""

from datetime import date

from django.conf import settings

from onewindow.blocks.identity import api as identity
from onewindow.blocks.identity.types import PersonFacts, PersonStanding
from onewindow.blocks.notifications import api as notifications
from onewindow.blocks.registers import api as registers
from onewindow.blocks.trust import api as trust
from onewindow.foundation.access.types import Actor
from onewindow.kernel.errors import NotFound
from onewindow.kernel.reference import Reference

_LEGAL_BASIS = "Law 93-27, article 1"
_ATTRIBUTES = ("given_name", "family_name", "birth_date")


def person_facts(*, person: Reference, reader: Actor | None) -> PersonFacts | None:
    """Name and birthday out of the population register; the look leaves its line like every other."""
    key = person.text.rpartition("/")[2]
    try:
        facts = registers.read(
            register="people", key=key, attributes=list(_ATTRIBUTES),
            purpose=registers.Purpose(legal_basis=_LEGAL_BASIS),
            reader=reader or identity.system_actor(name="One Window"),
        )  # fmt: skip
    except NotFound:
        return None
    born = facts.values["birth_date"]
    if not isinstance(born, date):
        return None
    names = (facts.values["given_name"], facts.values["family_name"])
    name = " ".join(str(part) for part in names if part)  # many people have one name
    return PersonFacts(name=name, birth_date=born, died=registers.standing_of(person=person).died)


def name_in_register(*, person: Reference) -> str | None:
    """How the population register calls somebody who lives, for a certificate."""
    facts = person_facts(person=person, reader=None)
    if facts is None:
        return None
    if facts.died:
        raise trust.NotProofed()
    return facts.name


def person_standing(*, person: Reference) -> PersonStanding:
    """Whether somebody lives, and the other keys that mean them today."""
    found = registers.standing_of(person=person)
    return PersonStanding(also=found.also, died=found.died)


def send_notice(*, account: str, letter: str, key: str, values: dict[str, object]) -> None:
    """A letter in the window, and its copy by e-mail."""
    who = Reference.of("account", account)
    notifications.notify(
        to=who, subject=who, key=f"identity/{key}", template=f"identity.{letter}",
        values={**values, "base": settings.ONEWINDOW_BASE_URL.rstrip("/")},
    )  # fmt: skip
