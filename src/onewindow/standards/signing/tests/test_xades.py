"""XAdES: made, checked, extended."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from onewindow.standards.safexml import XmlRefused
from onewindow.standards.signing import KeySigner, new_key, xades
from onewindow.standards.signing.errors import KeyNotUsable, NotExtendable
from onewindow.standards.signing.material import Anchors, Evidence
from onewindow.standards.signing.tests.world import AT, World

DOCUMENT = (
    b'<?xml version="1.0"?><f:filing xmlns:f="urn:f" xmlns="urn:d" xml:lang="fr" Id="doc">'
    b"<amount>1250</amount><name>\xc3\x89mile &amp; Cie &#13;</name></f:filing>"
)


@pytest.fixture(scope="module")
def world() -> World:
    return World()


def sign(world: World, level: str = "B", document: bytes = DOCUMENT, signer=None) -> bytes:
    signer = signer or world.person
    return xades.sign(document, signer=signer, at=world.now, level=level, timestamps=world, evidence=world)


def look(world: World, signed: bytes, **more):
    more = {"anchors": world.anchors, "at": world.now, "evidence": world.known()} | more
    return xades.verify(signed, **more)


def codes(verdict) -> set[str]:
    found = [*verdict.findings, *(one for each in verdict.signatures for one in each.findings)]
    return {one.code for one in found}


@pytest.mark.parametrize("level", ["B", "T", "LT", "LTA"])
def test_each_level_holds_and_is_told(world, level):
    verdict = look(world, sign(world, level))
    (one,) = verdict.signatures
    assert verdict.holds, one.findings
    assert (one.level, one.signer.name, one.claimed_at) == (level, "Amina Trabelsi", AT)
    (part,) = one.contents
    told = etree.fromstring(part.content)
    assert told.findtext("{urn:d}amount") == "1250"
    assert b"Signature" not in part.content


def test_a_second_person_signs_without_breaking_the_first(world):
    second = world.people.end("person", "Karim Haddad", at=AT)
    both = look(world, sign(world, document=sign(world, "LTA"), signer=second))
    assert both.holds
    assert [one.signer.name for one in both.signatures] == ["Amina Trabelsi", "Karim Haddad"]
    assert both.signatures[0].contents == both.signatures[1].contents


def test_extending_a_bare_signature_and_renewing(world):
    up = xades.extend(sign(world), level="LTA", at=AT, timestamps=world, evidence=world)
    again = xades.extend(up, level="LTA", at=AT, timestamps=world, evidence=world, digest="sha512")
    assert [look(world, one).signatures[0].level for one in (up, again)] == ["LTA", "LTA"]
    assert again.count(b"<xades141:ArchiveTimeStamp") == 2
    for more in ({}, {"timestamps": world}):
        with pytest.raises(NotExtendable):
            xades.extend(sign(world), level="LT", at=AT, **more)
    for nothing in (b"<a/>", b"no"):
        with pytest.raises(NotExtendable):
            xades.extend(nothing, level="T", at=AT, timestamps=world)


def test_files_beside_the_signature(world):
    files = {"déclaration.json": b'{"a": 1}', "plan.pdf": b"%PDF-"}
    signed = xades.sign_files(
        files, signer=world.person, at=AT, level="LTA", timestamps=world, evidence=world
    )
    verdict = look(world, signed, files=files)
    assert verdict.holds
    assert {part.content for part in verdict.signatures[0].contents} == set(files.values())
    changed = look(world, signed, files=files | {"plan.pdf": b"%PDF-2"})
    assert "content-changed" in codes(changed)
    assert not look(world, signed).holds
    again = xades.extend(signed, level="LTA", at=AT, timestamps=world, evidence=world, files=files)
    assert look(world, again, files=files).holds


def test_what_is_revoked_expired_or_unknown_says_so(world):
    other = World()
    signed = sign(other)
    assert codes(look(world, signed, evidence=Evidence())) >= {"untrusted"}
    assert codes(look(other, signed, evidence=Evidence())) >= {"revocation-unknown"}
    assert codes(look(other, signed, at=AT + timedelta(days=800))) >= {"expired"}
    other.people.revoke(other.person.certificates[0], AT - timedelta(hours=1))
    assert codes(look(other, signed)) >= {"revoked"}


def test_a_list_of_a_sister_authority_is_no_word_about_this_one():
    """Both are issued by one root; the library alone would take either's list for the other's."""
    other = World()
    sister = other.people.sister("Seals CA", at=AT)
    silent = Evidence(other.known().certificates, (sister.list_at(AT), other.people.root_list(AT)))
    signed = sign(other)
    assert look(other, signed).holds
    assert codes(look(other, signed, evidence=silent)) >= {"revocation-unknown"}


def test_a_certificate_for_something_else_does_not_do(world):
    server = world.people.end("server", "www.example.org", at=AT)
    assert codes(look(world, sign(world, signer=server))) >= {"wrong-purpose"}
    authority = world.people.issuing
    assert codes(look(world, sign(world, signer=authority))) >= {"wrong-purpose"}


def test_keys_that_do_not_fit_are_refused(world):
    for signer in (World(algorithm="Ed25519").person, KeySigner(new_key())):
        with pytest.raises(KeyNotUsable):
            sign(world, signer=signer)
    with pytest.raises(XmlRefused):
        sign(world, document=b"<!DOCTYPE a><a/>")


@pytest.mark.parametrize("change", [b"1251", b"", b"1250<more/>", b" 1250"])
def test_every_change_is_seen(world, change):
    signed = sign(world, "T")
    assert codes(look(world, signed.replace(b"<amount>1250<", b"<amount>" + change + b"<"))) >= {
        "content-changed"
    }


@settings(deadline=None)
@given(st.integers(0, 8000), st.integers(1, 255))
def test_any_changed_byte_is_seen_or_says_nothing(position, flip):
    world, signed, honest = _one_signed()
    changed = bytearray(signed)
    changed[position % len(changed)] ^= flip
    verdict = look(world, bytes(changed))
    if verdict.holds:
        assert [one.contents for one in verdict.signatures] == [honest]


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_get_a_verdict(data):
    assert not xades.verify(data, anchors=Anchors(), at=AT).holds


_KEPT: list = []


def _one_signed():
    if not _KEPT:
        world = World()
        signed = sign(world, "T")
        _KEPT.append((world, signed, look(world, signed).signatures[0].contents))
    return _KEPT[0]
