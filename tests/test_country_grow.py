"""Growing into the registers: once each part, whoever writes it, and found afterwards."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api, codes
from onewindow.blocks.registers.bulk.errors import GrownOtherwise
from onewindow.blocks.registers.checking import problem
from onewindow.blocks.registers.declared import declaration
from onewindow.blocks.registers.models import BulkChunk, Fact, SearchEntry
from onewindow.blocks.registers.values import missing, to_stored, to_typed
from onewindow.commands.growing import chunks
from onewindow.commands.growing.command import planned
from onewindow.commands.growing.plan import Plan
from onewindow.commands.growing.running import grow
from onewindow.kernel.clock import clock
from tests.country import country_for_a_room

LAW = api.Purpose(legal_basis="Law 94-41, article 3")


@pytest.fixture(scope="module")
def _loaded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Path]:
    folder = tmp_path_factory.mktemp("grow") / "country"
    with django_db_blocker.unblock(), country_for_a_room(folder):
        yield folder


@pytest.fixture
def country(_loaded: Path, db: None) -> Path:
    codes.forget()
    return _loaded


@pytest.fixture
def grown(country: Path) -> Plan:
    plan = planned(people=300)
    grow(plan, helpers=1, quiet=True)
    return plan


def test_what_is_grown_fits_the_declarations(country: Path) -> None:
    plan = planned(people=1_500)
    seen: set[str] = set()
    for chunk in (0, 1):
        for register, key, spans in chunks.entries(plan, chunk):
            declared = declaration(register)
            for _, values in spans:
                known = {slug: value for slug, value in values.items() if slug in declared.fields}
                typed = to_typed(declared, known, list(known))
                stored = to_stored(declared, typed)
                assert {slug: stored[slug] for slug in known if not isinstance(known[slug], list)} == {
                    slug: value for slug, value in known.items() if not isinstance(value, list)
                }
                assert not missing(declared, known)
                assert problem(declared, key, known, now=clock.now()) is None
            seen.add(register)
    assert seen >= {
        "people",
        "companies",
        "addresses",
        "parcels",
        "territory",
        "streets",
        "vehicles",
        "titles",
        "families",
        "guardianships",
        "buildings",
        "licences",
    }


def test_the_grown_were_born_married_and_buried_in_that_order_and_know_each_other() -> None:
    plan = Plan(people=3_000, whole="TN")
    said: dict[str, dict[str, dict[str, Any]]] = {}
    first: dict[str, str] = {}
    for register, key, spans in chunks.entries(plan, 1):
        assert [since for since, _ in spans] == sorted({since for since, _ in spans})
        assert key not in said.setdefault(register, {})
        said[register][key] = spans[-1][1]
        if register == "people":
            first[key] = spans[0][0]
    people = said["people"]
    dead = {key: facts for key, facts in people.items() if "death_date" in facts}
    assert len(dead) > 10
    assert len(people) - len(dead) == 3_000
    widowed = [key for key, facts in people.items() if facts["marital_status"] == "widowed"]
    assert sorted(_key(facts["spouse"]) for facts in dead.values()) == sorted(widowed)
    for facts in dead.values():
        assert facts["birth_date"] < facts["death_date"] <= str(plan.on)
    for key, facts in people.items():
        assert first[key].startswith(facts["birth_date"])
        for parent in filter(None, (facts.get("mother"), facts.get("father"))):
            assert facts["birth_date"] < people[_key(parent)].get("death_date", "9999")
    _families_agree(said)
    for ward, facts in said["guardianships"].items():
        guardian = people[_key(facts["guardians"][0]["person"])]
        assert ward in people
        assert "death_date" not in guardian
    assert {facts["instead_of_parents"] for facts in said["guardianships"].values()} == {"yes", "no"}
    assert {facts["parcel"] for facts in said["buildings"].values()} == said["parcels"].keys()
    companies = {facts["company"] for facts in said["licences"].values() if "company" in facts}
    assert companies
    assert companies <= said["companies"].keys()


def _families_agree(said: dict[str, dict[str, dict[str, Any]]]) -> None:
    """Each child that the family register names names its parent in the population register, and back."""
    people, pairs = said["people"], set[tuple[str, str]]()
    for key, facts in said["families"].items():
        assert facts.get("spouse") == people[key].get("spouse")
        for child in facts.get("children", ()):
            assert people[_key(child["person"])]["birth_date"] == child["born_on"]
            pairs.add((key, _key(child["person"])))
    assert pairs == {
        (_key(facts[parent]), child)
        for child, facts in people.items()
        for parent in ("mother", "father")
        if parent in facts and "death_date" not in people[_key(facts[parent])]
    }


def _key(reference: str) -> str:
    return reference.rpartition("/")[2]


def test_a_grown_person_is_read_for_a_purpose_and_found_by_a_mistyped_name(grown: Plan) -> None:
    row = Fact.objects.filter(register="people", source=f"country/{grown.title}").order_by("key").first()
    assert row is not None
    officer = identity.actor_of_account(account="civil-registrar", assurance="high")
    facts = api.read(register="people", key=row.key, purpose=LAW, reader=officer)
    given, family = str(facts.values["given_name"]), str(facts.values["family_name"])
    mistyped = f"{given[:-2]}{given[-1]} {family}"
    found = api.find(register="people", text=mistyped, limit=50, purpose=LAW, reader=officer)
    assert f"{given} {family}" in {each.label for each in found}


def test_growing_again_does_nothing_and_growing_on_takes_new_numbers(grown: Plan) -> None:
    before = Fact.objects.count()
    assert grow(grown, helpers=1, quiet=True).entries == 0
    assert Fact.objects.count() == before
    more = planned(people=200)
    grow(more, helpers=1, quiet=True)
    assert Fact.objects.filter(register="people", source=f"country/{more.title}").exists()
    with pytest.raises(GrownOtherwise):
        grow(planned(people=200, names="kazakh"), helpers=1, quiet=True)


def test_a_part_that_broke_off_leaves_nothing_and_is_made_when_growing_goes_on(
    country: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, real = planned(people=300), api.write_grown

    def breaks(**arguments: object) -> int:
        if arguments["part"] == 1:
            raise KeyboardInterrupt
        return real(**arguments)

    monkeypatch.setattr(api, "write_grown", breaks)
    with pytest.raises(KeyboardInterrupt):
        grow(plan, helpers=1, quiet=True)
    assert list(BulkChunk.objects.values_list("number", flat=True)) == [0]
    monkeypatch.undo()
    grow(plan, helpers=1, quiet=True)
    source = f"country/{plan.title}"
    living = Fact.objects.filter(register="people", source=source, recorded_until=None).exclude(
        key__startswith="5"
    )
    assert living.values("key").distinct().count() == 300


def test_every_grown_entry_is_searched_once_and_whom_it_names_is_there(grown: Plan) -> None:
    keys = Fact.objects.filter(source=f"country/{grown.title}", register="people").values("key").distinct()
    assert SearchEntry.objects.filter(register="people", key__in=keys).count() == keys.count()
    named = SearchEntry.objects.filter(register="people", key__in=keys).values_list("names", flat=True)
    targets = {target for names in named for target in names}
    assert len(targets) > 100
    for target in targets:
        _, register, key = target.split("/")
        assert Fact.objects.filter(register=register, key=key).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'registers_searchentry'")
        assert {"registers_search_words", "registers_search_order", "registers_search_names"} <= {
            name for (name,) in cursor.fetchall()
        }
