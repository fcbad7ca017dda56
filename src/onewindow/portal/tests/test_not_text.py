"""Characters that are no text are refused at the door: PostgreSQL keeps no U+0000, XML holds no U+000B."""

import json

import pytest
from django.test import Client

from onewindow.blocks.cases.tests.people import browser
from onewindow.foundation.web import whole_text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/api/v1/registers/hs/codes?text=a%00b", "text"),
        ("/api/v1/registers/hs/codes?a%00b=1", "ab"),
        ("/api/v1/cases/a%00b", "path"),
        ("/api/v1/cases?service=%0B", "service"),
    ],
)
def test_an_address_for_programs_names_the_field(client: Client, address: str, field: str | None) -> None:
    answer = client.get(address)
    assert answer.status_code == 422
    told = answer.json()
    assert told["code"] == "not-text"
    assert [one["field"] for one in told.get("errors", [])] == ([field] if field else [])


@pytest.mark.parametrize("address", ["/search/?q=%00", "/cases/a%00b/", "/documents/%00/"])
def test_a_page_says_it_in_words(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 422
    assert "holds a character that is not text: U+0000" in answer.content.decode()


def test_a_form_is_refused(client: Client) -> None:
    answer = client.post("/recovery/", {"email": "a\x00@b.example"})
    assert answer.status_code == 422
    assert "“email” holds" in answer.content.decode()


@pytest.mark.usefixtures("country")
@pytest.mark.parametrize("character", ["\x00", "\x0b", "\ud800", "\uffff"])
def test_a_document_of_a_program_is_looked_through(character: str) -> None:
    person = browser("citizen")
    body = {
        "service": "trade-ministry/external-trade-certificate",
        "answers": {"lines": [{"text": character}]},
    }
    answer = person.post("/api/v1/cases", json.dumps(body), content_type="application/json")
    assert answer.status_code == 422
    (told,) = answer.json()["errors"]
    assert told["code"] == "not-text" and told["field"] == "answers/lines/0/text"


def test_whoever_may_not_come_is_not_told_what_is_wrong(client: Client) -> None:
    answer = client.post("/api/v1/cases", '{"service": "\\u0000"}', content_type="application/json")
    assert answer.status_code == 401


def test_a_backslash_before_u0000_is_text(rf) -> None:
    request = rf.post("/", '{"a": "\\\\u0000", "b": "\\ud83d\\ude00"}', content_type="application/json")
    whole_text.require_whole_body(request)
