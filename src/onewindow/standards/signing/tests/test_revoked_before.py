"""What a file brings about revocation may be older than the revocation: then what we know counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import pytest
from lxml import etree

from onewindow.standards.signing import jades, xades
from onewindow.standards.signing.material import Evidence
from onewindow.standards.signing.pki import ocsp
from onewindow.standards.signing.tests.world import AT, World
from onewindow.standards.signing.verdict import Level, Verdict

_XML = etree.tostring(etree.fromstring("<order><number>7</number></order>"))
FORMATS = pytest.mark.parametrize(
    ("module", "content"), [(jades, b'{"amount": 1}'), (xades, _XML)], ids=["jades", "xades"]
)


@dataclass
class Kept:
    """Word about revocation that somebody kept from before."""

    evidence: Evidence

    def evidence_for(self, certificates: Sequence[bytes]) -> Evidence:
        del certificates
        return self.evidence


def _signed(world: World, module: object, content: bytes, *, level: Level, evidence: object) -> bytes:
    sign: Callable[..., bytes] = module.sign  # type: ignore[attr-defined]
    return sign(content, signer=world.person, at=world.now, level=level, timestamps=world, evidence=evidence)


def _checked(world: World, module: object, signed: bytes, evidence: Evidence) -> Verdict:
    verify: Callable[..., Verdict] = module.verify  # type: ignore[attr-defined]
    return verify(signed, anchors=world.anchors, at=world.now, evidence=evidence)


def _codes(verdict: Verdict) -> set[str]:
    return {one.code for each in verdict.signatures for one in each.findings}


@FORMATS
@pytest.mark.parametrize("level", ["LT", "LTA"])
def test_a_list_from_before_does_not_hide_a_revocation(module: object, content: bytes, level: Level) -> None:
    """The list is of noon, the key is revoked at one, a thief signs at two and brings the list of noon."""
    world = World()
    noon = world.known()
    world.people.revoke(world.person.certificates[0], AT + timedelta(hours=1))
    world.now = AT + timedelta(hours=2)
    forged = _signed(world, module, content, level=level, evidence=Kept(noon))
    world.now = AT + timedelta(days=30)
    verdict = _checked(world, module, forged, world.known())
    assert not verdict.holds and "revoked" in _codes(verdict) and "not-revoked" not in _codes(verdict)


@FORMATS
def test_a_good_word_of_the_responder_does_not_hide_a_revocation(module: object, content: bytes) -> None:
    world = World()
    person, issuing = world.person.certificates[0], world.people.issuing
    world.people.revoke(person, AT + timedelta(hours=1))
    world.now = AT + timedelta(hours=2)
    said = _good(world, person)
    brought = Evidence(issuing.certificates[:1], (world.people.root_list(AT),), (said,)).plus(
        world.time.evidence(world.now)
    )
    forged = _signed(world, module, content, level="LT", evidence=Kept(brought))
    verdict = _checked(world, module, forged, world.known())
    assert not verdict.holds and "revoked" in _codes(verdict)


@FORMATS
def test_what_was_signed_before_holds_whatever_is_known_later(module: object, content: bytes) -> None:
    world = World()
    signed = _signed(world, module, content, level="LTA", evidence=world)
    world.people.revoke(world.person.certificates[0], AT + timedelta(hours=1))
    world.now = AT + timedelta(days=30)
    verdict = _checked(world, module, signed, world.known())
    assert verdict.holds and "not-revoked" in _codes(verdict)


def _good(world: World, certificate: bytes) -> bytes:
    """A responder that has not heard of the revocation."""
    responder = world.people.end("ocsp", "Responder", at=AT)
    asked = ocsp.ask(certificate=certificate, issuer=world.people.issuing.certificates[0])
    return ocsp.answer(
        asked,
        responders=[responder],
        status_of=lambda _, serials: {each: ocsp.Status(state="good") for each in serials},
        at=world.now,
        next_update=world.now + timedelta(hours=1),
    )
