import base64
import json

import pytest
from cryptography.hazmat.primitives import hashes, hmac, serialization
from hypothesis import given
from hypothesis import strategies as st

from onewindow.standards import signing
from onewindow.standards.signing import JwsRefused, jws
from onewindow.standards.signing.keys import load_key

KEYS = {
    "ES256": signing.KeySigner(signing.new_key()),
    "Ed25519": signing.KeySigner(signing.new_key(algorithm="Ed25519")),
}
BOTH = pytest.mark.parametrize("algorithm", ["ES256", "Ed25519"])


def public(algorithm: str) -> bytes:
    key = load_key(KEYS[algorithm].key_pem).public_key()
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def part(value: object) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def check(token, algorithm="ES256", typ="note"):
    return jws.verify(token=token, keys={"k": public(algorithm)}, typ=typ)


@BOTH
def test_signs_and_verifies(algorithm):
    token = jws.sign(payload=b"hello", signer=KEYS[algorithm], kid="k", typ="note")
    found = check(token, algorithm)
    assert (found.payload, found.kid) == (b"hello", "k")


@BOTH
def test_refuses_other_keys_kinds_and_payloads(algorithm):
    token = jws.sign(payload=b"hello", signer=KEYS[algorithm], kid="k", typ="note")
    other = "Ed25519" if algorithm == "ES256" else "ES256"
    head, _, signature = token.split(".")
    for wrong in (
        lambda: check(token, other),
        lambda: check(token, algorithm, typ="other"),
        lambda: jws.verify(token=token, keys={"x": public(algorithm)}, typ="note"),
        lambda: check(f"{head}.{part(b'other')}.{signature}", algorithm),
        lambda: check(token[:-4] + "AAAA", algorithm),
        lambda: check(f"{head}.{part(b'hello')}.", algorithm),
    ):
        with pytest.raises(JwsRefused):
            wrong()


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none", "kid": "k", "typ": "note"},
        {"alg": "HS256", "kid": "k", "typ": "note"},
        {"alg": "ES256", "kid": "../k", "typ": "note"},
        {"alg": "ES256", "kid": ["k"], "typ": "note"},
        {"alg": "ES256", "kid": "k", "typ": "note", "jwk": {}},
        {"alg": "ES256", "kid": "k", "typ": "note", "jku": "http://x"},
        {"alg": "ES256", "kid": "k", "typ": "note", "x5c": []},
        {"alg": "ES256", "kid": "k", "typ": "note", "crit": ["x"], "x": 1},
        {"alg": "ES256", "kid": "k", "typ": "note", "b64": False, "crit": ["b64"]},
        {"alg": "ES256", "kid": "k", "typ": "note", "crit": ["exp"]},
        [],
        b'{"alg":"none","alg":"ES256","kid":"k","typ":"note"}',
        b"{",
    ],
)
def test_refuses_headers_that_attack(header):
    signed = f"{part(header)}.{part(b'x')}"
    mac = hmac.HMAC(public("ES256"), hashes.SHA256())
    mac.update(signed.encode())
    good = KEYS["ES256"].sign(signed.encode())
    for signature in (mac.finalize(), good, b"\0" * 64):
        with pytest.raises(JwsRefused):
            check(f"{signed}.{part(signature)}")


@given(st.text(max_size=60), st.integers(0, 200))
def test_any_text_is_refused(text, cut):
    token = jws.sign(payload=b"hello", signer=KEYS["ES256"], kid="k", typ="note")
    for wrong in (text, token[:cut] + text + token[cut + 1 :]):
        if wrong != token:
            with pytest.raises(JwsRefused):
                check(wrong)
