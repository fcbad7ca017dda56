"""The page and the operation that change a PIN."""

import pytest

from onewindow.blocks.trust import api as trust
from onewindow.blocks.trust.tests.conftest import PIN, person
from onewindow.blocks.trust.tests.test_pages import LIST, Browser

pytestmark = pytest.mark.django_db
NEW = "602914"


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch, authorities: None) -> Browser:
    return Browser(monkeypatch).as_actor(person())


def test_a_person_changes_a_pin_on_the_page(browser: Browser) -> None:
    made = trust.open_signing_key(actor=person(), pin=PIN)
    there = f"{LIST}{made.serial}/pin/"
    assert there in browser.get(LIST).content.decode()
    assert browser.get(there).status_code == 200
    for pin, new, again, said in (
        (PIN, NEW, "602915", "#again"),
        (PIN, "123456", "123456", "#new_pin"),
        ("999123", NEW, NEW, "#pin"),
    ):
        page = browser.post(there, {"pin": pin, "new_pin": new, "again": again})
        assert page.status_code == 422
        assert said in page.content.decode()
        assert new not in page.content.decode()
    assert browser.post(there, {"pin": PIN, "new_pin": NEW, "again": NEW}).status_code == 302
    assert trust.signer_of(holder=person().person, pin=NEW)


def test_a_program_changes_a_pin_and_a_stranger_does_not(browser: Browser) -> None:
    made = trust.open_signing_key(actor=person(), pin=PIN)
    there = f"/api/v1/certificates/{made.serial}/pin"
    body = {"pin": PIN, "new_pin": NEW}
    browser.as_actor(person("10000348"))
    assert browser.post(there, body, content_type="application/json").status_code == 403
    assert browser.get(f"{LIST}{made.serial}/pin/").status_code == 404
    browser.as_actor(person())
    answer = browser.post(there, body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    assert PIN not in answer.content.decode() and NEW not in answer.content.decode()
    assert trust.signer_of(holder=person().person, pin=NEW)
