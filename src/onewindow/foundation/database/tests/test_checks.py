import pytest
from django.core.checks import run_checks

from onewindow.foundation.database.checks import problems_of

_GOOD = {
    "server_version_num": "180004",
    "server_encoding": "UTF8",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "data_checksums": "on",
}


def test_a_durable_server_is_well() -> None:
    assert problems_of(_GOOD) == []


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [
        ("server_version_num", "140011", "onewindow.database.E001"),
        ("server_encoding", "SQL_ASCII", "onewindow.database.E002"),
        ("fsync", "off", "onewindow.database.E003"),
        ("full_page_writes", "off", "onewindow.database.E003"),
        ("synchronous_commit", "off", "onewindow.database.E003"),
        ("synchronous_commit", "local", "onewindow.database.E003"),
        ("data_checksums", "off", "onewindow.database.W001"),
    ],
)
def test_what_would_lose_data_is_told(name: str, value: str, number: str) -> None:
    assert [problem.id for problem in problems_of({**_GOOD, name: value})] == [number]


@pytest.mark.django_db
def test_the_check_asks_the_server() -> None:
    assert not [
        message for message in run_checks(databases=["default"]) if message.id == "onewindow.database.E001"
    ]
