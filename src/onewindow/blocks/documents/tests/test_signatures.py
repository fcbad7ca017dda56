"""The verification page and door for anything that is signed."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import include, path
from django.utils import translation

from onewindow.blocks.documents import api, showing_signatures, signatures
from onewindow.blocks.documents.models import SealedFile
from onewindow.blocks.documents.tests.certificates import issue
from onewindow.blocks.documents.tests.conftest import NOW
from onewindow.blocks.documents.tests.test_pages import words_of
from onewindow.blocks.trust import api as trust
from onewindow.standards.signing import asic, jades, pades, xades
from onewindow.standards.signing.findings import codes, finding
from onewindow.standards.signing.tests.test_pades import plain
from onewindow.standards.signing.tests.world import World

pytestmark = [pytest.mark.usefixtures("country", "now"), pytest.mark.urls(__name__)]
urlpatterns = [path("", include("onewindow.blocks.documents.urls"))]
MODULES = {"pades": pades, "xades": xades, "jades": jades, "asic-e": asic}
CONTENTS = {"pades": plain(), "xades": b"<a>1</a>", "jades": b'{"a":1}', "asic-e": {"a.json": b"{}"}}


@pytest.fixture
def world(monkeypatch) -> World:
    """A country's own authorities stand in for the trust service."""
    world = World(now=NOW)
    monkeypatch.setattr(trust, "signing_anchors", lambda *, at: world.anchors)
    monkeypatch.setattr(trust, "evidence", world.known)
    return world


def signed(world: World, form: str, level: str = "T") -> bytes:
    return MODULES[form].sign(
        CONTENTS[form], signer=world.person, at=NOW, level=level, timestamps=world, evidence=world
    )


@pytest.mark.parametrize("form", MODULES)
def test_every_form_is_told_through_the_door(world, form):
    seen = api.verify_file(data=signed(world, form))
    assert seen.signatures.form == form
    assert seen.signatures.holds
    (one,) = seen.signatures.signatures
    assert (one.signer, one.level, one.proven_at) == ("Amina Trabelsi", "T", NOW)
    assert one.covers
    assert one.certificate == world.person.certificates[0]
    assert seen.answer == ("unknown" if form == "pades" else "signature-holds")


@pytest.mark.parametrize("form", MODULES)
def test_strangers_are_not_trusted(world, form):
    seen = api.verify_file(data=signed(World(now=NOW), form))
    assert not seen.signatures.holds
    assert not seen.signatures.broken
    assert seen.answer == ("unknown" if form == "pades" else "signature-unclear")


def test_a_changed_file_is_broken(world):
    data = signed(world, "xades").replace(b"<a>1", b"<a>2")
    assert api.verify_file(data=data).answer == "signature-broken"


def test_the_page_says_it_in_plain_words(world):
    words = {"xades": "The signature holds", "asic-e": "a.json", "jades": "proven by a timestamp"}
    for form, word in words.items():
        file = SimpleUploadedFile(f"file.{form}", signed(world, form))
        response = Client().post("/verify/", {"file": file})
        said = words_of(response)
        for part in (word, "Amina Trabelsi", "What was signed is unchanged.", "T: with a proven time"):
            assert part in said, part
    broken = SimpleUploadedFile("x.xml", signed(world, "xades").replace(b"<a>1", b"<a>2"))
    said = words_of(Client().post("/verify/", {"file": broken}))
    assert "The signature does not hold" in said
    assert "What was signed was changed afterwards" in said


def test_documents_of_ours_are_still_known_by_every_byte(world):
    document = issue()
    data = bytes(SealedFile.objects.get(document__code=document.code).pdf)
    seen = api.verify_file(data=data)
    assert seen.answer == "genuine"
    assert seen.signatures.form == "pades"


@pytest.mark.parametrize("form", MODULES)
def test_a_hash_that_the_administrator_ended_counts_for_nothing(world, settings, form):
    data = signed(world, form, "LT")
    settings.ONEWINDOW_ALGORITHM_ENDS = {"sha256": (NOW + timedelta(days=1)).date().isoformat()}
    assert api.check_signatures(data=data).holds, "it ends tomorrow"
    settings.ONEWINDOW_ALGORITHM_ENDS = {"sha256": NOW.date().isoformat()}
    check = api.check_signatures(data=data)
    assert not check.holds
    file = SimpleUploadedFile(f"file.{form}", data)
    said = words_of(Client().post("/verify/", {"file": file}))
    assert "sha256" in said and "The signature holds" not in said


@pytest.mark.parametrize("data", [b"", b"hello", b"{}", b"<a/>", b"PK\x03\x04", b"%PDF-1.7", b"eyJ"])
def test_anything_gets_an_answer(world, data):
    seen = api.verify_file(data=data)
    assert seen.answer in ("unknown", "signature-broken")


def test_what_breaks_the_limits_does_not_hold(world, monkeypatch):
    from onewindow.blocks.documents.limited.process import LimitedFailed

    def fail(*_):
        raise LimitedFailed("it took too long")

    monkeypatch.setattr(signatures.looker, "work", fail)
    check = api.check_signatures(data=b"<a/>")
    assert (check.holds, check.broken) == (False, True)
    assert [one.code for one in check.findings] == ["form-refused"]


def test_without_a_trust_service_nothing_is_trusted(monkeypatch):
    from onewindow.blocks.trust.errors import RevocationNotKnown

    def missing(**_):
        raise RevocationNotKnown(authority="x")

    monkeypatch.setattr(trust, "signing_anchors", missing)
    assert not api.check_signatures(data=signed(World(now=NOW), "jades")).holds


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_finding_is_told_in_the_language_of_the_reader(language):
    from onewindow.blocks.documents.types import CheckFinding

    for code in codes():
        found = finding(code)
        places = "signer authority moment claimed reason part names until since algorithm files"
        values = dict.fromkeys(places.split(), "x")
        with translation.override(language):
            told = showing_signatures.said(CheckFinding(code, str(found.severity), found.message, values))
        assert told != found.message.format(**values), code


def test_the_json_of_the_api_has_each_finding(world, settings):
    from onewindow.blocks.documents import rest

    out = rest._verification(api.verify_file(data=signed(world, "jades", "LT")))
    told = json.loads(out.model_dump_json())
    assert told["signatures"]["signatures"][0]["level"] == "LT"
    assert {one["severity"] for one in told["signatures"]["signatures"][0]["findings"]} == {"holds"}
