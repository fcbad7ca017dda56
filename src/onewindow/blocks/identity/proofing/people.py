"""What proofing needs to know of a person. The register stands above us: wiring joins the two."""

from onewindow.blocks.identity.errors import PersonNotInRegister
from onewindow.blocks.identity.ports import PersonRegister
from onewindow.blocks.identity.types import PersonFacts
from onewindow.foundation.access.types import Actor
from onewindow.kernel.reference import Reference


def _nobody(*, person: Reference, reader: Actor | None) -> PersonFacts | None:
    return None


class _Register:
    """Who knows people; wiring sets it once."""

    current: PersonRegister = staticmethod(_nobody)


def use_person_register(register: PersonRegister) -> None:
    """Join the port to its adapter."""
    _Register.current = staticmethod(register)


def facts_of(person: Reference, *, reader: Actor | None) -> PersonFacts:
    """Name and birthday.

    :param reader: the officer who looks; None for this program, which shows nothing to anybody.
    :raises PersonNotInRegister: there is no living person of that number.
    """
    found = _Register.current(person=person, reader=reader)
    if found is None or found.died:
        raise PersonNotInRegister(field="person")
    return found
