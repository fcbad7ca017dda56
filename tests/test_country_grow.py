"""Growing into the registers: once each part, whoever writes it, and found afterwards."""

from collections.abc import Generator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api, codes
from onewindow.blocks.registers.bulk.errors import GrownOtherwise
from onewindow.blocks.registers.checking import problem
from onewindow.blocks.registers.declared import declaration
from onewindow.blocks.registers.models import BulkChunk, Fact, Link, SearchEntry
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
    plan = planned(people=300)
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
    }


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
        return real(**arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(api, "write_grown", breaks)
    with pytest.raises(KeyboardInterrupt):
        grow(plan, helpers=1, quiet=True)
    assert list(BulkChunk.objects.values_list("number", flat=True)) == [0]
    monkeypatch.undo()
    grow(plan, helpers=1, quiet=True)
    source = f"country/{plan.title}"
    assert Fact.objects.filter(register="people", source=source).values("key").distinct().count() == 300


def test_every_grown_entry_is_searched_once_and_every_link_has_its_target(grown: Plan) -> None:
    keys = Fact.objects.filter(source=f"country/{grown.title}", register="people").values("key").distinct()
    assert SearchEntry.objects.filter(register="people", key__in=keys).count() == keys.count()
    for link in Link.objects.filter(register="people", key__in=keys):
        _, register, key = link.target.split("/")
        assert Fact.objects.filter(register=register, key=key).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'registers_searchentry'")
        assert {"registers_search_words", "registers_search_order"} <= {name for (name,) in cursor.fetchall()}
