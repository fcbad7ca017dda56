"""Signing in with a certificate: over a proxy's mutual TLS, and by signing a text."""

import re
from datetime import timedelta
from itertools import count

import pytest
from asn1crypto import pem
from django.core.cache import cache
from django.test import Client, override_settings

from onewindow.blocks.identity.certificates import signatures
from onewindow.blocks.identity.models import Account
from onewindow.blocks.identity.tests.cards import Card, card_of, revoke
from onewindow.blocks.trust import api as trust
from onewindow.kernel.clock import clock

pytestmark = pytest.mark.usefixtures("country")
SECRET = "shared-between-proxy-and-house"
PAGE = "/sign-in/certificate/"
PROXIED = override_settings(
    ONEWINDOW_CERTIFICATE_PROXIES=["10.1.0.0/16"], ONEWINDOW_CERTIFICATE_PROXY_SECRET=SECRET
)


@pytest.fixture
def card(country: object) -> Card:
    cache.clear()
    trust.establish()
    return card_of("10000295", "Leïla Mansour")


def level(client: Client) -> str:
    return str(client.get("/api/v1/me").json()["assurance"])


def text_for(client: Client) -> tuple[str, bytes]:
    """A challenge that the page gives this browser: its number and its bytes."""
    page = client.post(PAGE, {}).content.decode()
    key = re.search(r'name="challenge" value="([0-9a-f]+)"', page)
    assert key is not None
    return key[1], client.get(f"{PAGE}{key[1]}/sign-in.txt").content


def send(client: Client, key: str, signature: str):
    return client.post(PAGE, {"challenge": key, "signature": signature, "next": "/account/"})


@pytest.mark.parametrize("form", ["cms", "jws"])
def test_a_signed_text_signs_in_with_high_assurance(card: Card, form: str) -> None:
    client = Client()
    key, text = text_for(client)
    assert b"Sign in to " in text
    before = client.session.session_key
    done = send(client, key, getattr(card, form)(text))
    assert done.status_code == 302 and done.headers["Location"] == "/account/", done.content.decode()[-2000:]
    assert level(client) == "high"
    assert client.session.session_key != before


@pytest.mark.parametrize("last", list(b"\t\n\v\f\r "))
def test_a_signature_whose_last_octet_looks_like_a_space_is_whole(card: Card, last: int) -> None:
    """One in forty-three of those that come as bare DER ends so."""
    made = (pem.unarmor(card.cms(str(number).encode()).encode())[2] for number in count())
    found = next((number, der) for number, der in enumerate(made) if der[-1] == last)
    assert signatures.read(signature=found[1], payload=str(found[0]).encode()).certificate == card.der


def test_a_text_is_used_once_and_only_in_the_browser_that_asked(card: Card) -> None:
    owner, thief = Client(), Client()
    key, text = text_for(owner)
    signature = card.cms(text)
    text_for(thief)
    assert send(thief, key, signature).status_code == 422
    assert send(owner, key, signature).status_code == 302
    assert send(Client(), key, signature).status_code == 422


def test_a_text_is_used_up_also_by_a_wrong_signature(card: Card) -> None:
    client = Client()
    key, text = text_for(client)
    assert send(client, key, card.cms(text + b" ")).status_code == 422
    assert send(client, key, card.cms(text)).status_code == 422


def test_a_text_is_too_old_after_five_minutes(card: Card) -> None:
    client = Client()
    key, text = text_for(client)
    with clock.at(clock.now() + timedelta(minutes=5, seconds=1)):
        assert send(client, key, card.cms(text)).status_code == 422


@pytest.mark.parametrize(
    "forge",
    [
        lambda card, text: card.cms(text + b" "),
        lambda card, text: card.jws(b"something else"),
        lambda card, text: card.jws(text, kid="../../etc/passwd"),
        lambda card, text: card.jws(text, jku="https://evil.example/keys"),
        lambda card, text: card.jws(text)[:-8] + "AAAAAAAA",
        lambda card, text: "eyJhbGciOiJub25lIn0." + card.jws(text).split(".")[1] + ".",
        lambda card, text: card.cms(text).replace("M", "N", 3),
        lambda card, text: "-----BEGIN CMS-----\nMAA=\n-----END CMS-----",
        lambda card, text: "",
    ],
    ids=["more", "other", "kid", "jku", "spoiled", "none", "damaged", "empty-cms", "nothing"],
)
def test_a_forged_signature_signs_nobody_in(card: Card, forge) -> None:
    client = Client()
    key, text = text_for(client)
    assert send(client, key, forge(card, text)).status_code == 422
    assert client.get("/account/").status_code == 302


def test_a_signature_by_another_key_with_the_victims_certificate_is_refused(card: Card) -> None:
    other = card_of("10000348", "Youssef Khelifi")
    client = Client()
    key, text = text_for(client)
    forged = Card(other.key, card.certificate, card.serial)
    assert send(client, key, forged.jws(text)).status_code == 422
    key, text = text_for(client)
    assert send(client, key, forged.cms(text)).status_code == 422


def test_a_revoked_certificate_signs_nobody_in(card: Card) -> None:
    revoke(card)
    client = Client()
    key, text = text_for(client)
    assert send(client, key, card.cms(text)).status_code == 403


def test_an_account_that_is_closed_stays_out(card: Card) -> None:
    Account.objects.filter(slug="citizen").update(is_active=False)
    client = Client()
    key, text = text_for(client)
    assert send(client, key, card.cms(text)).status_code == 403


def by_proxy(card: Card, address: str, secret: str) -> int:
    client = Client()
    with PROXIED:
        done = client.post(
            f"{PAGE}browser/",
            {"next": "/account/"},
            REMOTE_ADDR=address,
            headers={"Client-Cert": card.header, "Client-Cert-Secret": secret},
        )
    return done.status_code


def test_a_proxys_certificate_counts_only_from_a_listed_proxy_with_the_secret(card: Card) -> None:
    assert by_proxy(card, "10.1.2.3", SECRET) == 302
    assert by_proxy(card, "10.1.2.3", "") == 403
    assert by_proxy(card, "10.1.2.3", "guessed") == 403
    assert by_proxy(card, "192.0.2.7", SECRET) == 403
    with override_settings(ONEWINDOW_CERTIFICATE_PROXY_SECRET=""):
        client = Client()
        done = client.post(f"{PAGE}browser/", headers={"Client-Cert": card.header, "Client-Cert-Secret": ""})
        assert done.status_code == 403


def test_a_program_gets_a_key_for_an_hour(card: Card) -> None:
    client = Client()
    asked = client.post("/api/v1/sign-in/challenges", content_type="application/json").json()
    sent = {
        "challenge": asked["challenge"], "secret": asked["secret"], "scopes": ["cases:read"],
        "signature": card.jws(asked["text"].encode()),
    }  # fmt: skip
    wrong = client.post(
        "/api/v1/sign-in/certificate", {**sent, "secret": "x"}, content_type="application/json"
    )
    assert wrong.status_code == 422
    made = client.post("/api/v1/sign-in/certificate", sent, content_type="application/json")
    assert made.status_code == 201, made.content
    token = {"Authorization": f"Bearer {made.json()['token']}"}
    assert client.get("/api/v1/me", headers=token).json()["assurance"] == "high"
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert client.get("/api/v1/me", headers=token).status_code == 403


@pytest.mark.parametrize("form", ["cms", "jws"])
def test_a_hash_that_the_administrator_ended_signs_nobody_in(card: Card, settings, form: str) -> None:
    today = clock.now().date()
    settings.ONEWINDOW_ALGORITHM_ENDS = {"sha256": (today + timedelta(days=30)).isoformat()}
    client = Client()
    key, text = text_for(client)
    assert send(client, key, getattr(card, form)(text)).status_code == 302, "it ends next month"
    settings.ONEWINDOW_ALGORITHM_ENDS = {"sha256": (today - timedelta(days=30)).isoformat()}
    late = Client()
    key, text = text_for(late)
    refused = send(late, key, getattr(card, form)(text))
    assert refused.status_code == 422
    assert "sha256, which is not trusted any more" in refused.content.decode()
    assert late.get("/account/").status_code == 302


@PROXIED
def test_a_certificate_with_an_ended_hash_signs_nobody_in_over_tls(card: Card, settings) -> None:
    settings.ONEWINDOW_ALGORITHM_ENDS = {"sha256": (clock.now() - timedelta(days=30)).date().isoformat()}
    shown = {"Client-Cert": card.header, "Client-Cert-Secret": SECRET}
    client = Client(headers=shown, REMOTE_ADDR="10.1.2.3")
    refused = client.post(f"{PAGE}browser/", {"next": "/account/"})
    assert refused.status_code == 403
    assert "weak-algorithm" in refused.content.decode()
    assert trust.check_certificate(certificate=card.der, usage="signature").reasons == ("weak-algorithm",)
