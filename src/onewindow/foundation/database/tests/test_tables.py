"""A program that came before its tables must not take requests."""

import pytest
from django.db import connection
from django.test import Client

from onewindow.foundation.database import api as database

pytestmark = pytest.mark.django_db


def forget_a_migration() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'cases' AND name LIKE '0001%'")


def test_tables_are_current_after_a_migration() -> None:
    assert database.tables_are_current()
    forget_a_migration()
    assert not database.tables_are_current()


def test_a_newer_database_serves_an_older_program() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('cases', '9999_later', now())"
        )
    assert database.tables_are_current()


def test_readyz_names_the_tables(client: Client) -> None:
    assert client.get("/readyz").json() == {"ready": True, "broken": []}
    forget_a_migration()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["broken"]) == (503, ["tables"])
