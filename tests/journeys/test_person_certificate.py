"""Signing in with a certificate of the national PKI: a text is fetched, signed outside, and sent."""

import secrets
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7, pkcs12
from playwright.sync_api import Browser

from tests.journeys.everywhere import as_it_stands, everywhere, send
from tests.journeys.window import Window

# One process for all journeys: they share one running program.
pytestmark = pytest.mark.journey
PAGE = "/sign-in/certificate/"


def test_a_text_that_a_persons_own_key_signs_signs_in(browser: Browser, base: str, tmp_path: Path) -> None:
    own = Window.open(browser, base, check=False).sign_in("parent")
    password = secrets.token_urlsafe(16)
    file = _key_file(own, tmp_path / "key.p12", password)
    send(own, ".ow-who__out button")
    everywhere(own, PAGE)
    for good in (False, True):
        text = _text_to_sign(own, tmp_path / "sign-in.txt")
        signature = tmp_path / "sign-in.p7s"
        signature.write_bytes(signed(text if good else text + b" ", file, password))
        own.drop("file", signature)
        send(own, 'main form:has([name="challenge"]) > button')
        assert bool(own.page.locator(".govuk-error-summary").count()) is not good, own.text
        if not good:
            as_it_stands(own, f"{PAGE} with a wrong signature")
    own.go("/account/devices/")
    assert "Certificate" in own.text, own.text


def _key_file(own: Window, file: Path, password: str) -> Path:
    """What the demonstration gives in place of a card."""
    everywhere(own, "/account/certificates/key-file/")
    own.fill(password=password)
    with own.page.expect_download() as got:
        own.page.locator('main form:has([name="password"]) button').click()
    got.value.save_as(file)
    return file


def _text_to_sign(own: Window, file: Path) -> bytes:
    own.go(PAGE)
    send(own, "main form button >> nth=-1")
    as_it_stands(own, f"{PAGE} with a text")
    with own.page.expect_download() as got:
        own.page.locator("main a[download]").click()
    got.value.save_as(file)
    return file.read_bytes()


def signed(text: bytes, file: Path, password: str) -> bytes:
    """What a card's program makes of a text: CMS with the text apart (RFC 5652)."""
    key, certificate, _others = pkcs12.load_key_and_certificates(file.read_bytes(), password.encode())
    assert key is not None and certificate is not None
    builder = pkcs7.PKCS7SignatureBuilder().set_data(text)
    builder = builder.add_signer(certificate, key, hashes.SHA256())
    apart = [pkcs7.PKCS7Options.Binary, pkcs7.PKCS7Options.DetachedSignature]
    return builder.sign(Encoding.DER, apart)
