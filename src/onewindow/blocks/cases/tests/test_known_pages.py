"""“The office already knows this”: whose register it is, and where one says that it is not right."""

import re

import pytest
from django.urls import reverse

from onewindow.blocks.cases.tests.people import browser
from onewindow.blocks.identity import api as identity

pytestmark = pytest.mark.usefixtures("country")
SERVICE = "civil-registry/register-extract"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "The office already knows this"),
        ("fr", "L’administration le sait déjà"),
        ("ar", "الإدارة تعرف هذا"),
    ],
)
def test_what_a_register_answers_is_shown_with_a_way_to_correct_it(language: str, words: str) -> None:
    citizen = browser("citizen")
    person = identity.account(account="citizen").person
    assert person is not None
    key = person.key.partition("/")[2]
    address = f"/apply/{SERVICE}/"
    citizen.get(address)
    headers = {"accept-language": language}
    page = citizen.post(address, {"principal": str(person)}, follow=True, headers=headers).content.decode()
    assert words in page and "Leïla" in page
    links = re.findall(r'href="(/me/data/correct/[^"]+)"', page)
    named = {"slug": "people", "key": key, "attribute": "given_name"}
    assert reverse("registers:correct", kwargs=named) in links
    assert not [each for each in links if key in each]
    assert citizen.get(links[0]).status_code == 200
    assert browser("homeowner").get(links[0]).status_code == 403


def test_a_clerk_at_the_counter_gets_no_such_link() -> None:
    clerk = browser("trade-clerk")
    page = clerk.get(f"/apply/{SERVICE}/", follow=True).content.decode()
    assert "/me/data/correct/" not in page
