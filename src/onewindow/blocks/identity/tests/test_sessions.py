"""Sessions as we keep them, and what a sign-in asks the database."""

import pytest
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onewindow.blocks.identity.sessions import SessionStore
from onewindow.blocks.identity.tests.test_signing_in import give_password, sign_in

pytestmark = pytest.mark.usefixtures("country")


def test_a_session_that_was_ended_does_not_come_back_to_life() -> None:
    session = SessionStore()
    session["a"] = 1
    session.create()
    late = SessionStore(session.session_key)
    assert late["a"] == 1
    session.delete()
    late["a"] = 2
    with pytest.raises(UpdateError):
        late.save()
    assert not SessionStore().exists(session.session_key or "")


def test_nobody_gets_the_session_of_another() -> None:
    session = SessionStore()
    session["whose"] = "mine"
    session.create()
    other = SessionStore()
    other._session_key = session.session_key
    with pytest.raises(CreateError):
        other.save(must_create=True)
    assert SessionStore(session.session_key)["whose"] == "mine"


def test_a_sign_in_asks_the_database_little() -> None:
    """Each question costs processor on both sides; whoever adds one says so here."""
    give_password()
    client = Client()
    with CaptureQueriesContext(connection) as asked:
        assert sign_in(client).status_code == 302
    said = [one["sql"].split()[0] for one in asked if "SAVEPOINT" not in one["sql"]]
    assert len(said) <= 9, "\n".join(one["sql"][:120] for one in asked)
    assert not any("last_login" in one["sql"] for one in asked)
