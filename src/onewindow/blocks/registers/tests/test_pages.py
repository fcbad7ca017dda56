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
    purpose = api.Purpose(legal_basis="Law 94-41, canary-4711")
    api.read(
        register="people",
        key=person.key.partition("/")[2],
        purpose=purpose,
        reader=actor("civil-registrar"),
    )
    for who in ("homeowner", "civil-registrar", "trade-administrator"):
        assert "Law 94-41, canary-4711" not in signed_in(who).get("/me/data/").content.decode()


def test_the_api_reads_for_a_purpose_and_tells_who_read() -> None:
    person = identity.account(account="citizen").person
    assert person is not None
    address = f"/api/v1/registers/people/entries/{person.key.partition('/')[2]}"
    registrar, citizen = signed_in("civil-registrar"), signed_in("citizen")
    refused = registrar.get(address, {"attributes": "birth_date"})
    assert (refused.status_code, refused.json()["code"]) == (403, "purpose-missing")
    said = registrar.get(address, {"attributes": "birth_date", "legal_basis": "Law 94-41, 7"}).json()
    assert said["register"] == "people" and said["values"]["birth_date"].startswith("1995")
    lines = citizen.get("/api/v1/me/access-lines").json()["lines"]
    assert [(line["reader"], line["legal_basis"]) for line in lines] == [("Sonia Trabelsi", "Law 94-41, 7")]
    assert signed_in("homeowner").get(address, {"legal_basis": "Law 94-41, 7"}).status_code == 403
    assert Client().get(address).status_code == 401


def test_the_api_finds_codes_for_anybody_and_people_for_nobody() -> None:
    found = Client().get("/api/v1/registers/countries/codes", {"text": "tunis", "language": "fr"}).json()
    assert found == [{"code": "TN", "label": "Tunisie"}]
    assert Client().get("/api/v1/registers/people/codes", {"text": "mansour"}).status_code == 403
    names = {each["register"]: each["open"] for each in Client().get("/api/v1/registers").json()}
    assert names["countries"] and not names["people"]


@pytest.mark.parametrize("ending", ["", "/timeline"])
def test_a_moment_without_a_zone_is_refused_by_its_field(ending: str) -> None:
    person = identity.account(account="citizen").person
    assert person is not None
    client = signed_in("citizen")
    address = f"/api/v1/registers/people/entries/{person.key.partition('/')[2]}{ending}"
    refused = client.get(address, {"known_at": "2026-01-01T00:00:00"})
    assert refused.status_code == 422
    assert [each["field"] for each in refused.json()["errors"]] == ["known_at"]
    assert client.get(address, {"known_at": "2199-01-01T00:00:00Z"}).status_code == 200
