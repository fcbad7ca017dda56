"""A document sealed with a key that never left its module: SoftHSM2, the software one of Debian.

Skips where ``softhsm2`` is not installed.
"""

import io
import os
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pypdf import PdfWriter

from onewindow.blocks.documents.adapters.pkcs11_keys import Pkcs11Keys
from onewindow.kernel.clock import clock
from onewindow.standards import signing
from onewindow.standards.signing import pades, x509
from tests.softhsm import MODULE, PIN, needs_softhsm, new_token

AGENCY, TOKEN = "trade-ministry", "onewindow-test"

pytestmark = needs_softhsm


@pytest.fixture
def token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an empty token of its own in it."""
    new_token(tmp_path, label=TOKEN, monkeypatch=monkeypatch)
    return tmp_path


def put_key(folder: Path) -> None:
    """A key for the agency, imported as an operator would, and the certificates beside it."""
    root_key, key = signing.new_key(), signing.new_key()
    at = clock.now() - timedelta(hours=1)
    root = x509.new_root(key_pem=root_key, common_name="Root", organisation="Root", country="TN", at=at)
    seal = x509.new_seal(
        key_pem=key, issuer_key_pem=root_key, issuer=root, common_name="Ministry", organisation="Ministry",
        country="TN", at=at,
    )  # fmt: skip
    (folder / f"{AGENCY}.pem").write_bytes(x509.to_pem([seal, root]))
    (folder / "root.pem").write_bytes(x509.to_pem([root]))
    private = serialization.load_pem_private_key(key, None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    plain = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(plain)
    command = [
        "softhsm2-util", "--import", str(folder / "key.pem"), "--token", TOKEN, "--label", AGENCY,
        "--id", "01", "--pin", PIN,
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, env=os.environ)


def blank() -> bytes:
    made, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(made)
    return made.getvalue()


def test_a_pdf_is_sealed_with_a_key_in_the_module(token: Path) -> None:
    put_key(token)
    keys = Pkcs11Keys(module=MODULE, token=TOKEN, pin_file=token / "pin", certificates=token)
    at = clock.now()
    sealed = pades.seal_pdf(
        blank(), signer=keys.signer_of(agency=AGENCY, name="Ministry"), at=at, reason="Test"
    )
    found = pades.verify_pdf(sealed, roots=keys.roots(), at=at, revocation_lists=keys.revocation_lists())
    assert found.genuine
    assert [seal.signer for seal in found.seals] == ["Ministry"]
