"""A certificate opens no more than the sign-in by which it was made."""

import json

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.cache import cache
from django.test import Client

from onewindow.blocks.identity import api
from onewindow.blocks.identity.models import Account
from onewindow.blocks.identity.tests.cards import Card, card_of
from onewindow.blocks.identity.tests.conftest import actor, signed_in
from onewindow.blocks.identity.tests.test_certificate_sign_in import level, send, text_for
from onewindow.blocks.trust import api as trust

CERTIFICATES = "/api/v1/certificates"
JSON = "application/json"


@pytest.fixture(autouse=True)
def authorities(country: object) -> None:
    cache.clear()
    trust.establish()


def asked_for() -> tuple[ec.EllipticCurvePrivateKey, str]:
    """A key of somebody's own, and their request for its certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Whoever")])
    made = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
    return key, made.public_bytes(Encoding.PEM).decode()


def certified(client: Client, path: str = CERTIFICATES) -> Card:
    key, request = asked_for()
    answer = client.post(path, json.dumps({"request": request}), content_type=JSON)
    assert answer.status_code == 201, answer.content
    said = answer.json()
    return Card(key, x509.load_pem_x509_certificate(said["certificate"].encode()), said["serial"])


def by_card(card: Card, client: Client | None = None) -> Client:
    """A browser in which a card signed in, or made a session stronger."""
    client = client or Client()
    key, text = text_for(client)
    assert send(client, key, card.cms(text)).status_code == 302
    return client


def key_by_card(card: Card, *scopes: str) -> Client:
    """A program that signed a challenge with its certificate."""
    client = Client()
    asked = client.post("/api/v1/sign-in/challenges", content_type=JSON).json()
    sent = {
        "challenge": asked["challenge"], "secret": asked["secret"], "scopes": scopes,
        "signature": card.jws(asked["text"].encode()),
    }  # fmt: skip
    made = client.post("/api/v1/sign-in/certificate", sent, content_type=JSON)
    assert made.status_code == 201, made.content
    return Client(headers={"Authorization": f"Bearer {made.json()['token']}"})


def test_a_session_makes_itself_no_surer_by_a_certificate_of_its_own() -> None:
    client = signed_in("citizen")
    assert level(client) == "substantial"
    card = certified(client)
    assert level(by_card(card, client)) == "substantial"
    assert level(by_card(card)) == "substantial"
    assert key_by_card(card, "cases:read").get("/api/v1/me").json()["assurance"] == "substantial"


def test_a_surer_session_makes_a_surer_certificate() -> None:
    client = by_card(card_of("10000295", "Leïla Mansour"), signed_in("citizen"))
    assert level(client) == "high"
    assert level(by_card(certified(client))) == "high"


def test_renewed_to_another_key_it_is_as_sure_as_the_session_that_renewed_it() -> None:
    card = card_of("10000295", "Leïla Mansour")
    newer = certified(signed_in("citizen"), f"{CERTIFICATES}/{card.serial}/renew")
    assert level(by_card(newer)) == "substantial"


def test_renewed_for_the_same_key_it_is_as_sure_as_before() -> None:
    card = card_of("10000295", "Leïla Mansour")
    made = trust.renew(serial=card.serial, actor=actor("citizen"))
    assert level(by_card(Card(card.key, x509.load_der_x509_certificate(made.der), made.serial))) == "high"


def test_whoever_opens_an_account_by_a_certificate_is_known_as_surely_as_it_was_made() -> None:
    card = card_of("10000295", "Leïla Mansour", level="substantial")
    Account.objects.filter(slug="citizen").update(person="")
    client = by_card(card)
    assert client.session["proved_person"]["level"] == "substantial"


def program(*scopes: str) -> Client:
    made = api.issue_token(actor=actor("citizen"), name="program", scopes=scopes, days=1)
    return Client(headers={"Authorization": f"Bearer {made.secret}"})


def test_a_key_for_programs_gets_no_certificate_and_so_no_session() -> None:
    client, card = program("certificates:write"), card_of("10000295", "Leïla Mansour")
    for path in (CERTIFICATES, f"{CERTIFICATES}/{card.serial}/renew"):
        refused = client.post(path, json.dumps({"request": asked_for()[1]}), content_type=JSON)
        assert (refused.status_code, refused.json()["code"]) == (403, "not-for-programs")
    with pytest.raises(api.TokenScopeUnknown):
        program("certificates:write", trust.PROVEN)


def test_a_key_that_a_certificate_made_renews_it() -> None:
    card = card_of("10000295", "Leïla Mansour", level="substantial")
    refused = key_by_card(card, "cases:read").post(CERTIFICATES, "{}", content_type=JSON)
    assert refused.json()["code"] == "token-scope-missing"
    newer = certified(key_by_card(card, "certificates:write"), f"{CERTIFICATES}/{card.serial}/renew")
    assert level(by_card(newer)) == "substantial"
    page = signed_in("citizen").get("/account/keys/", headers={"Accept-Language": "en"}).content.decode()
    assert "Get and renew certificates" in page
