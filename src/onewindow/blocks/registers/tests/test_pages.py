import pytest
from django.test import Client

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api
from onewindow.blocks.registers.tests.conftest import actor, signed_in

pytestmark = pytest.mark.usefixtures("country")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_who_looked_at_my_data_is_there_at_once(language: str) -> None:
    person = identity.account(account="citizen").person
    assert person is not None
    purpose = api.Purpose(legal_basis="Law 94-41")
    api.read(
        register="people",
        key=person.key.partition("/")[2],
        purpose=purpose,
        reader=actor("civil-registrar"),
    )
    page = signed_in("citizen").get("/me/data/", headers={"accept-language": language})
    text = page.content.decode()
    assert page.status_code == 200
    assert "Sonia Trabelsi" in text and "Law 94-41" in text
    assert "Leïla" in text
    if language != "en":
        assert "Who looked at my data" not in text


def test_nobody_sees_it_without_signing_in() -> None:
    response = Client().get("/me/data/")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/sign-in/")


def test_a_neighbours_lines_never_appear() -> None:
    person = identity.account(account="citizen").person
    assert person is not None
    purpose = api.Purpose(legal_basis="canary-4711")
    api.read(
        register="people",
        key=person.key.partition("/")[2],
        purpose=purpose,
        reader=actor("civil-registrar"),
    )
    for who in ("homeowner", "civil-registrar", "trade-administrator"):
        assert "canary-4711" not in signed_in(who).get("/me/data/").content.decode()
