"""A window of an earlier version: whom entries name stood in a table of links, and moves over."""

from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from onewindow.blocks.registers import api
from onewindow.blocks.registers.models import SearchEntry
from onewindow.blocks.registers.tests.conftest import actor

OFFICER = "register/people/10000046"


def _migrate(to: str) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("registers", to)])


@pytest.mark.django_db
def test_links_of_an_earlier_version_move_into_the_entries_that_name(country: Path) -> None:
    before = dict(SearchEntry.objects.filter(register="companies").values_list("key", "names"))
    assert OFFICER in before["1204567A"]
    _migrate("0007_merged_both_ways")
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO registers_link (register, key, attribute, target) VALUES ('companies', %s, %s, %s)",
            [
                (key, attribute, target)
                for key, names in before.items()
                for attribute in ("officers", "beneficial_owners")
                for target in names
            ],
        )
    _migrate("0008_names_stand_in_search_entries")
    after = dict(SearchEntry.objects.filter(register="companies").values_list("key", "names"))
    assert {key: sorted(names) for key, names in after.items()} == {
        key: sorted(names) for key, names in before.items()
    }
    assert not SearchEntry.objects.filter(register="places").exclude(names=[]).exists()
    importer = actor("importer")
    assert importer.person is not None
    found = api.rows_naming(
        register="companies", attribute="officers", target=importer.person, reader=importer
    )
    assert "1204567A" in {key for key, _ in found}
