"""Mandates signed with the keys that the house keeps for people: made with a PIN, verified by anybody."""

from dataclasses import replace

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onewindow.blocks.identity import api as identity
from onewindow.blocks.mandates import api, together
from onewindow.blocks.mandates.adapters.kept_keys import KeptKeys
from onewindow.blocks.mandates.tests.conftest import actor, person, signed_in
from onewindow.blocks.mandates.types import ActOpened
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
        actor=actor(account), name="a program", scopes=("mandates:read", "mandates:write"), days=30
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


def file_of(account: str, statement: bytes) -> SimpleUploadedFile:
    """The signature of a program of their own, as their browser sends it."""
    return SimpleUploadedFile("signed.json", by_own_program(account, statement).encode())


def employee_form(**changes: object) -> dict[str, object]:
    sent = {"person": "10000295", "name": "Leïla at the counter", "own": "yes", "scopes": ["trade"]}
    return {**sent, "with": "own", **changes}


def test_an_employee_is_named_and_changed_with_a_program_of_ones_own() -> None:
    trust.open_signing_key(actor=actor("importer"), pin=PIN)
    browser, office = signed_in("importer"), "/my-company/1204567A/employees/"
    assert "Sign it with a program of my own" in browser.get(f"{office}new/").content.decode()
    asked = browser.post(f"{office}new/", employee_form())
    address = asked.headers["Location"]
    assert address.startswith("/to-sign/S-"), asked.content.decode()[-2000:]
    page = browser.get(address).content.decode()
    assert "It takes effect once it is signed." in page and "Nobody yet" in page
    assert api.may_act(actor=actor("citizen"), principal=ATLAS, scope="trade") is None
    statement = browser.get(f"{address}statement/").content
    wrong = browser.post(address, {"signature": file_of("importer", statement + b" ")})
    assert wrong.status_code == 422
    assert api.may_act(actor=actor("citizen"), principal=ATLAS, scope="trade") is None
    assert browser.post(address, {"signature": file_of("importer", statement)}).status_code == 302
    assert api.may_act(actor=actor("citizen"), principal=ATLAS, scope="trade") is not None
    assert "The signature holds" in browser.get(address).content.decode()
    (named,) = [
        one for one in api.employees_of(actor=actor("importer"), company=ATLAS) if one.state == "active"
        and one.person == person("citizen")
    ]  # fmt: skip
    changed = browser.post(f"{office}{named.code}/", {"with": "own"})
    second = changed.headers["Location"]
    assert api.may_act(actor=actor("citizen"), principal=ATLAS, scope="trade") is None, "in doubt less"
    statement = browser.get(f"{second}statement/").content
    assert browser.post(second, {"signature": file_of("importer", statement)}).status_code == 302
    assert api.may_act(actor=actor("citizen"), principal=ATLAS, scope="trade") is not None


def test_an_employee_is_named_by_a_program() -> None:
    trust.open_signing_key(actor=actor("importer"), pin=PIN)
    importer = program("importer")
    asked = {
        "person": person("citizen").text, "name": "Leïla", "own": True, "scopes": ["trade"],
        "sign_later": True,
    }  # fmt: skip
    made = importer.post("/api/v1/companies/1204567A/employees", asked, "application/json")
    assert (made.status_code, made.json()["state"]) == (201, "signing")
    (act,) = importer.get("/api/v1/joint-acts").json()
    assert act["subject"] == f"employee/{made.json()['code']}" and act["signed_by"] == []
    own = by_own_program("importer", api.canonical(statement=act["statement"]))
    signed = importer.post(f"/api/v1/joint-acts/{act['code']}/sign", {"signature": own}, "application/json")
    assert (signed.status_code, signed.json()["state"]) == (200, "complete")
    assert api.may_act(actor=actor("citizen"), principal=ATLAS, scope="trade") is not None


def test_the_other_officers_are_asked_once_the_first_program_has_signed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[object] = []
    monkeypatch.setattr(together.outbox, "publish", told.append)
    soleil = Reference("register/companies/2140922L")
    for account in ("land-registrar-2", "land-head"):
        trust.open_signing_key(actor=actor(account), pin=PIN)
    asked = signed_in("land-registrar-2").post("/my-company/2140922L/employees/new/", employee_form())
    code = asked.headers["Location"].strip("/").rpartition("/")[2]
    assert not [one for one in told if isinstance(one, ActOpened)], "nobody asked them yet"
    statement = api.canonical(statement=api.act(actor=actor("land-head"), code=code).statement)
    own = by_own_program("land-registrar-2", statement)
    assert api.sign_act(actor=actor("land-registrar-2"), code=code, own=own).state == "open"
    (opened,) = [one for one in told if isinstance(one, ActOpened)]
    assert (opened.code, opened.company) == (code, soleil)
    own = by_own_program("land-head", statement)
    assert api.sign_act(actor=actor("land-head"), code=code, own=own).state == "complete"
    assert len([one for one in told if isinstance(one, ActOpened)]) == 1
    assert soleil in {one.principal for one in api.principals_of(actor=actor("citizen"))}


def test_a_mandate_is_ended_on_its_page_with_a_signature_of_ones_own() -> None:
    for account in ("importer", "citizen"):
        trust.open_signing_key(actor=actor(account), pin=PIN)
    made = api.grant(
        actor=actor("importer"), principal=ATLAS, agent=person("citizen"), scopes=["trade"], pin=PIN
    )
    address, browser = f"/mandates/{made.code}/", signed_in("citizen")
    page = browser.get(address).content.decode()
    assert f"{address}to-sign/?ending=yes" in page
    accepting = browser.get(f"{address}to-sign/").content
    ending = browser.get(f"{address}to-sign/?ending=yes").content
    assert accepting != ending
    refused = browser.post(
        f"{address}end/", {"ending": file_of("citizen", accepting), "reason": "not for me"}
    )
    said = refused.content.decode()
    assert refused.status_code == 422 and 'href="#ending"' in said and 'value="not for me"' in said
    assert api.mandate(actor=actor("citizen"), code=made.code).state == "offered"
    done = browser.post(f"{address}end/", {"ending": file_of("citizen", ending), "reason": "not for me"})
    assert done.status_code == 302
    ended = api.mandate(actor=actor("importer"), code=made.code)
    assert (ended.state, ended.end, ended.end_reason) == ("ended", "declined", "not for me")
    kept = api.signatures_of(actor=actor("importer"), code=made.code)
    assert [(one.act, holds) for one, holds in kept] == [("grant", True), ("end", True)]
