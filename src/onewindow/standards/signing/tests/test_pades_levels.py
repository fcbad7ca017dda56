"""Signed PDFs at every level: made, checked, extended, attacked."""

import io
import re
from datetime import timedelta

import pypdf
import pytest

from onewindow.standards.signing import pades
from onewindow.standards.signing.errors import NotExtendable, PdfNotSealable
from onewindow.standards.signing.material import Evidence
from onewindow.standards.signing.tests.test_pades import plain
from onewindow.standards.signing.tests.test_xades import codes
from onewindow.standards.signing.tests.world import AT, World


@pytest.fixture(scope="module")
def world() -> World:
    return World()


def sign(world: World, level: str = "B", pdf: bytes | None = None, signer=None) -> bytes:
    return pades.sign(
        pdf or plain(),
        signer=signer or world.person,
        at=world.now,
        level=level,
        timestamps=world,
        evidence=world,
        reason="Filing",
    )


def look(world: World, pdf: bytes, **more):
    more = {"anchors": world.anchors, "at": world.now, "evidence": world.known()} | more
    return pades.verify(pdf, **more)


def drawn_over(pdf: bytes) -> bytes:
    """The shadow attack: a later revision that shows something else."""
    writer = pypdf.PdfWriter(io.BytesIO(pdf), incremental=True)
    writer.pages[0].mediabox = pypdf.generic.RectangleObject((0, 0, 10, 10))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("level", ["B", "T", "LT", "LTA"])
def test_each_level_holds_and_is_told(world, level):
    verdict = look(world, sign(world, level))
    (one,) = verdict.signatures
    assert verdict.holds, one.findings
    assert (one.level, one.signer.name, one.claimed_at) == (level, "Amina Trabelsi", AT)


def test_two_people_sign_one_after_the_other(world):
    second = world.people.end("person", "Karim Haddad", at=AT)
    verdict = look(world, sign(world, "LTA", sign(world, "LTA"), second))
    assert verdict.holds
    assert [one.signer.name for one in verdict.signatures] == ["Amina Trabelsi", "Karim Haddad"]
    assert codes(verdict) >= {"signed-over"}


def test_seals_of_documents_are_extended_too(world):
    sealed = pades.seal_pdf(plain(), signer=world.person, at=AT, reason="Test")
    for level in ("T", "LTA"):
        up = pades.extend(sealed, level=level, at=AT, timestamps=world, evidence=world)
        assert look(world, up).holds
        assert look(world, up).signatures[0].proven_at == AT
    with pytest.raises(NotExtendable):
        pades.extend(plain(), level="T", at=AT, timestamps=world)


def test_level_lt_outlives_the_certificate(world):
    other = World()
    complete = sign(other, "LT")
    other.now = AT + timedelta(days=900)
    assert look(other, complete, evidence=other.time.evidence(other.now)).holds
    assert codes(look(World(), sign(World()), evidence=Evidence())) >= {"untrusted"}


@pytest.mark.parametrize("level", ["B", "LTA"])
def test_a_later_revision_that_shows_something_else_is_seen(world, level):
    assert codes(look(world, drawn_over(sign(world, level)))) >= {"added-later"}


def test_a_change_between_two_signatures_is_seen(world):
    second = world.people.end("person", "Karim Haddad", at=AT)
    verdict = look(world, sign(world, pdf=drawn_over(sign(world)), signer=second))
    assert [one.holds for one in verdict.signatures] == [False, True]
    assert not verdict.holds


def test_the_universal_forgery_is_seen(world):
    """Contents or ByteRange taken away or emptied: nothing must then count as signed."""
    signed = sign(world)
    for pattern, instead in (
        (rb"/ByteRange\s*\[[^\]]*\]", b"/ByteRange [0 0 0 0]"),
        (rb"/ByteRange\s*\[[^\]]*\]", b"/ByteRange [-1 -1 -1 -1]"),
        (rb"/ByteRange\s*\[[^\]]*\]", b"/ByteRange null"),
        (rb"/ByteRange", b"/ByteRangf"),
        (rb"/Contents <", b"/Contentt <"),
        (rb"/Contents <[0-9a-fA-F]+>", b"/Contents <00>"),
        (rb"/Contents <[0-9a-fA-F]+>", b"/Contents null"),
    ):
        found = re.search(pattern, signed)
        forged = signed[: found.start()] + instead.ljust(len(found[0])) + signed[found.end() :]
        assert not look(world, forged).holds, instead


def test_a_gap_in_what_is_covered_is_seen(world):
    """ByteRange shifted so that a hole wider than the signature stands open."""
    signed = sign(world)
    found = re.search(rb"/ByteRange\s*\[\s*(\d+) (\d+) (\d+) (\d+)\s*\]", signed)
    start, first, second, length = (int(number) for number in found.groups())
    for ranges in (
        (start, first - 40, second, length),
        (start, first, second + 40, length - 40),
        (5, first, second, length),
    ):
        instead = b"/ByteRange [%d %d %d %d]" % ranges
        forged = signed[: found.start()] + instead.ljust(len(found[0])) + signed[found.end() :]
        assert not look(world, forged).holds


def test_something_hidden_behind_the_signature_is_seen(world):
    signed = bytearray(sign(world, "LTA"))
    for found in re.finditer(rb"/Contents <([0-9a-fA-F]+)>", bytes(signed)):
        changed = bytearray(signed)
        changed[found.end(1) - 10 : found.end(1) - 6] = b"cafe"
        verdict = look(world, bytes(changed))
        assert not verdict.holds or verdict.signatures[0].level != "LTA"


def test_a_timestamp_of_a_stranger_proves_nothing(world):
    signed = pades.sign(plain(), signer=world.person, at=AT, level="T", timestamps=World())
    (one,) = look(world, signed).signatures
    assert (one.level, one.proven_at) == ("B", None)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"hello", b"%PDF-1.7\n" + b"\xff" * 3000])
def test_what_is_no_pdf_gets_a_verdict(world, data):
    assert codes(look(world, data)) == {"no-signature"}
    with pytest.raises(PdfNotSealable):
        sign(world, pdf=data or b"x")
