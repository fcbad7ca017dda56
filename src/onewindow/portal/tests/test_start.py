"""The start page, search and a service's page, with the services of the repository."""

import pytest
from django.conf import settings
from django.test import Client

from onewindow.blocks.catalogue import api as catalogue

pytestmark = pytest.mark.django_db

TRADE = "/services/trade-ministry/external-trade-certificate/"


@pytest.fixture
def services(db: None) -> None:
    catalogue.import_packages(root=settings.ONEWINDOW_SERVICES_DIR)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/search/",
        "/about/",
        "/accessibility/",
        "/privacy/",
        "/developers/",
        "/developers/components/",
        TRADE,
    ],
)
def test_pages_come_in_each_language(services: None, address: str, language: str) -> None:
    answer = Client().get(address, headers={"Accept-Language": language})
    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()


def test_words_find_a_service(services: None) -> None:
    page = Client().get("/search/", {"words": "trade certificate"}).content.decode()
    assert TRADE in page


def test_words_that_find_nothing_say_so_and_are_escaped(services: None) -> None:
    page = Client().get("/search/", {"words": "<script>zzzz</script>"}).content.decode()
    assert "We found nothing" in page
    assert "<script>zzzz" not in page


def test_a_life_event_narrows_the_list(services: None) -> None:
    page = Client().get("/search/", {"life_event": "import-goods"}).content.decode()
    assert TRADE in page
    assert "register-extract" not in page


def test_a_service_says_what_it_costs_and_what_it_does_not_ask(services: None) -> None:
    page = Client().get(TRADE).content.decode()
    assert "10 working days at most" in page
    assert "Depends on your answers" in page
    assert "/apply/trade-ministry/external-trade-certificate/" in page
    assert "Time really taken" not in page  # nothing was decided: no figure is shown


def test_a_free_service_that_nobody_decides_is_at_once(services: None) -> None:
    page = Client().get("/services/civil-registry/register-extract/").content.decode()
    assert "Free" in page


def test_a_service_that_is_not_there_is_not_found(services: None) -> None:
    assert Client().get("/services/nobody/nothing/").status_code == 404


def test_whom_services_are_for_is_offered_and_narrows(services: None) -> None:
    assert "/search/?segment=business" in Client().get("/").content.decode()
    page = Client().get("/search/", {"segment": "business"}).content.decode()
    assert TRADE in page
    assert "register-extract" not in page
