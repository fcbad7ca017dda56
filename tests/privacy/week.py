"""A synthetic week at a registry: honest work on cases, honest work without, and a few who look where they
should not."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from onewindow.blocks.cases.models import Case, Work
from onewindow.blocks.identity.models import Account, Appointment, Office, Role
from onewindow.blocks.registers.models import AccessLine, Fact

AGENCY = "civil-registry"
_NAMES = ["Ben Amor", "Trabelsi", "Mansour", "Gharbi", "Jaziri", "Ayari", "Mejri", "Dridi", "Hamdi", "Sassi"]
_NAMES += [f"Nom{number}" for number in range(60)]
_SPARE = 40
_STREETS = [f"Rue {number} du Test, Tamaris-Ville" for number in range(40)]


@dataclass
class Week:
    """What was made.

    :param planted: pairs of account and key of the person that somebody should ask about.
    :param honest: pairs without a case that nobody need ask about.
    """

    monday: datetime
    planted: dict[tuple[str, str], str] = field(default_factory=dict)
    honest: set[tuple[str, str]] = field(default_factory=set)
    with_case: set[tuple[str, str]] = field(default_factory=set)


class Town:
    """People, officers and looks, drawn from one seed."""

    def __init__(self, seed: int, *, people: int = 600, officers: int = 14) -> None:
        self.draw = Random(seed)
        self.week = Week(monday=datetime.fromisoformat("2026-03-02T08:30:00+00:00"))
        self.people = [f"{20_000_000 + number}" for number in range(people)]
        self.facts = {key: self._facts() for key in self.people}
        self.officers = self.people[:officers]
        self.lines: list[AccessLine] = []
        self.number = 0

    def _facts(self) -> dict[str, object]:
        # A few names are common, most are rare: as in a telephone book.
        name = self.draw.choices(_NAMES, weights=[30] * 10 + [3] * 60)[0]
        address = f"{self.draw.randint(1, 90)} {self.draw.choice(_STREETS)}"
        return {"given_name": "A", "family_name": name, "birth_date": "1980-01-01", "address": address}

    def store(self) -> None:
        """Put people, accounts and posts into the database."""
        long_ago = self.week.monday - timedelta(days=4000)
        Fact.objects.bulk_create(
            Fact(
                register="people",
                key=key,
                values=values,
                valid_from=long_ago,
                recorded_from=long_ago,
                source="a test",
            )
            for key, values in self.facts.items()
        )
        office = Office.objects.get(agency=AGENCY, slug="central-registry")
        role = Role.objects.get(slug="registrar")
        for key in self.officers:
            account = Account.objects.create(
                slug=self.account(key),
                email=f"{key}@tamaris.example",
                name=f"Officer {key}",
                person=f"register/people/{key}",
                joined_at=long_ago,
            )
            Appointment.objects.create(account=account, office=office, role=role, starts_at=long_ago)

    def account(self, key: str) -> str:
        return f"officer-{key}"

    def at_work(self) -> datetime:
        """Some moment of the week in working hours."""
        return self.week.monday + timedelta(
            days=self.draw.randrange(5), minutes=self.draw.randrange(7 * 60), hours=0
        )

    def look(self, officer: str, key: str, *, at: datetime, case: str = "") -> None:
        """One line."""
        self.lines.append(
            AccessLine(
                at=at,
                concerned=f"register/people/{key}",
                register="people",
                key=key,
                attributes=["family_name", "address"],
                reader=f"account/{self.account(officer)}",
                reader_name=f"Officer {officer}",
                reader_kind="officer",
                agency=AGENCY,
                office="central-registry",
                case=f"case/{case}" if case else "",
                legal_basis="Law 94-41, article 3",
            )
        )

    def case(self, officer: str, key: str, at: datetime) -> str:
        """A case of a person on which an officer works."""
        self.number += 1
        row = Case.objects.create(
            number=f"WEEK-2026-{self.number:06}",
            service="civil-registry/extract",
            version="0",
            agency=AGENCY,
            applicant=f"register/people/{key}",
            filed_by="somebody",
            channel="page",
            language="fr",
            tokens={},
            data={},
            filed_at=at - timedelta(hours=5),
            changed_at=at,
        )
        Work.objects.create(
            case=row,
            work="w1",
            element="check",
            kind="user",
            side="officer",
            agency=AGENCY,
            role="registrar",
            claimed_by=self.account(officer),
            opened_at=at,
        )
        return row.number

    def stranger_to(self, officer: str) -> str:
        """Somebody whom nothing connects to an officer, as far as anybody can see."""
        return self.draw.choice(self.people[len(self.officers) : -_SPARE])


def honest_week(town: Town, *, with_case: int = 25, without: int = 3) -> None:
    """What everybody does: mostly cases, a few looks on the ground of a law alone."""
    for officer in town.officers:
        for _ in range(with_case):
            key, at = town.stranger_to(officer), town.at_work()
            town.look(officer, key, at=at, case=town.case(officer, key, at))
            town.week.with_case.add((town.account(officer), key))
        for _ in range(without):
            key = town.stranger_to(officer)
            town.look(officer, key, at=town.at_work())
            town.week.honest.add((town.account(officer), key))


def plant(town: Town) -> None:
    """The looks that somebody should ask about, each with what should be seen in it."""
    spare = iter(town.people[-_SPARE:])
    first, second, third, fourth, fifth, sixth, seventh, *others = town.officers

    def planted(officer: str, key: str, sign: str, at: datetime | None = None, case: str = "") -> None:
        town.look(officer, key, at=at or town.at_work(), case=case)
        town.week.planted[town.account(officer), key] = sign
        town.week.honest.discard((town.account(officer), key))

    neighbour = next(spare)
    number, _, street = str(town.facts[first]["address"]).partition(" ")
    town.facts[neighbour]["address"] = f"{int(number) + 2} {street}"
    planted(first, neighbour, "neighbour")
    flatmate = next(spare)
    town.facts[flatmate]["address"] = town.facts[second]["address"]
    at = town.at_work()
    planted(second, flatmate, "same-household", at, town.case(second, flatmate, at))
    namesake = next(spare)
    town.facts[third]["family_name"] = town.facts[namesake]["family_name"] = "Zghal-Belkhodja"
    planted(third, namesake, "rare-family-name")
    planted(fourth, fifth, "colleague")
    planted(fifth, fifth, "oneself")
    child = next(spare)
    town.facts[child]["mother"] = f"register/people/{sixth}"
    planted(sixth, child, "relative")
    star = next(spare)
    for officer in others[:5]:
        planted(officer, star, "well-known")
    for key in (next(spare) for _ in range(25)):
        night = town.week.monday + timedelta(days=2, hours=14)
        planted(seventh, key, "unusually-many", night)


def made(seed: int) -> Week:
    """A whole week in the database."""
    town = Town(seed)
    honest_week(town)
    plant(town)
    town.store()
    AccessLine.objects.bulk_create(sorted(town.lines, key=lambda line: line.at))
    return town.week
