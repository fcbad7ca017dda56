"""Containers: made, checked, extended, attacked."""

import io
import os
import stat
import struct
import zipfile
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onewindow.standards.signing import asic
from onewindow.standards.signing.errors import NotExtendable, NotSignable
from onewindow.standards.signing.material import Anchors
from onewindow.standards.signing.tests.test_xades import codes
from onewindow.standards.signing.tests.world import AT, World

FILES = {"déclaration douanière.json": b'{"amount": 1250}', "plans/plan.pdf": b"%PDF-1.7 ..."}


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.fixture(scope="module")
def honest(world) -> bytes:
    return sign(world)


def sign(world: World, level: str = "B", files=None) -> bytes:
    files = FILES if files is None else files
    return asic.sign(files, signer=world.person, at=world.now, level=level, timestamps=world, evidence=world)


def look(world: World, container: bytes, **more):
    more = {"anchors": world.anchors, "at": world.now, "evidence": world.known()} | more
    return asic.verify(container, **more)


@pytest.mark.parametrize("level", ["B", "T", "LT", "LTA"])
def test_each_level_holds_and_is_told(world, level):
    container = sign(world, level)
    verdict = look(world, container)
    (one,) = verdict.signatures
    assert verdict.holds, one.findings
    assert (one.level, {part.name: part.content for part in one.contents}) == (level, FILES)
    assert asic.files_in(container) == FILES


def test_the_first_entry_says_what_it_is(honest):
    """EN 319 162-1 annex A.1: found at a fixed place, without unpacking."""
    assert honest[30:38] == b"mimetype"
    assert honest[38:69] == b"application/vnd.etsi.asic-e+zip"


def test_extending_a_bare_container_and_renewing(world, honest):
    up = asic.extend(honest, level="LTA", at=AT, timestamps=world, evidence=world)
    again = asic.extend(up, level="LTA", at=AT, timestamps=world, evidence=world, digest="sha512")
    assert [look(world, one).signatures[0].level for one in (up, again)] == ["LTA", "LTA"]
    for nothing in (b"", b"PK\x03\x04", packed({"a.txt": b"a"})):
        with pytest.raises(NotExtendable):
            asic.extend(nothing, level="T", at=AT, timestamps=world)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/etc/passwd",
        "../a",
        "a/../b",
        "a\\b",
        "C:a",
        "a\x00b",
        "mimetype",
        "META-INF/x",
        "a\u202eb",
        "a/",
    ],
)
def test_names_that_mean_something_else_are_not_signed(world, name):
    with pytest.raises(NotSignable):
        sign(world, files={name: b"x"})


def test_nothing_is_not_signed(world):
    with pytest.raises(NotSignable):
        sign(world, files={})


# Attacks.


def packed(entries: dict[str, bytes], *, change=None, how=zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, data in entries.items():
            entry = zipfile.ZipInfo(name, (2026, 3, 1, 0, 0, 0))
            entry.compress_type = how
            if change is not None:
                change(entry)
            archive.writestr(entry, data)
    return out.getvalue()


def unpacked(container: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(container)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_repacking_alone_changes_nothing(world, honest):
    assert look(world, packed(unpacked(honest))).holds


def test_a_changed_file_is_seen(world, honest):
    entries = unpacked(honest)
    entries["plans/plan.pdf"] += b" "
    assert codes(look(world, packed(entries))) >= {"content-changed"}


def test_a_file_beside_the_signed_ones_is_seen(world, honest):
    assert codes(look(world, packed(unpacked(honest) | {"more.pdf": b"x"}))) >= {"not-all-signed"}


def test_a_missing_file_is_seen(world, honest):
    entries = unpacked(honest)
    del entries["plans/plan.pdf"]
    assert codes(look(world, packed(entries))) >= {"form-refused"}


def test_a_second_signature_over_less_is_seen(world, honest):
    less = sign(world, files={"plans/plan.pdf": FILES["plans/plan.pdf"]})
    entries = unpacked(honest) | {"META-INF/signatures1.xml": unpacked(less)["META-INF/signatures0.xml"]}
    verdict = look(world, packed(entries))
    assert [one.holds for one in verdict.signatures] == [True, False]
    assert codes(verdict) >= {"not-all-signed"}


def test_two_files_of_one_name_are_refused(world, honest):
    with pytest.warns(UserWarning, match="Duplicate name"):
        out = io.BytesIO(honest)
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr("plans/plan.pdf", b"evil")
    assert codes(look(world, out.getvalue())) == {"form-refused"}
    for twin in ("PLANS/PLAN.PDF", "de\u0301claration douanie\u0300re.json"):
        assert codes(look(world, packed(unpacked(honest) | {twin: b"evil"}))) == {"form-refused"}


@pytest.mark.parametrize("name", ["../up", "/abs", "a//b", "./a", "a\\b", "x\u202etxt.exe"])
def test_names_that_leave_the_folder_are_refused(world, honest, name):
    assert codes(look(world, packed(unpacked(honest) | {name: b"x"}))) == {"form-refused"}


def test_a_link_is_refused(world, honest):
    def link(entry):
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16

    assert codes(look(world, packed({"a": b"/etc/passwd"}, change=link))) == {"form-refused"}


def test_bombs_are_refused(world):
    assert codes(look(world, packed({"zeros": bytes(5_000_000)}))) == {"form-refused"}
    many = packed({f"f{number}": b"" for number in range(300)})
    assert codes(look(world, many)) == {"form-refused"}
    large = packed({f"f{n}": os.urandom(1000) + bytes(30_000_000) for n in range(5)}, how=zipfile.ZIP_STORED)
    assert codes(look(world, large)) == {"form-refused"}


def test_an_entry_that_lies_about_its_size_is_refused(world, honest):
    data = bytearray(packed({"a": bytes(range(256)) * 40}))
    central = data.index(b"PK\x01\x02")
    for place in (22, central + 24):
        struct.pack_into("<I", data, place, 5)
    assert codes(look(world, bytes(data))) == {"form-refused"}


def test_bytes_beside_the_entries_are_refused(world, honest):
    for odd in (b"#!/bin/sh\n" + honest, honest + b"PK\x03\x04 another", b"%PDF-1.7" + honest):
        assert codes(look(world, odd)) == {"form-refused"}


def test_overlapping_entries_are_refused(world):
    data = bytearray(packed({"a": b"A" * 50, "b": b"B" * 50}, how=zipfile.ZIP_STORED))
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    struct.pack_into("<I", data, second + 42, 0)
    assert codes(look(world, bytes(data))) == {"form-refused"}


def test_another_kind_of_container_is_refused(world, honest):
    entries = {"mimetype": b"application/epub+zip"} | {
        name: data for name, data in unpacked(honest).items() if name != "mimetype"
    }
    assert codes(look(world, packed(entries))) == {"form-refused"}
    assert codes(look(world, packed({"a.txt": b"x"}))) == {"no-signature"}


def test_later_it_has_expired(world, honest):
    assert codes(look(world, honest, at=AT + timedelta(days=1000))) >= {"expired"}


@settings(deadline=None)
@given(st.integers(0, 3000), st.integers(1, 255))
def test_any_changed_byte_is_seen_or_says_nothing(position, flip):
    world, container = _one_signed()
    changed = bytearray(container)
    changed[position % len(changed)] ^= flip
    verdict = look(world, bytes(changed))
    if verdict.holds:
        assert {part.name: part.content for part in verdict.signatures[0].contents} == FILES


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_get_a_verdict(data):
    assert not asic.verify(b"PK\x03\x04" + data, anchors=Anchors(), at=AT).holds


_KEPT: list = []


def _one_signed():
    if not _KEPT:
        world = World()
        _KEPT.append((world, sign(world)))
    return _KEPT[0]
