"""JAdES: made, checked, extended, attacked."""

import base64
import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import hashes, hmac, serialization
from hypothesis import given, settings
from hypothesis import strategies as st

from onewindow.standards.signing import KeySigner, jades, new_key
from onewindow.standards.signing.certificates import public_key_of
from onewindow.standards.signing.errors import KeyNotUsable, NotExtendable
from onewindow.standards.signing.jades.form import decode, encode
from onewindow.standards.signing.lasting import tokens_of
from onewindow.standards.signing.making import flat_signature
from onewindow.standards.signing.material import Anchors, Evidence
from onewindow.standards.signing.tests.world import AT, World

PAYLOAD = b'{"amount": 1250, "name": "Amina"}'


@pytest.fixture(scope="module")
def world() -> World:
    return World()


def sign(world: World, payload: bytes = PAYLOAD, level: str = "B", **more) -> bytes:
    return jades.sign(
        payload, signer=world.person, at=world.now, level=level, timestamps=world, evidence=world, **more
    )


def look(world: World, signed: bytes, **more):
    more = {"anchors": world.anchors, "at": world.now, "evidence": world.known()} | more
    return jades.verify(signed, **more)


def codes(verdict) -> set[str]:
    found = [*verdict.findings, *(one for each in verdict.signatures for one in each.findings)]
    return {one.code for one in found}


@pytest.mark.parametrize("level", ["B", "T", "LT", "LTA"])
def test_each_level_holds_and_is_told(world, level):
    verdict = look(world, sign(world, level=level))
    (one,) = verdict.signatures
    assert verdict.holds, one.findings
    assert (one.level, one.signer.name, one.claimed_at) == (level, "Amina Trabelsi", AT)
    assert [part.content for part in one.contents] == [PAYLOAD]
    assert (one.proven_at is None) == (level == "B")


def test_ed25519_holds_too():
    world = World(algorithm="Ed25519")
    assert look(world, sign(world, level="LTA")).holds


def test_a_detached_payload_is_given_by_who_checks(world):
    signed = sign(world, detached=True)
    assert "payload" not in json.loads(signed)
    assert look(world, signed, payload=PAYLOAD).holds
    assert codes(look(world, signed, payload=PAYLOAD + b" ")) >= {"signature-wrong"}
    assert codes(look(world, signed)) == {"form-refused"}


def test_an_attached_payload_must_be_the_one_that_is_expected(world):
    assert codes(look(world, sign(world), payload=b"{}")) == {"form-refused"}


def test_level_lt_outlives_the_certificate_and_b_does_not():
    """The person's authority says nothing any more; the word of then is in the file."""
    world = World()
    bare, complete = sign(world), sign(world, level="LT")
    world.now = AT + timedelta(days=900)
    later = {"evidence": world.time.evidence(world.now)}
    assert codes(look(world, bare, **later)) >= {"expired"}
    assert look(world, complete, **later).holds
    assert not look(world, complete, evidence=Evidence()).holds  # the clock's own authority is silent


def test_without_word_about_revocation_nothing_holds(world):
    assert codes(look(world, sign(world), evidence=Evidence())) >= {"revocation-unknown"}


def test_a_revoked_certificate_counts_only_before(world):
    other = World()
    early = sign(other, level="LT")
    other.people.revoke(other.person.certificates[0], AT + timedelta(hours=1))
    other.now = AT + timedelta(hours=2)
    assert look(other, early).holds
    late = sign(other)
    assert codes(look(other, late)) >= {"revoked"}


def test_another_root_is_not_trusted(world):
    assert codes(look(world, sign(World()), evidence=Evidence())) >= {"untrusted"}


def test_extending_renews_and_needs_sources(world):
    signed = sign(world)
    up = jades.extend(signed, level="LTA", at=AT, timestamps=world, evidence=world)
    twice = jades.extend(up, level="LTA", at=AT, timestamps=world, evidence=world, digest="sha512")
    assert look(world, twice).signatures[0].level == "LTA"
    assert len(json.loads(twice)["header"]["etsiU"]) > len(json.loads(up)["header"]["etsiU"])
    for more in ({}, {"timestamps": world}):
        with pytest.raises(NotExtendable):
            jades.extend(signed, level="LT", at=AT, **more)


# Attacks.


def test_each_of_several_signatures_is_extended(world):
    other = world.people.end("person", "Karim Ben Salah", at=world.now)
    theirs = jades.sign(PAYLOAD, signer=other, at=world.now)
    told = [json.loads(one) for one in (sign(world), theirs)]
    several = [{"protected": one["protected"], "signature": one["signature"]} for one in told]
    signed = json.dumps({"payload": told[0]["payload"], "signatures": several}).encode()
    for _ in range(2):
        signed = jades.extend(signed, level="LTA", at=world.now, timestamps=world, evidence=world)
        verdict = look(world, signed)
        assert verdict.holds, verdict.signatures
        assert [one.level for one in verdict.signatures] == ["LTA", "LTA"]
    assert {one.signer.name for one in verdict.signatures} == {"Amina Trabelsi", "Karim Ben Salah"}
    assert len(tokens_of(signed, form="jades")) == 6


def forged(world: World, header: object, *, payload: bytes = PAYLOAD, key: KeySigner | None = None, **more):
    """A token with a header of the attacker's, rightly signed by the person's key unless another is given."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    protected = encode(text)
    signature = more.pop("signature", None)
    if signature is None:
        signature = flat_signature(key or world.person, f"{protected}.{encode(payload)}".encode())
    told = {"payload": encode(payload), "protected": protected, "signature": encode(signature), **more}
    return json.dumps(told).encode()


def honest_header(world: World) -> dict:
    return json.loads(decode(json.loads(sign(world))["protected"]))


def test_an_honest_header_passes_the_forger(world):
    assert look(world, forged(world, honest_header(world))).holds


@pytest.mark.parametrize(
    "change",
    [
        {"alg": "none"},
        {"alg": "HS256"},
        {"alg": "ES256K"},
        {"alg": "ES384"},
        {"alg": ["ES256"]},
        {"jku": "https://evil.example/keys"},
        {"x5u": "https://evil.example/cert"},
        {"jwk": {"kty": "EC"}},
        {"crit": ["sigT", "unknown"], "unknown": 1},
        {"crit": ["sigT", "exp"]},
        {"crit": []},
        {"crit": "sigT"},
        {"crit": ["sigT", "sigT"]},
        {"b64": False},
        {"b64": "no", "crit": ["sigT", "b64"]},
        {"crit": ["sigT", "b64"]},
        {"sigT": "yesterday"},
        {"sigT": 5},
        {"x5c": []},
        {"x5c": ["AAAA"]},
        {"x5c": "AAAA"},
        {"x5t#S256": "AAAA"},
        {"typ": "other"},
        {"zip": "DEF"},
    ],
)
def test_headers_that_attack_are_refused(world, change):
    header = honest_header(world) | change
    verdict = look(world, forged(world, header), typ=("filing",))
    assert not verdict.holds


def test_the_public_key_is_no_secret_for_a_mac(world):
    """RFC 8725 §2.1: algorithm confusion."""
    public = public_key_of(world.person.certificates[0])
    for form in (serialization.Encoding.PEM, serialization.Encoding.DER):
        secret = public.public_bytes(form, serialization.PublicFormat.SubjectPublicKeyInfo)
        header = honest_header(world) | {"alg": "HS256"}
        mac = hmac.HMAC(secret, hashes.SHA256())
        mac.update(f"{encode(json.dumps(header).encode())}.{encode(PAYLOAD)}".encode())
        assert not look(world, forged(world, header, signature=mac.finalize())).holds


def test_a_name_twice_is_refused(world):
    honest = json.dumps(honest_header(world))
    twice = honest[:-1] + ',"alg":"none"}'
    assert codes(look(world, forged(world, twice.encode()))) == {"form-refused"}
    outside = sign(world).replace(b'{"payload"', b'{"payload":"e30","payload"')
    assert codes(look(world, outside)) == {"form-refused"}


def test_a_swapped_certificate_is_seen(world):
    """Another certificate of the same key, or of another's: the header is signed and names the one."""
    other = World().person
    header = honest_header(world)
    header["x5c"] = [base64.b64encode(one).decode() for one in other.certificates[:1]]
    assert codes(look(world, forged(world, header))) >= {"signature-wrong", "certificate-swapped"}
    assert codes(look(world, forged(world, header, key=other))) >= {"certificate-swapped"}


def test_b64_false_signs_the_bare_payload(world):
    """RFC 7797, where it is declared; one payload must not be read in two ways."""
    header = honest_header(world) | {"b64": False, "crit": ["sigT", "b64"]}
    protected = encode(json.dumps(header).encode())
    bare = PAYLOAD.decode()
    signature = flat_signature(world.person, f"{protected}.{bare}".encode())
    told = {"payload": bare, "protected": protected, "signature": encode(signature)}
    verdict = look(world, json.dumps(told).encode())
    assert verdict.holds
    assert verdict.signatures[0].contents[0].content == PAYLOAD
    trick = told | {"payload": encode(PAYLOAD)}
    assert not look(world, json.dumps(trick).encode()).holds


def test_an_unprotected_header_says_nothing(world):
    told = json.loads(sign(world))
    for header in (
        {"alg": "none"},
        {"etsiU": [], "x5c": []},
        {"etsiU": [{"sigTst": {}}]},
        {"etsiU": [encode(b"{}")]},
    ):
        assert not look(world, json.dumps(told | {"header": header}).encode()).holds


def test_a_timestamp_of_something_else_proves_nothing(world):
    first, second = (json.loads(sign(world, level="T")), json.loads(sign(world, b"{}", level="T")))
    first["header"] = second["header"]
    (one,) = look(world, json.dumps(first).encode()).signatures
    assert one.proven_at is None
    assert "stamp-not-counted" in {found.code for found in one.findings}


def test_a_timestamp_of_a_stranger_proves_nothing(world):
    stranger = World()
    signed = jades.sign(PAYLOAD, signer=world.person, at=AT, level="T", timestamps=stranger)
    (one,) = look(world, signed).signatures
    assert (one.proven_at, one.level) == (None, "B")


def test_another_way_to_write_the_same_signature_is_refused(world):
    told = json.loads(sign(world))
    for signature in (told["signature"] + "=", told["signature"] + "\n", told["signature"][:-1] + "_"):
        if signature != told["signature"]:
            assert not look(world, json.dumps(told | {"signature": signature}).encode()).holds


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_get_a_verdict(data):
    assert not jades.verify(data, anchors=Anchors(), at=AT).holds


@settings(deadline=None)
@given(st.integers(0, 3000), st.integers(1, 255))
def test_any_changed_byte_is_seen_or_says_nothing(position, flip):
    world, signed = _one_signed()
    changed = bytearray(signed)
    changed[position % len(changed)] ^= flip
    verdict = look(world, bytes(changed))
    if verdict.holds:
        assert verdict.signatures[0].contents[0].content == PAYLOAD


_KEPT: list = []


def _one_signed():
    if not _KEPT:
        world = World()
        _KEPT.append((world, sign(world, level="T")))
    return _KEPT[0]


def test_a_key_without_certificate_cannot_sign(world):
    with pytest.raises(KeyNotUsable):
        jades.sign(PAYLOAD, signer=KeySigner(new_key()), at=AT)
