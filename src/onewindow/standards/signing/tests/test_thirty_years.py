"""Signatures outlive their certificates and their hash, if somebody renewed them in time, and else not.

The clock goes thirty years. Certificates of people and of the first timestamp unit end after two and five
years; SHA-256 is declared broken in the eighth.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from onewindow.standards.signing import asic, jades, pades, xades
from onewindow.standards.signing.material import Evidence
from onewindow.standards.signing.policy import POLICY
from onewindow.standards.signing.tests.test_pades import plain
from onewindow.standards.signing.tests.test_xades import DOCUMENT, codes
from onewindow.standards.signing.tests.world import AT, World

BROKEN = POLICY.broken("sha256", since=date(2033, 6, 1))
RENEWED = (2033, 2037, 2041, 2045, 2049, 2053)


@dataclass(frozen=True)
class Form:
    module: Any
    content: Callable[[], Any]


FORMS = {
    "jades": Form(jades, lambda: b'{"amount": 1250}'),
    "xades": Form(xades, lambda: DOCUMENT),
    "asic-e": Form(asic, lambda: {"a.json": b'{"amount": 1250}'}),
    "pades": Form(pades, plain),
}


def day(year: int) -> datetime:
    return datetime(year, 3, 1, 12, tzinfo=UTC)


def signed_in_2026(world: World, form: Form) -> bytes:
    assert world.now == AT
    return form.module.sign(
        form.content(), signer=world.person, at=world.now, level="LTA", timestamps=world, evidence=world
    )


def renewed(world: World, form: Form, signed: bytes, year: int, *, algorithm: str, digest: str) -> bytes:
    """A new authority takes over; then the archive is renewed under it, with word about the one before."""
    world.now = day(year)
    world.new_time(algorithm)
    return form.module.extend(
        signed, level="LTA", at=world.now, timestamps=world, evidence=world, digest=digest
    )


def look(world: World, form: Form, signed: bytes, *, policy=BROKEN):
    """In the year 2056; only the newest timestamp authority still says anything."""
    return form.module.verify(
        signed,
        anchors=world.anchors,
        at=world.now,
        evidence=world.time.evidence(world.now),
        policy=policy,
    )


@pytest.mark.parametrize("name", FORMS)
def test_renewed_in_time_it_holds_after_thirty_years(name):
    form, world = FORMS[name], World()
    signed = signed_in_2026(world, form)
    signed = renewed(world, form, signed, 2030, algorithm="ES256", digest="sha256")
    for year in RENEWED:  # the first of these is before SHA-256 is broken
        signed = renewed(world, form, signed, year, algorithm="Ed25519", digest="sha512")
    world.now = day(2056)
    verdict = look(world, form, signed)
    (one,) = verdict.signatures
    assert verdict.holds, one.findings
    assert (one.level, one.proven_at, one.signer.name) == ("LTA", AT, "Amina Trabelsi")


@pytest.mark.parametrize("name", FORMS)
def test_renewed_too_late_it_does_not_hold(name):
    """The renewal with the stronger hash came after the old one was broken: what it saw may be forged."""
    form, world = FORMS[name], World()
    signed = signed_in_2026(world, form)
    signed = renewed(world, form, signed, 2030, algorithm="ES256", digest="sha256")
    signed = renewed(world, form, signed, 2034, algorithm="Ed25519", digest="sha512")
    verdict = look(world, form, signed)
    assert not verdict.holds
    assert codes(verdict) >= {"stamp-not-counted"}
    assert look(world, form, signed, policy=POLICY).holds  # the hash is the only reason


@pytest.mark.parametrize("name", FORMS)
def test_renewed_with_the_weak_hash_it_does_not_hold(name):
    form, world = FORMS[name], World()
    signed = signed_in_2026(world, form)
    for year in (2030, 2034):
        signed = renewed(world, form, signed, year, algorithm="Ed25519", digest="sha256")
    world.now = day(2035)
    assert look(world, form, signed, policy=POLICY).holds
    assert not look(world, form, signed).holds


@pytest.mark.parametrize("name", FORMS)
def test_not_renewed_it_ends_with_the_certificate_of_the_clock(name):
    form, world = FORMS[name], World()
    signed = signed_in_2026(world, form)
    world.now = day(2029)
    assert look(world, form, signed, policy=POLICY).holds
    world.now = day(2032)
    assert not look(world, form, signed, policy=POLICY).holds


@pytest.mark.parametrize("name", FORMS)
def test_what_was_swapped_after_the_hash_broke_is_seen(name):
    """An honest archive, then a change that a broken SHA-256 would not show, is shown by the stronger one."""
    form, world = FORMS[name], World()
    signed = signed_in_2026(world, form)
    signed = renewed(world, form, signed, 2030, algorithm="Ed25519", digest="sha512")
    changed = signed.replace(b"/MediaBox", b"/mediaBox", 1) if name == "pades" else _altered(name, signed)
    assert changed != signed
    assert not look(world, form, changed).holds


def _altered(name: str, signed: bytes) -> bytes:
    if name == "asic-e":
        import io
        import zipfile

        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(signed)) as old, zipfile.ZipFile(out, "w") as new:
            for entry in old.namelist():
                data = old.read(entry)
                new.writestr(entry, data.replace(b"1250", b"9999") if entry == "a.json" else data)
        return out.getvalue()
    if name == "jades":
        import json

        told = json.loads(signed)
        return json.dumps(told | {"payload": "eyJhbW91bnQiOiA5OTk5fQ"}).encode()
    return signed.replace(b"1250", b"9999")


def test_evidence_younger_than_the_end_of_a_certificate_is_no_evidence():
    """Authorities drop what has expired from their lists, unless a list says that it does not."""
    assert Evidence().plus(World().known()).crls
