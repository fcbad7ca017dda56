"""Mandates signed with the keys that the house keeps for people: made with a PIN, verified by anybody."""

from dataclasses import replace

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onewindow.blocks.identity import api as identity
from onewindow.blocks.mandates import api
from onewindow.blocks.mandates.adapters.kept_keys import KeptKeys
from onewindow.blocks.mandates.tests.conftest import actor, person, signed_in
from onewindow.blocks.trust import api as trust
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.reference import Reference
from onewindow.standards.signing import jades

pytestmark = pytest.mark.usefixtures("country", "kept_keys")
ATLAS = Reference("register/companies/1204567A")
PIN = "731946"


@pytest.fixture
def kept_keys() -> None:
    trust.establish()
    api.use_signer(signer=KeptKeys())  # the fixture of the room puts back what was joined before


def test_both_sides_sign_with_their_own_keys_and_anybody_verifies_it() -> None:
    importer, citizen = actor("importer"), actor("citizen")
    asked = {"actor": importer, "principal": ATLAS, "agent": person("citizen"), "scopes": ["trade"]}
    with pytest.raises(api.SignatureMissing):
        api.grant(pin=PIN, **asked)
    for who in (importer, citizen):
        trust.open_signing_key(actor=who, pin=PIN)
    with pytest.raises(OnewindowError) as wrong:
        api.grant(pin="000000", **asked)
    assert wrong.value.field == "pin"
    made = api.grant(pin=PIN, **asked)
    api.accept(actor=citizen, code=made.code, pin=PIN)
    signed = api.signatures_of(actor=citizen, code=made.code)
    assert [(one.act, holds) for one, holds in signed] == [("grant", True), ("accept", True)]
    verdict = jades.verify(
        signed[0][0].jws.encode(), anchors=trust.signing_anchors(), at=signed[0][0].signed_at,
        evidence=trust.evidence(),
    )  # fmt: skip
    assert verdict.holds
    (part,) = verdict.signatures[0].contents
    assert orjson.loads(part.content)["agent"] == person("citizen").text
    keys = KeptKeys()
    assert keys.holds(signature=signed[0][0].jws, payload=part.content, signer=person("importer"))
    assert not keys.holds(signature=signed[0][0].jws, payload=part.content, signer=person("citizen"))
    assert not keys.holds(signature=signed[0][0].jws, payload=b"{}", signer=person("importer"))
    assert not keys.holds(signature="nonsense", payload=part.content, signer=person("importer"))


def test_who_has_no_key_is_led_to_open_one() -> None:
    page = signed_in("importer").get("/mandates/new/").content.decode()
    assert "/account/certificates/?next=" in page
    trust.open_signing_key(actor=replace(actor("importer")), pin=PIN)
    assert "/account/certificates/?next=" not in signed_in("importer").get("/mandates/new/").content.decode()


def by_own_program(account: str, statement: bytes) -> str:
    """As a program of the person's own signs what was downloaded, with the person's certificate."""
    signer = trust.signer_of(holder=person(account), pin=PIN)
    return jades.sign(statement, signer=signer, at=clock.now()).decode()


def program(account: str) -> Client:
    """A program that works under a key of somebody."""
    key = identity.issue_token(
        actor=actor(account), name="a program", scopes=("cases:read", "cases:write"), days=30
    )
    return Client(headers={"authorization": f"Bearer {key.secret}"})


def asked_for(who: Actor) -> api.GrantedView:
    return api.grant(actor=who, principal=ATLAS, agent=person("citizen"), scopes=["trade"], sign_later=True)


def test_both_sides_sign_with_programs_of_their_own() -> None:
    importer, citizen = actor("importer"), actor("citizen")
    for who in (importer, citizen):
        trust.open_signing_key(actor=who, pin=PIN)
    made = asked_for(importer)
    assert made.state == "signing"
    with pytest.raises(api.MandateUnknown):
        api.to_sign(actor=citizen, code=made.code)  # what is not signed is the principal's own affair
    statement = api.to_sign(actor=importer, code=made.code)
    good = by_own_program("importer", statement)
    wrong = {
        "": api.SignatureMissing,
        "nonsense": api.OwnSignatureNotGood,
        by_own_program("citizen", statement): api.OwnSignatureNotGood,
        by_own_program("importer", statement + b" "): api.OwnSignatureNotGood,
    }
    for own, problem in wrong.items():
        with pytest.raises(problem):
            api.sign_granted(actor=importer, code=made.code, own=own)
    assert api.mandate(actor=importer, code=made.code).state == "signing"
    assert api.sign_granted(actor=importer, code=made.code, own=good).state == "offered"
    with pytest.raises(api.MandateNotOffered):
        api.sign_granted(actor=importer, code=made.code, own=good)
    with pytest.raises(api.OwnSignatureNotGood):
        api.accept(actor=citizen, code=made.code, own=good)
    accepting = by_own_program("citizen", api.to_sign(actor=citizen, code=made.code))
    assert api.accept(actor=citizen, code=made.code, own=accepting).state == "active"
    ending = by_own_program("importer", api.to_sign(actor=importer, code=made.code))
    assert api.end(actor=importer, code=made.code, own=ending).state == "ended"
    kept = api.signatures_of(actor=citizen, code=made.code)
    assert [(one.act, holds) for one, holds in kept] == [("grant", True), ("accept", True), ("end", True)]


def test_what_was_written_down_and_never_signed_can_be_taken_back() -> None:
    importer = actor("importer")
    made = asked_for(importer)
    assert api.may_act(actor=actor("citizen"), principal=ATLAS, scope="trade") is None
    ended = api.end(actor=importer, code=made.code)
    assert (ended.state, ended.end) == ("ended", "withdrawn")


def test_own_programs_on_the_pages_and_by_api() -> None:
    for account in ("importer", "citizen"):
        trust.open_signing_key(actor=actor(account), pin=PIN)
    importer, citizen = signed_in("importer"), signed_in("citizen")
    sent = {"principal": ATLAS.text, "agent": "10000295", "scopes": ["trade"], "with": "own"}
    address = importer.post("/mandates/new/", sent).headers["Location"]
    page = importer.get(address).content.decode()
    assert "It is offered once you have signed it." in page and f"{address}to-sign/" in page
    assert citizen.get(f"{address}to-sign/").status_code == 404
    assert importer.post(f"{address}sign/").status_code == 422
    own = by_own_program("importer", importer.get(f"{address}to-sign/").content)
    file = SimpleUploadedFile("signed.json", own.encode())
    assert importer.post(f"{address}sign/", {"signature": file}).status_code == 302
    own = by_own_program("citizen", citizen.get(f"{address}to-sign/").content)
    broken = citizen.post(f"{address}accept/", {"signature": SimpleUploadedFile("signed.json", b"\xff\x00")})
    assert broken.status_code == 422 and 'href="#signature"' in broken.content.decode()
    file = SimpleUploadedFile("signed.json", own.encode())
    assert citizen.post(f"{address}accept/", {"signature": file}).status_code == 302
    assert "In force" in importer.get(address).content.decode()


def test_own_programs_by_api() -> None:
    for account in ("importer", "citizen"):
        trust.open_signing_key(actor=actor(account), pin=PIN)
    importer, citizen = program("importer"), program("citizen")
    asked = {
        "principal": ATLAS.text, "agent": person("citizen").text, "scopes": ["trade"], "sign_later": True
    }  # fmt: skip
    code = importer.post("/api/v1/mandates", asked, "application/json").json()["code"]
    address = f"/api/v1/mandates/{code}"
    own = by_own_program("importer", importer.get(f"{address}/to-sign").content)
    signed = importer.post(f"{address}/sign", {"signature": own}, "application/json")
    assert (signed.status_code, signed.json()["state"]) == (200, "offered")
    own = by_own_program("citizen", citizen.get(f"{address}/to-sign").content)
    accepted = citizen.post(f"{address}/accept", {"signature": own}, "application/json")
    assert (accepted.status_code, accepted.json()["state"]) == (200, "active")


def test_an_officer_signs_together_with_a_program_of_their_own() -> None:
    soleil = Reference("register/companies/2140922L")
    one, two = "land-registrar-2", "land-head"
    for account in (one, two):
        trust.open_signing_key(actor=actor(account), pin=PIN)
    api.grant(actor=actor(one), principal=soleil, agent=person("citizen"), scopes=["tax"], pin=PIN)
    (act,) = api.acts_of(actor=actor(two))
    browser = signed_in(two)
    statement = browser.get(f"/to-sign/{act.code}/statement/").content
    assert orjson.loads(statement) == act.statement
    stolen = SimpleUploadedFile("signed.json", by_own_program(one, statement).encode())
    assert browser.post(f"/to-sign/{act.code}/", {"signature": stolen}).status_code == 422
    own = SimpleUploadedFile("signed.json", by_own_program(two, statement).encode())
    assert browser.post(f"/to-sign/{act.code}/", {"signature": own}).status_code == 302
    assert api.act(actor=actor(two), code=act.code).state == "complete"
