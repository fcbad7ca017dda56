import threading
from collections.abc import Generator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives import serialization
from pytest_django import Settings

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api, states
from onewindow.blocks.registers.adapters.evidence_http import (
    KIND,
    EvidenceNotProven,
    EvidenceNotRead,
    HttpEvidence,
)
from onewindow.blocks.registers.declaring import read_declaration
from onewindow.blocks.registers.errors import DeclarationNotValid
from onewindow.blocks.registers.models import AccessLine, EvidenceAsked, Register
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference
from onewindow.standards.signing import jws
from onewindow.standards.signing.keys import KeySigner, load_key, new_key

pytestmark = pytest.mark.usefixtures("country")
CASE = api.Purpose(case=Reference("case/2026-000017"))
LAW = api.Purpose(legal_basis="Law 94-41, article 3")
KEY = "10000295"
SIGNER, STRANGER = KeySigner(new_key()), KeySigner(new_key())
KEYS = {
    "2026": load_key(SIGNER.key_pem)
    .public_key()
    .public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
}


def signed(values: object, *, signer: Any = SIGNER, kid: str = "2026", typ: str = KIND, **other: str) -> Any:
    """Answers with what a source signs; ``other`` is said in the place of what was asked."""

    def answer(asked: dict[str, Any]) -> dict[str, str]:
        number = asked["path"].rpartition("/")[2]
        said = {"number": number, "register": asked["register"], "key": asked["key"], "values": values}
        payload = orjson.dumps(said | other)
        return {"proof": jws.sign(payload=payload, signer=signer, kid=kid, typ=typ)}

    return answer


class Node(BaseHTTPRequestHandler):
    """Another agency's node: it answers what the test put there."""

    answers: list[tuple[int, Any]] = []
    asked: list[dict[str, Any]] = []

    def do_PUT(self) -> None:
        length = int(self.headers["content-length"])
        self.asked.append({"path": self.path, **orjson.loads(self.rfile.read(length))})
        status, said = self.answers.pop(0)
        if callable(said):
            said = said(self.asked[-1])
        body = said if isinstance(said, bytes) else orjson.dumps(said)
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def node(settings: Settings) -> Generator[type[Node]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Node)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    settings.ONEWINDOW_EGRESS = {"evidence": {"allow": [address], "private": True}}
    Node.answers, Node.asked = [], []
    Register.objects.create(
        slug="diplomas",
        owner="trade-ministry",
        digest="1",
        declaration={
            "register": "diplomas",
            "name": {"en": "Diplomas"},
            "owner": "trade-ministry",
            "fields": [
                {"field": "title", "name": {"en": "Title"}, "type": "text", "class": "personal"},
                {"field": "given_on", "name": {"en": "Given on"}, "type": "date", "class": "personal"},
            ],
            "source": {"evidence": "university"},
        },
    )
    api.use_evidence_source(
        name="university", source=HttpEvidence(name="university", address=address, keys=KEYS)
    )
    yield Node
    api.use_evidence_source(name="university", source=None)
    server.shutdown()
    server.server_close()


def read(purpose: api.Purpose = CASE) -> api.Facts:
    return api.read(register="diplomas", key=KEY, purpose=purpose, reader=identity.system_actor(name="cases"))


def title_after(days: int, purpose: api.Purpose) -> object:
    with clock.at(clock.now() + timedelta(days=days)):
        return read(purpose).values["title"]


def test_what_somebody_else_keeps_is_asked_once_and_leaves_a_line(node: type[Node]) -> None:
    node.answers = [(200, signed({"title": "Engineer", "given_on": "2019-07-01"}))]
    first, second = read(), read()
    assert first.values["title"] == second.values["title"] == "Engineer"
    assert str(first.values["given_on"]) == "2019-07-01"
    assert len(node.asked) == 1 and node.asked[0]["case"] == "case/2026-000017"
    kept = jws.verify(token=EvidenceAsked.objects.get().proof, keys=KEYS, typ=KIND)
    assert orjson.loads(kept.payload)["values"]["title"] == "Engineer"
    assert AccessLine.objects.filter(register="diplomas").count() == 2


def test_what_comes_later_is_asked_for_again_with_the_same_number(node: type[Node]) -> None:
    node.answers = [(202, {}), (200, signed({"title": "Engineer"}))]
    with pytest.raises(api.EvidenceNotThere):
        read()
    assert read().values["title"] == "Engineer"
    assert node.asked[0]["path"] == node.asked[1]["path"]


def test_a_refusal_is_told_with_its_reason_and_kept(node: type[Node]) -> None:
    node.answers = [(403, {"reason": "no agreement"})]
    for _ in range(2):
        with pytest.raises(api.EvidenceRefused) as caught:
            read()
        assert "no agreement" in caught.value.text()
    assert len(node.asked) == 1


def test_under_a_law_an_answer_serves_for_a_day_and_in_a_case_as_long_as_the_case(node: type[Node]) -> None:
    node.answers = [(200, signed({"title": each})) for each in ("Pupil", "Student", "Engineer")]
    assert (title_after(0, LAW), title_after(0, LAW), title_after(0, CASE)) == ("Pupil", "Pupil", "Student")
    assert (title_after(2, LAW), title_after(400, CASE)) == ("Engineer", "Student")
    numbers = [each["path"] for each in node.asked]
    assert len(set(numbers)) == 3, "asked anew is another request"


def test_a_register_says_how_old_an_answer_may_be(node: type[Node]) -> None:
    row = Register.objects.get(slug="diplomas")
    row.declaration["source"]["days"] = 30
    row.digest = "2"
    row.save()
    states.forget()
    node.answers = [(200, signed({"title": each})) for each in ("Pupil", "Student", "Engineer", "Doctor")]
    for purpose, before, after in ((LAW, "Pupil", "Student"), (CASE, "Engineer", "Doctor")):
        assert (title_after(0, purpose), title_after(29, purpose)) == (before, before)
        assert title_after(31, purpose) == after


@pytest.mark.parametrize(
    ("answer", "error"),
    [((404, {}), api.EntryUnknown), ((403, {"reason": "no agreement"}), api.EvidenceRefused)],
)
def test_under_a_law_nothing_and_a_refusal_are_not_kept(
    node: type[Node], answer: tuple[int, Any], error: type[Exception]
) -> None:
    node.answers = [answer, (200, signed({"title": "Engineer"}))]
    with pytest.raises(error):
        read(LAW)
    assert read(LAW).values["title"] == "Engineer"


@pytest.mark.parametrize(
    "source", [{"evidence": "university", "days": days} for days in (0, -1, 4000, "soon")] + [{"days": 3}]
)
def test_days_that_nobody_can_mean_are_refused(source: dict[str, object]) -> None:
    fields = [{"field": "title", "name": {"en": "Title"}, "type": "text"}]
    told = {"register": "diplomas", "name": {"en": "Diplomas"}, "owner": "x", "fields": fields}
    with pytest.raises(DeclarationNotValid) as caught:
        read_declaration({**told, "source": source}, file="diplomas.yaml")
    assert "source/days" in caught.value.text()


def test_an_unknown_entry_is_unknown(node: type[Node]) -> None:
    node.answers = [(404, {})]
    with pytest.raises(api.EntryUnknown):
        read()


@pytest.mark.parametrize(
    "answer",
    [
        (200, b"<html>"),
        (200, []),
        (200, {"values": {"title": "Engineer"}}),
        (200, signed(3)),
        (500, {}),
        (200, signed({"given_on": "soon"})),
    ],
)
def test_nonsense_is_refused_and_nothing_is_kept(node: type[Node], answer: tuple[int, Any]) -> None:
    node.answers = [answer]
    with pytest.raises((EvidenceNotRead, api.ValueNotValid)):
        read()
    assert EvidenceAsked.objects.get().state == "asked"


@pytest.mark.parametrize(
    "answer",
    [
        {"values": {"title": "Engineer"}, "proof": "sealed"},
        signed({"title": "Engineer"}, signer=STRANGER),
        signed({"title": "Engineer"}, kid="2019"),
        signed({"title": "Engineer"}, typ="receipt"),
        signed({"title": "Engineer"}, key="10000016"),
        signed({"title": "Engineer"}, register="people"),
        signed({"title": "Engineer"}, number="E-1"),
    ],
)
def test_what_the_source_did_not_sign_for_this_request_is_not_taken(node: type[Node], answer: Any) -> None:
    node.answers = [(200, answer)]
    with pytest.raises(EvidenceNotProven):
        read()
    asked = EvidenceAsked.objects.get()
    assert (asked.state, asked.values, asked.proof) == ("asked", {}, "")


def test_without_a_purpose_nobody_is_asked(node: type[Node]) -> None:
    with pytest.raises(api.PurposeMissing):
        api.read(register="diplomas", key=KEY, reader=identity.system_actor(name="cases"))
    assert not node.asked and not EvidenceAsked.objects.exists()


def test_a_node_that_is_not_on_the_list_is_not_asked(node: type[Node], settings: Settings) -> None:
    settings.ONEWINDOW_EGRESS = {}
    from onewindow.foundation.egress.types import DestinationNotAllowed

    with pytest.raises(DestinationNotAllowed):
        read()
