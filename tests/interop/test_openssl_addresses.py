"""OpenSSL asks the open addresses of the running program."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from onewindow.blocks.trust import api as trust
from onewindow.blocks.trust.tests.conftest import PIN, authorities, person
from onewindow.standards.signing import x509
from tests.interop.openssl import OpenSSL

__all__ = ["authorities"]  # a fixture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def openssl(authorities: None, tmp_path: Path) -> OpenSSL:
    found = OpenSSL(tmp_path)
    anybody = Client()
    for name in ("root", "people", "timestamps"):
        der = anybody.get(f"/pki/{name}.crt").content
        found.write(f"{name}.pem", x509.to_pem([der]))
    for name in ("root", "people"):
        found.write(f"{name}.crl", anybody.get(f"/pki/{name}.crl").content)
        found.run("crl", "-inform", "DER", "-in", f"{name}.crl", "-out", f"{name}.crl.pem")
    found.write("lists.pem", found.read("root.crl.pem") + found.read("people.crl.pem"))
    return found


def test_it_asks_our_responder(openssl: OpenSSL, live_server: object) -> None:
    made = trust.open_signing_key(actor=person(), pin=PIN)
    openssl.write("end.pem", x509.to_pem([made.der]))
    ask = (
        "ocsp", "-issuer", "people.pem", "-cert", "end.pem", "-CAfile", "root.pem",
        "-verify_other", "people.pem", "-url", f"{live_server}/pki/ocsp",
    )  # fmt: skip
    said = openssl.run(*ask)
    assert "Response verify OK" in said
    assert "end.pem: good" in said
    assert "WARNING" not in said  # the nonce came back
    trust.revoke(serial=made.serial, reason="key-compromise", actor=person())
    assert "end.pem: revoked" in openssl.run(*ask)


def test_it_reads_our_lists_before_and_after(openssl: OpenSSL) -> None:
    made = trust.open_signing_key(actor=person(), pin=PIN)
    openssl.write("end.pem", x509.to_pem([made.der]))
    verify = (
        "verify", "-x509_strict", "-crl_check_all", "-CRLfile", "lists.pem", "-CAfile", "root.pem",
        "-untrusted", "people.pem", "end.pem",
    )  # fmt: skip
    assert "end.pem: OK" in openssl.run(*verify)
    trust.revoke(serial=made.serial, reason="superseded", actor=person())
    assert trust.publish_due_lists() == 1
    assert trust.publish_due_lists() == 0
    openssl.write("people.crl", Client().get("/pki/people.crl").content)
    openssl.run("crl", "-inform", "DER", "-in", "people.crl", "-out", "people.crl.pem")
    openssl.write("lists.pem", openssl.read("root.crl.pem") + openssl.read("people.crl.pem"))
    assert "certificate revoked" in openssl.run(*verify, fails=True)


def test_it_gets_a_timestamp_from_our_address(openssl: OpenSSL) -> None:
    openssl.write("paper", b"what was signed")
    openssl.run("ts", "-query", "-data", "paper", "-sha512", "-cert", "-out", "asked.tsq")
    ask: Callable[..., object] = Client().post
    answer = ask("/pki/tsa", openssl.read("asked.tsq"), content_type="application/timestamp-query")
    openssl.write("answer.tsr", answer.content)
    assert "Verification: OK" in openssl.run(
        "ts", "-verify", "-queryfile", "asked.tsq", "-in", "answer.tsr", "-CAfile", "root.pem",
        "-untrusted", "timestamps.pem",
    )  # fmt: skip
