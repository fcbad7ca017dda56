"""Chains with something wrong in them: whatever is done to a chain, a broken one never holds."""

import datetime as dt
from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509 as library
from cryptography.hazmat.primitives import hashes, serialization
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from onewindow.standards.signing import KeySigner, new_key, x509
from onewindow.standards.signing.material import Evidence
from onewindow.standards.signing.pki import (
    PathVerdict,
    RequestRefused,
    Revoked,
    certificates,
    ocsp,
    paths,
    revocation_lists,
)
from onewindow.standards.signing.pki.tests.house import AT, House, public_of, subject

HOUR = timedelta(hours=1)
HOUSE = House(dns_within=("members.example",))
PERSON = HOUSE.end("person")
LISTS = HOUSE.lists().crls


def check(der: bytes, house: House = HOUSE, usage: str = "signature", **more: Any) -> PathVerdict:
    said: dict[str, Any] = {
        "certificate": der,
        "chain": house.authority.certificates,
        "anchors": [house.root.certificates[0]],
        "at": AT + HOUR,
        "usage": usage,
        "evidence": house.lists(),
    }
    return paths.check(**{**said, **more})


def test_the_sound_one_holds() -> None:
    assert check(PERSON.certificates[0]).holds


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(PERSON.certificates[0]) * 8 - 1))
def test_no_bit_of_a_certificate_can_be_changed(bit: int) -> None:
    changed = bytearray(PERSON.certificates[0])
    changed[bit // 8] ^= 1 << bit % 8
    assert not check(bytes(changed)).holds


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(HOUSE.authority.certificates[0]) * 8 - 1))
def test_no_bit_of_an_authority_can_be_changed(bit: int) -> None:
    changed = bytearray(HOUSE.authority.certificates[0])
    changed[bit // 8] ^= 1 << bit % 8
    assert not check(PERSON.certificates[0], chain=[bytes(changed)]).holds


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 1), st.integers(0, 1_000_000))
def test_no_bit_of_a_list_can_be_changed(which: int, place: int) -> None:
    lists = [bytearray(one) for one in LISTS]
    bit = place % (len(lists[which]) * 8)
    lists[which][bit // 8] ^= 1 << bit % 8
    assert not check(PERSON.certificates[0], evidence=Evidence(crls=tuple(bytes(one) for one in lists))).holds


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
@example(b"")
@example(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
@example(PERSON.certificates[0] + b"\0")
@example(PERSON.certificates[0] * 2)
def test_what_is_no_certificate_is_damaged(der: bytes) -> None:
    assert check(der).reasons == ("damaged",)


def test_expired_and_not_yet_valid() -> None:
    der = PERSON.certificates[0]
    late = AT + timedelta(days=3 * 365)
    assert check(der, at=late, evidence=HOUSE.lists(at=late)).reasons == ("expired",)
    assert check(der, at=AT - HOUR).reasons == ("not-yet-valid",)


@pytest.mark.parametrize(
    ("profile", "usage"),
    [
        ("seal", "sign-in"),
        ("server", "sign-in"),
        ("server", "signature"),
        ("person", "server"),
        ("person", "timestamp"),
        ("timestamp", "signature"),
        ("ocsp", "signature"),
        ("ocsp", "sign-in"),
    ],
)
def test_for_another_purpose(profile: Any, usage: str) -> None:
    end = HOUSE.end(profile, dns_names=("members.example",) if profile == "server" else ())
    assert ("wrong-usage" in check(end.certificates[0], usage=usage).reasons) is (
        (profile, usage) != ("server", "sign-in")
    )


def test_an_authority_signs_nothing_itself() -> None:
    assert "wrong-usage" in check(HOUSE.authority.certificates[0], chain=[]).reasons


def test_an_end_certificate_issues_nothing() -> None:
    child = HOUSE.under(PERSON, "person", "Forged")
    found = check(child.certificates[0], chain=child.certificates[1:])
    assert found.reasons == ("not-allowed-by-authority",)


def test_no_authority_below_an_issuing_one() -> None:
    sub = HOUSE.under(HOUSE.authority, "issuing", "Below")
    child = HOUSE.under(sub, "person", "Too deep")
    assert check(child.certificates[0], chain=child.certificates[1:]).reasons == ("not-allowed-by-authority",)


def test_another_root_of_the_same_name() -> None:
    other = House()
    assert not check(other.end("person").certificates[0], chain=other.authority.certificates).holds
    assert check(PERSON.certificates[0], anchors=[]).reasons == ("no-path",)


def test_a_server_outside_the_domains() -> None:
    inside = HOUSE.end("server", dns_names=("a.members.example",))
    outside = HOUSE.end("server", dns_names=("members.example.evil.example",))
    assert check(inside.certificates[0], usage="server").holds
    assert check(outside.certificates[0], usage="server").reasons == ("not-allowed-by-authority",)


def test_no_list_at_all_an_old_one_and_one_of_somebody_else() -> None:
    der = PERSON.certificates[0]
    root, people = HOUSE.lists().crls
    assert check(der, evidence=Evidence()).reasons == ("revocation-unknown",)
    assert check(der, evidence=Evidence(crls=(people,))).reasons == ("revocation-unknown",)
    assert check(der, evidence=Evidence(crls=(root,))).reasons == ("revocation-unknown",)
    old = HOUSE.lists(at=AT - timedelta(days=9)).crls
    assert check(der, evidence=Evidence(crls=(root, old[1]))).reasons == ("revocation-stale",)
    other = House().lists().crls
    assert not check(der, evidence=Evidence(crls=(root, other[1]))).holds


def test_the_list_of_a_sister_authority_says_nothing_about_this_one() -> None:
    """The library believes it: it is given only lists of the path."""
    sister = HOUSE.under(HOUSE.root, "issuing", "Seals")
    of_sister = revocation_lists.new_list(
        issuer=sister, revoked=(), number=1, at=AT, next_update=AT + 24 * HOUR
    )
    people = HOUSE.lists().crls[1]
    found = check(
        PERSON.certificates[0],
        chain=[*HOUSE.authority.certificates, sister.certificates[0]],
        evidence=Evidence(crls=(of_sister, people)),
    )
    assert found.reasons == ("revocation-unknown",)


def test_an_authority_that_the_root_revoked() -> None:
    serial = certificates.serial_of(HOUSE.authority.certificates[0])
    gone = revocation_lists.new_list(
        issuer=HOUSE.root,
        revoked=[Revoked(serial=serial, since=AT, reason="authority-compromise")],
        number=3,
        at=AT,
        next_update=AT + 24 * HOUR,
    )
    evidence = Evidence(crls=(gone, HOUSE.lists().crls[1]))
    assert check(PERSON.certificates[0], evidence=evidence).reasons == ("revoked",)


def answered(state: str, responder: KeySigner, *, about: KeySigner, at: dt.datetime = AT) -> bytes:
    asked = ocsp.ask(certificate=about.certificates[0], issuer=HOUSE.authority.certificates[0])
    return ocsp.answer(
        asked,
        responders=[responder],
        status_of=lambda _issuer, serials: {serials[0]: ocsp.Status(state=state, since=AT)},
        at=at,
        next_update=at + HOUR * 2,
    )


def with_ocsp() -> KeySigner:
    from onewindow.standards.signing.pki import Places

    key = new_key()
    made = certificates.issue(
        profile="person",
        subject=subject("Asked about"),
        public_key=public_of(key),
        issuer=HOUSE.authority,
        at=AT,
        places=Places(ocsp="http://ocsp.example/"),
    )
    return KeySigner(key, (made, *HOUSE.authority.certificates))


@pytest.mark.parametrize(
    ("state", "kind", "age", "reasons"),
    [
        ("good", "ocsp", 0, ()),
        ("revoked", "ocsp", 0, ("revoked",)),
        ("unknown", "ocsp", 0, ("revocation-unknown",)),
        ("good", "ocsp", 5, ("revocation-stale",)),
        ("good", "person", 0, ("revocation-unknown",)),
    ],
)
def test_answers_of_a_responder(state: str, kind: Any, age: int, reasons: tuple[str, ...]) -> None:
    """Good, revoked, unknown, stale, and by somebody who is no responder."""
    end = with_ocsp()
    said = answered(state, HOUSE.end(kind, "Answers"), about=end, at=AT - age * HOUR)
    evidence = Evidence(crls=HOUSE.lists().crls[:1], ocsps=(said,))
    assert check(end.certificates[0], evidence=evidence).reasons == reasons


def test_an_answer_about_another_certificate() -> None:
    end = with_ocsp()
    said = answered("good", HOUSE.end("ocsp", "Answers"), about=with_ocsp())
    evidence = Evidence(crls=HOUSE.lists().crls[:1], ocsps=(said,))
    assert check(end.certificates[0], evidence=evidence).reasons == ("revocation-unknown",)


def test_an_anchor_that_is_not_a_root() -> None:
    """Trust lists name issuing authorities; their own lists then decide."""
    anchor = [HOUSE.authority.certificates[0]]
    der = PERSON.certificates[0]
    people = HOUSE.lists().crls[1:]
    assert check(der, anchors=anchor, chain=[], evidence=Evidence(crls=people)).holds
    gone = HOUSE.lists(Revoked(serial=certificates.serial_of(der), since=AT)).crls[1:]
    assert check(der, anchors=anchor, chain=[], evidence=Evidence(crls=gone)).reasons == ("revoked",)
    assert check(der, anchors=anchor, chain=[], evidence=Evidence()).reasons == ("revocation-unknown",)
    late = AT + timedelta(days=2)
    stale = check(der, anchors=anchor, chain=[], evidence=Evidence(crls=people), at=late)
    assert stale.reasons == ("revocation-stale",)


def request(key: object, *, tampered: bool = False) -> bytes:
    builder = library.CertificateSigningRequestBuilder().subject_name(library.Name([]))
    der = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
    return der[:-1] + bytes([der[-1] ^ 1]) if tampered else der


def test_requests_with_weak_keys_or_wrong_signatures_are_refused() -> None:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    with pytest.raises(RequestRefused):
        certificates.read_request(request(rsa.generate_private_key(65537, 2048)))
    with pytest.raises(RequestRefused):
        certificates.read_request(request(ec.generate_private_key(ec.SECP192R1())))
    with pytest.raises(RequestRefused):
        certificates.read_request(request(ec.generate_private_key(ec.SECP256R1()), tampered=True))
    with pytest.raises(RequestRefused):
        certificates.read_request(b"-")
    assert certificates.read_request(request(ec.generate_private_key(ec.SECP256R1())))


def test_names_of_issuer_and_subject_are_read() -> None:
    der = PERSON.certificates[0]
    assert (x509.common_name(der), x509.issuer_name(der)) == ("Leïla Mansour", "People")
