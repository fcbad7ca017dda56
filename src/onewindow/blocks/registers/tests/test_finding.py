"""Names are found with a letter wrong, in another script, or the other way round."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onewindow.blocks.registers import api, copying
from onewindow.blocks.registers.copying import SINCE_EVER
from onewindow.blocks.registers.declared import declaration as declared
from onewindow.blocks.registers.models import SearchEntry, SearchWord
from onewindow.blocks.registers.tests.conftest import actor

LAW = api.Purpose(legal_basis="Law 94-41, article 3")
AMIRA = "10000046"  # Amira Ben Salah, أميرة بن صالح


def keys(typed: str) -> list[str]:
    found = api.find(register="people", text=typed, limit=10, purpose=LAW, reader=actor("civil-registrar"))
    return [each.key for each in found]


@pytest.mark.parametrize(
    "typed",
    [
        "Amira Ben Salah",
        "ben salah amira",
        "Amria Ben Salah",
        "Amira Ben Slah",
        "Amiraa Ben Salah",
        "Amira Ben Sallah",
        "Amida Ben Salah",
        "أميرة بن صالح",
        "أميره بن صلح",
        "Амира Бен Салах",
        "amir ben sal",
        AMIRA,
    ],
)
def test_a_person_is_found(typed: str, country: Path) -> None:
    assert AMIRA in keys(typed)


def _add(**people: tuple[str, str]) -> None:
    """People of these names, and nothing else known of them."""
    entries = {
        key.removeprefix("p"): [
            (SINCE_EVER, {"given_name": given, "family_name": family, "birth_date": "1990-05-05"})
        ]
        for key, (given, family) in people.items()
    }
    copying.add(declared("people"), entries, source="test")


@pytest.mark.parametrize(
    "typed",
    [
        "Zoubeir Ghassen Mokhtar Belhassine Trabelsi Kerkennah Djerba",
        "Zoubeir Djerba",
        "kerkennah djerba",
        "Zoubier Djerba",
        "Zoubeir Kerkenah Djerba",
        "Mokhtar Kerkennah Djreba",
        "zoub kerk djer",
    ],
)
def test_somebody_with_many_names_is_found_by_any_of_them(typed: str, country: Path) -> None:
    _add(p99900011=("Zoubeir Ghassen Mokhtar", "Belhassine Trabelsi Kerkennah Djerba"))
    assert keys(typed)[:1] == ["99900011"]


def test_among_many_of_alike_names_those_in_the_order_that_was_typed_stand_first(country: Path) -> None:
    turned = {f"p999001{n:02}": ("Zoubeir", "Djerba Kerkennah") for n in range(30)}
    longer = {f"p999002{n:02}": ("Zoubeir", "Belhassine Djerba") for n in range(30)}
    _add(**turned, **longer, p99900311=("Zoubeir", "Kerkennah Djerba"), p99900322=("Zoubeir", "Djerba"))
    assert keys("Zoubeir Kerkenah Djerba")[0] == "99900311"
    assert keys("Zoubier Djerba")[0] == "99900322"


def test_a_search_leaves_the_connection_as_it_was(country: Path) -> None:
    settings = "SELECT current_setting('enable_seqscan'), current_setting('plan_cache_mode')"
    with connection.cursor() as cursor:
        cursor.execute(settings)
        before = cursor.fetchone()
        keys("Amria Ben Salah")
        cursor.execute(settings)
        assert cursor.fetchone() == before == ("on", "auto")


def test_a_search_is_planned_for_what_is_asked(country: Path) -> None:
    """A plan for any question takes longer than the answer where there are millions of entries."""
    for _ in range(20):
        keys("Amria Ben Salah")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(custom_plans), sum(generic_plans) FROM pg_prepared_statements "
            "WHERE statement LIKE '%tsquery%'"
        )
        made, kept = cursor.fetchone()
    assert made and not kept


def test_the_exact_name_stands_first(country: Path) -> None:
    found = api.find(register="people", text="Amira Ben Salah", purpose=LAW, reader=actor("civil-registrar"))
    assert found[0].label == "Amira Ben Salah"


@pytest.mark.parametrize("typed", ["Wolfgang Schmidt", "1000004", "zzzz", "' | !(&", "+0mr+bn"])
def test_nobody_is_found_where_nobody_is_meant(typed: str, country: Path) -> None:
    assert keys(typed) == []


def test_every_word_of_a_name_is_in_the_dictionary_and_no_other_register_sees_it(country: Path) -> None:
    assert SearchWord.objects.filter(register="people", word="khelifi").exists()
    assert not SearchWord.objects.filter(register="territory").exists()
    assert api.find(register="companies", text="Amira Ben Salah", reader=actor("civil-registrar")) == ()


def test_a_search_never_reads_the_whole_table(country: Path) -> None:
    with CaptureQueriesContext(connection) as asked:
        keys("Amria Ben Slah")
    searches = [each["sql"] for each in asked.captured_queries if "@@" in each["sql"]]
    assert searches
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for search in searches:
            cursor.execute(f"EXPLAIN {search}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "Seq Scan" not in plan
            # All entries of a register, in any order, are a whole country's.
            assert "registers_search_words" in plan and "register)::text =" not in plan
        cursor.execute("SET LOCAL enable_seqscan = on")


def test_entries_are_indexed_anew_with_the_same_result(country: Path) -> None:
    from onewindow.blocks.registers.bulk import reindexing

    before = dict(SearchEntry.objects.filter(register="people").values_list("key", "words"))
    assert reindexing.reindex("people") == len(before) == 345
    assert dict(SearchEntry.objects.filter(register="people").values_list("key", "words")) == before
    assert AMIRA in keys("Amria Ben Salah")
