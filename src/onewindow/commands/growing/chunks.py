"""One chunk of a country: some thousand people whose families are closed in it, and all that is theirs."""

from collections.abc import Iterator
from random import Random

from onewindow.commands.growing import belongings, families, homes, kinship, licences, people
from onewindow.commands.growing.plan import CHUNK, Entry, Plan


def entries(plan: Plan, chunk: int) -> Iterator[Entry]:
    """The entries of a chunk; the same ones for the same plan, whoever makes them and when.

    :param chunk: 0 for the places, 1 up to ``plan.chunks`` for people.
    """
    if chunk == 0:
        yield from homes.places(plan)
        return
    draw = Random(f"{plan.title}/{chunk}")  # noqa: S311 (a country to play with, not a secret)
    many = min(CHUNK, plan.people - (chunk - 1) * CHUNK)
    everybody, dead = families.families(draw, many, on=plan.on)
    serial = plan.first + chunk
    people.number([*everybody, *dead], serial)
    kinship.appoint(draw, everybody, on=plan.on)
    living = families.households(everybody, on=plan.on)
    where = homes.homes(plan, draw, chunk=chunk, serial=serial, sizes=[len(each) for each in living])
    known = [*dead, *everybody]  # the dead first, for their children bear their names
    naming = people.Naming(plan, draw, known)
    yield from belongings.land(plan, draw, people=everybody, naming=naming, homes=where)
    yield from people.entries(plan, draw, people=known, naming=naming, homes=where)
    yield from kinship.entries(plan, draw, people=everybody, naming=naming)
    founded = list(belongings.companies(plan, draw, chunk=serial, people=everybody, homes=where))
    yield from founded
    yield from licences.entries(plan, draw, chunk=serial, companies=founded)
    yield from belongings.vehicles(plan, draw, chunk=serial, people=everybody)
