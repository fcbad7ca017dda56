"""Names are found with a letter wrong, in another script, or the other way round."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onewindow.blocks.registers import api
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
