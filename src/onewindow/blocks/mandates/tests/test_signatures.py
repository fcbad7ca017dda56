"""Mandates signed with the keys that the house keeps for people: made with a PIN, verified by anybody."""

from dataclasses import replace

import orjson
import pytest

from onewindow.blocks.mandates import api
from onewindow.blocks.mandates.adapters.kept_keys import KeptKeys
from onewindow.blocks.mandates.tests.conftest import actor, person, signed_in
from onewindow.blocks.trust import api as trust
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
        api.grant(pin=PIN, **asked)  # type: ignore[arg-type]
    for who in (importer, citizen):
        trust.open_signing_key(actor=who, pin=PIN)
    with pytest.raises(OnewindowError) as wrong:
        api.grant(pin="000000", **asked)  # type: ignore[arg-type]
    assert wrong.value.field == "pin"
    made = api.grant(pin=PIN, **asked)  # type: ignore[arg-type]
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
