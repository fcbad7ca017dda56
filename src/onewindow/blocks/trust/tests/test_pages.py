"""Pages and open addresses, as browsers and programs use them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from onewindow.blocks.trust import api as trust
from onewindow.blocks.trust.tests.conftest import PIN, person, trust_officer
from onewindow.foundation.access import api as access
from onewindow.foundation.access.types import Actor, Post
from onewindow.kernel.clock import clock
from onewindow.standards.signing import new_key, x509
from onewindow.standards.signing.pki import certificates as pki_certificates
from onewindow.standards.signing.pki import ocsp, stamping

pytestmark = pytest.mark.django_db
LIST = "/account/certificates/"


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch, authorities: None) -> "Browser":
    return Browser(monkeypatch)


class Browser(Client):
    """Somebody's browser; who it is can be said, for signing in is another room's."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self._patch = monkeypatch

    def as_actor(self, actor: Actor) -> "Browser":
        from onewindow.foundation.access import guarding

        self._patch.setattr(guarding._Source, "current", staticmethod(lambda *, request: actor))
        return self


def test_open_look_renew_and_revoke(browser: Browser) -> None:
    leila = person()
    browser.as_actor(leila)
    assert "You have no certificates." in browser.get(LIST).content.decode()
    sent = browser.post(LIST, {"name": "at home", "pin": PIN, "again": PIN})
    assert sent.status_code == 302
    made = trust.certificates_of(holder=leila.person)[0]
    page = browser.get(LIST).content.decode()
    assert "at home" in page
    assert made.serial[:8] in page
    assert browser.get(f"{LIST}{made.serial}.pem").content == x509.to_pem(made.chain)
    assert browser.post(f"{LIST}{made.serial}/renew/").status_code == 302
    newest = trust.certificates_of(holder=leila.person)[0]
    assert newest.serial != made.serial
    asked = browser.post(f"{LIST}{newest.serial}/revoke/", {"reason": ""})
    assert asked.status_code == 422
    assert browser.post(f"{LIST}{newest.serial}/revoke/", {"reason": "superseded"}).status_code == 302
    assert trust.certificate(serial=newest.serial).revoked_at is not None


def test_who_was_sent_here_to_open_a_key_comes_back_and_goes_nowhere_else(browser: Browser) -> None:
    browser.as_actor(person())
    there = "/mandates/new/?parent=M-1"
    page = browser.get(LIST, {"next": there}).content.decode()
    assert f'<input type="hidden" name="next" value="{there}">' in page
    made = {"name": "at home", "pin": PIN, "again": PIN}
    assert browser.post(LIST, {**made, "next": there}).headers["Location"] == there
    made["name"] = "at work"
    assert browser.post(LIST, {**made, "next": "//evil.example"}).headers["Location"] == "/"


@pytest.mark.parametrize(
    ("pin", "again", "said"),
    [
        ("123456", "123456", "too easy to guess"),
        ("111111", "111111", "too easy to guess"),
        ("73194", "73194", "too easy to guess"),
        (PIN, "731947", "not the same"),
    ],
)
def test_a_pin_that_will_not_do(browser: Browser, pin: str, again: str, said: str) -> None:
    page = browser.as_actor(person()).post(LIST, {"name": "x", "pin": pin, "again": again})
    assert page.status_code == 422
    assert said in page.content.decode()
    assert pin not in page.content.decode()


def test_nobody_sees_or_ends_the_certificate_of_another(browser: Browser) -> None:
    made = trust.open_signing_key(actor=person(), pin=PIN)
    browser.as_actor(person("10000348", "Youssef Khelifi"))
    assert browser.get(f"{LIST}{made.serial}.pem").status_code == 404
    assert browser.post(f"{LIST}{made.serial}/revoke/", {"reason": "superseded"}).status_code == 404
    assert browser.post(f"{LIST}{made.serial}/renew/").status_code == 403
    assert trust.certificate(serial=made.serial).revoked_at is None


def test_a_weak_sign_in_opens_no_key(browser: Browser) -> None:
    sent = browser.as_actor(person(assurance="low")).post(LIST, {"name": "x", "pin": PIN, "again": PIN})
    assert sent.status_code in (302, 403)
    assert trust.certificates_of(holder=person().person) == ()


def test_a_key_file_of_the_demonstration_opens_with_its_password(browser: Browser) -> None:
    from cryptography.hazmat.primitives.serialization import pkcs12

    browser.as_actor(person())
    assert browser.post(f"{LIST}key-file/", {"password": "short"}).status_code == 422
    file = browser.post(f"{LIST}key-file/", {"password": "a long password"})
    key, certificate, chain = pkcs12.load_key_and_certificates(file.content, b"a long password")
    assert key is not None and certificate is not None and len(chain) == 1
    assert certificate.public_key() == key.public_key()


def test_outside_the_demonstration_no_key_leaves(browser: Browser, settings: object) -> None:
    settings.ONEWINDOW_DEMO = False
    sent = browser.as_actor(person()).post(f"{LIST}key-file/", {"password": "a long password"})
    assert sent.status_code == 422
    assert trust.certificates_of(holder=person().person) == ()


def test_an_officer_revokes_and_nobody_else_comes_in(browser: Browser) -> None:
    made = trust.open_signing_key(actor=person(), pin=PIN)
    desk = "/trust/certificates/"
    assert browser.as_actor(person("10000348")).get(desk).status_code == 403
    browser.as_actor(trust_officer())
    assert made.serial in browser.get(desk, {"q": "register/people/10000295"}).content.decode()
    assert browser.post(f"{desk}{made.serial}/revoke/", {"reason": "key-compromise"}).status_code == 302
    assert trust.certificate(serial=made.serial).reason == "key-compromise"


@pytest.mark.parametrize("address", ["/trust/certificates/?q=10000295", "/trust/lists/"])
def test_an_officer_of_that_name_at_another_agency_sees_nothing(browser: Browser, address: str) -> None:
    elsewhere = replace(trust_officer(), posts=(Post("trade-ministry", "head-office", "trust-officer"),))
    assert browser.as_actor(elsewhere).get(address).status_code == 403
    assert browser.as_actor(trust_officer()).get(address).status_code == 200


@pytest.mark.parametrize("name", ["root", "people", "seals", "servers", "timestamps"])
def test_certificates_and_lists_lie_open(browser: Browser, name: str) -> None:
    certificate = browser.get(f"/pki/{name}.crt")
    assert certificate["Content-Type"] == "application/pkix-cert"
    assert x509.common_name(certificate.content)
    listed = browser.get(f"/pki/{name}.crl")
    assert listed["Content-Type"] == "application/pkix-crl"
    assert browser.get("/pki/other.crl").status_code == browser.get("/pki/people-ocsp.crt").status_code == 404


def test_what_is_no_question_is_answered_as_malformed(browser: Browser) -> None:
    for body in (b"", b"\x30\x00", b"x" * 20_000):
        answer = browser.post("/pki/ocsp", body, content_type="application/ocsp-request")
        assert answer.status_code == 200
        assert answer.content == bytes.fromhex("30030a0101")  # malformedRequest
    for body in (b"\x30\x00", b"x" * 20_000):
        reply = browser.post("/pki/tsa", body, content_type="application/timestamp-query")
        assert reply.status_code == 200
        assert stamping.token_in(reply.content) == b""
    assert browser.post("/pki/tsa", b"x", content_type="text/plain").status_code == 415


def test_ocsp_by_get(browser: Browser) -> None:
    import base64

    made = trust.open_signing_key(actor=person(), pin=PIN)
    asked = ocsp.ask(certificate=made.der, issuer=made.chain[1], nonce=b"0123456789")
    answer = browser.get(f"/pki/ocsp/{base64.b64encode(asked).decode()}")
    assert ocsp.nonce_of(answer.content) == b"0123456789"


def test_so_many_timestamps_a_minute_and_no_more(browser: Browser) -> None:
    asked = stamping.request_for(digest=bytes(32), algorithm="sha256")
    with clock.at(clock.now() + timedelta(days=1)):
        trust.establish()
        codes = [
            browser.post("/pki/tsa", asked, content_type="application/timestamp-query").status_code
            for _ in range(121)
        ]
    assert codes[119:] == [200, 429]


def test_the_api_certifies_a_key_of_ones_own(browser: Browser) -> None:
    from cryptography import x509 as library
    from cryptography.hazmat.primitives import hashes, serialization

    key = serialization.load_pem_private_key(new_key(), None)
    request = library.CertificateSigningRequestBuilder().subject_name(library.Name([]))
    pem = request.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()
    browser.as_actor(person())
    made = browser.post("/api/v1/certificates", {"request": pem}, content_type="application/json")
    assert made.status_code == 201, made.content
    serial = made.json()["serial"]
    view = trust.certificate(serial=serial)
    assert view.subject == "Leïla Mansour"
    assert pki_certificates.public_key_of(view.der) == key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    asked = {"certificate": made.json()["certificate"], "usage": "sign-in"}
    judged = browser.post("/api/v1/certificates/check", asked, content_type="application/json")
    assert judged.json()["ok"], judged.content
    no_zone = {**asked, "at": "2026-11-22T12:00:00"}
    refused = browser.post("/api/v1/certificates/check", no_zone, content_type="application/json")
    assert refused.status_code == 422, refused.content
    ended = browser.post(
        f"/api/v1/certificates/{serial}/revoke", {"reason": "cessation"}, content_type="application/json"
    )
    assert ended.json()["reason"] == "cessation"
    judged = browser.post("/api/v1/certificates/check", asked, content_type="application/json")
    assert judged.json()["reasons"] == ["revoked"]


def test_a_key_for_programs_that_covers_nothing_gets_no_certificate(browser: Browser) -> None:
    browser.as_actor(replace(person(), scopes=frozenset({"cases:write"})))
    sent = browser.post("/api/v1/certificates", {"request": "x"}, content_type="application/json")
    assert (sent.status_code, sent.json()["code"]) == (403, "token-scope-missing")
    assert access.rules_by_name()["trust-officer"].assurance == "substantial"
