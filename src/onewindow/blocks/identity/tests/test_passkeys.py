"""Passkeys against forgers: each answer is of a software authenticator that is honest but in one thing."""

import hashlib
import json
import struct
from dataclasses import dataclass, field
from typing import Any

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache
from django.test import Client
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode

from onewindow.blocks.identity.models import Account

pytestmark = pytest.mark.usefixtures("country")
LOGIN = "/sign-in/passkey/"
PRESENT, VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


@dataclass
class SoftKey:
    """An authenticator in software.

    :param counter: how many signatures it gave; 0 for ever where it does not count.
    """

    account: Account
    counter: int = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    identifier: bytes = b"a-credential-of-a-test"

    def register(self) -> Authenticator:
        """As if it had been added on the page."""
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        data = self._data("testserver", PRESENT | VERIFIED | HAS_KEY) + bytes(16)
        data += struct.pack(">H", len(self.identifier)) + self.identifier + public
        made = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        credential = {
            "id": websafe_encode(self.identifier), "rawId": websafe_encode(self.identifier),
            "type": "public-key", "clientExtensionResults": {"credProps": {"rk": True}},
            "response": {
                "clientDataJSON": websafe_encode(b'{"type":"webauthn.create","challenge":"","origin":""}'),
                "attestationObject": websafe_encode(made),
            },
        }  # fmt: skip
        return Authenticator.objects.create(
            user=self.account, type="webauthn", data={"name": "test", "credential": credential}
        )

    def answer(self, challenge: str, **lies: Any) -> dict[str, Any]:
        """The answer to a challenge.

        :param lies: ``origin``, ``rp``, ``flags``, ``type``, ``handle``, ``spoil``.
        """
        said = {
            "type": lies.get("type", "webauthn.get"), "challenge": challenge,
            "origin": lies.get("origin", "https://testserver"), "crossOrigin": False,
        }  # fmt: skip
        client = json.dumps(said).encode()
        data = self._data(lies.get("rp", "testserver"), lies.get("flags", PRESENT | VERIFIED))
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        handle = lies.get("handle", user_pk_to_url_str(self.account).encode())
        return {
            "id": websafe_encode(self.identifier), "rawId": websafe_encode(self.identifier),
            "type": "public-key", "clientExtensionResults": {},
            "response": {
                "clientDataJSON": websafe_encode(client + (b" " if lies.get("spoil") else b"")),
                "authenticatorData": websafe_encode(data), "signature": websafe_encode(signature),
                "userHandle": websafe_encode(handle),
            },
        }  # fmt: skip

    def _data(self, rp: str, flags: int) -> bytes:
        return hashlib.sha256(rp.encode()).digest() + struct.pack(">BI", flags, self.counter)


@pytest.fixture
def soft(country: object) -> SoftKey:
    cache.clear()
    made = SoftKey(Account.objects.get(slug="citizen"))
    made.register()
    return made


def challenge(client: Client) -> str:
    asked = client.get(LOGIN, headers={"X-Requested-With": "XMLHttpRequest"}).json()
    return str(asked["request_options"]["publicKey"]["challenge"])


def sign_in(client: Client, answer: dict[str, Any]) -> bool:
    client.post(LOGIN, {"credential": json.dumps(answer)})
    return client.get("/account/").status_code == 200


def test_a_passkey_signs_in_with_substantial_assurance(soft: SoftKey) -> None:
    client = Client()
    assert sign_in(client, soft.answer(challenge(client)))
    assert client.get("/api/v1/me").json()["assurance"] == "substantial"


LIES: dict[str, dict[str, Any]] = {
    "another origin": {"origin": "https://evil.example"},
    "no TLS": {"origin": "http://testserver"},
    "another site": {"rp": "evil.example"},
    "user not verified": {"flags": PRESENT},
    "user not present": {"flags": VERIFIED},
    "made for registration": {"type": "webauthn.create"},
    "changed after signing": {"spoil": True},
    "another account": {"handle": b"zzzz"},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_an_answer_that_does_not_fit_signs_nobody_in(soft: SoftKey, lie: dict[str, Any]) -> None:
    client = Client()
    assert not sign_in(client, soft.answer(challenge(client), **lie))


def test_another_challenge_and_a_used_one_sign_nobody_in(soft: SoftKey) -> None:
    client, other = Client(), Client()
    theirs = challenge(other)
    challenge(client)
    assert not sign_in(client, soft.answer(theirs)), "of another browser"
    mine = challenge(client)
    answer = soft.answer(mine)
    assert sign_in(client, answer)
    client.post("/sign-out/")
    assert not sign_in(client, answer), "replayed"


def test_a_wrong_answer_uses_the_challenge_up(soft: SoftKey) -> None:
    client = Client()
    asked = challenge(client)
    assert not sign_in(client, soft.answer(asked, flags=PRESENT))
    assert not sign_in(client, soft.answer(asked))


def test_a_copied_passkey_is_found_by_its_counter(soft: SoftKey) -> None:
    soft.counter = 7
    client = Client()
    assert sign_in(client, soft.answer(challenge(client)))
    for counter, expected in ((7, False), (6, False), (0, False), (8, True)):
        soft.counter = counter
        client = Client()
        assert sign_in(client, soft.answer(challenge(client))) == expected, counter


def test_a_key_of_the_same_name_by_another_signs_nobody_in(soft: SoftKey) -> None:
    forged = SoftKey(soft.account)
    client = Client()
    assert websafe_decode(websafe_encode(forged.identifier)) == soft.identifier
    assert not sign_in(client, forged.answer(challenge(client)))
