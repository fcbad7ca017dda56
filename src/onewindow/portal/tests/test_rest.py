"""Programs find services and read what their pages tell."""

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("country")
TRADE = "trade-ministry/external-trade-certificate"


def test_services_are_found_by_words_and_life_event_and_paged() -> None:
    client = Client()
    every = client.get("/api/v1/services?limit=2").json()
    assert len(every["items"]) == 2 < every["total"]
    rest = client.get("/api/v1/services?limit=200&offset=2").json()["items"]
    assert len(rest) == every["total"] - 2
    found = client.get("/api/v1/services?words=certificat+importer", headers={"Accept-Language": "fr"}).json()
    assert TRADE in [one["service"] for one in found["items"]]
    assert "import-goods" in client.get("/api/v1/life-events").json()["items"]
    of_event = client.get("/api/v1/services?life_event=import-goods").json()["items"]
    assert TRADE in [one["service"] for one in of_event]


def test_a_service_tells_what_its_page_tells() -> None:
    told = Client().get(f"/api/v1/services/{TRADE}", headers={"Accept-Language": "fr"}).json()
    page = Client().get(f"/services/{TRADE}/", headers={"Accept-Language": "fr"}).content.decode()
    assert told["name"] in page
    assert told["laws"]
    assert told["needed"]
    assert Client().get("/api/v1/services/trade-ministry/nothing").status_code == 404
