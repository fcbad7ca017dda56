"""OpenSSL signs the text that signs somebody in: what a person's own program makes is understood."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.test import Client

from onewindow.blocks.identity.tests.cards import card_of
from onewindow.blocks.trust import api as trust
from tests.country import country_for_a_room

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
PAGE = "/sign-in/certificate/"


@pytest.fixture(scope="module")
def town(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("openssl") / "country"
    with django_db_blocker.unblock(), country_for_a_room(folder):
        yield


@needs_openssl
@pytest.mark.django_db
@pytest.mark.parametrize("form", ["PEM", "DER"])
@pytest.mark.parametrize("extra", [[], ["-nodetach"]], ids=["detached", "with the text"])
def test_openssl_signs_a_person_in(town: None, tmp_path: Path, form: str, extra: list[str]) -> None:
    trust.establish()
    card = card_of("10000295", "Leïla Mansour")
    client = Client()
    page = client.post(PAGE, {}).content.decode()
    key = re.search(r'name="challenge" value="([0-9a-f]+)"', page)
    assert key is not None
    text, certificate, private, signed = (tmp_path / name for name in ("text", "cert", "key", "signed"))
    text.write_bytes(client.get(f"{PAGE}{key[1]}/sign-in.txt").content)
    certificate.write_bytes(card.certificate.public_bytes(Encoding.PEM))
    private.write_bytes(card.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    subprocess.run(
        ["openssl", "cms", "-sign", "-binary", *extra, "-in", text, "-signer", certificate, "-inkey", private,
         "-md", "sha256", "-outform", form, "-out", signed],
        check=True, capture_output=True,
    )  # fmt: skip
    with signed.open("rb") as file:
        done = client.post(PAGE, {"challenge": key[1], "file": file, "next": "/account/"})
    assert done.status_code == 302, done.content.decode()[-1500:]
    assert client.get("/api/v1/me").json()["assurance"] == "high"
