"""Questions, consents, objections, exports and holds through the API."""

from typing import Any

import pytest
from django.test import Client

from onewindow.blocks.identity import api as identity
from onewindow.blocks.privacy import api
from onewindow.blocks.privacy.models import Question
from onewindow.blocks.privacy.tests.conftest import actor, look, person, signed_in
from onewindow.foundation.holdings import api as holdings
from onewindow.foundation.jobs import api as jobs
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")
API = "/api/v1"
AGENCY = f"{API}/agencies/civil-registry"


def send(
    who: Client, address: str, body: dict[str, Any] | None = None, *, method: str = "post", **headers: str
) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return getattr(who, method)(f"{API}{address}", body or {}, content_type="application/json", headers=named)


def ask(who: Client, line: int, key: str = "question-1", text: str = "Why?") -> Any:
    return send(who, "/me/data-questions", {"line": line, "text": text}, idempotency_key=key)


def test_a_line_is_questioned_and_answered_by_program() -> None:
    look("civil-registrar", person("citizen"))
    citizen, officer = signed_in("citizen"), signed_in("civil-dpo")
    line = citizen.get(f"{API}/me/access-lines").json()["lines"][0]["line"]
    asked = ask(citizen, line)
    assert asked.status_code == 201 and asked["ETag"] == '"open-waits"'
    code = asked.json()["code"]
    assert [each["code"] for each in officer.get(f"{AGENCY}/data-questions").json()] == [code]
    seen = officer.get(f"{AGENCY}/data-questions/{code}")
    answer = {"text": "For the census.", "finding": "justified"}
    address = f"/agencies/civil-registry/data-questions/{code}/answer"
    said = send(officer, address, answer, idempotency_key="answer-01", if_match=seen["ETag"])
    assert said.status_code == 200 and said.json()["status"] == "answered"
    late = send(
        citizen, f"/me/data-questions/{code}/escalate", idempotency_key="escalate1", if_match=asked["ETag"]
    )
    assert late.status_code == 412 and late["Content-Type"] == "application/problem+json"
    own = citizen.get(f"{API}/me/data-questions/{code}")
    up = send(
        citizen, f"/me/data-questions/{code}/escalate", idempotency_key="escalate1", if_match=own["ETag"]
    )
    assert up.json()["status"] == "escalated"
    head = signed_in("ombudsman-head")
    assert code in [each["code"] for each in head.get(f"{API}/escalated-questions").json()]
    address = f"/escalated-questions/{code}/ruling"
    ruled = send(head, address, {"text": "No reason."}, idempotency_key="ruling-01")
    assert (ruled.status_code, ruled.json()["status"]) == (200, "closed")
    assert api.question(actor=actor("citizen"), code=code).ruling == "No reason."


def test_a_question_sent_twice_is_asked_once() -> None:
    line = look("civil-registrar", person("citizen"))
    citizen = signed_in("citizen")
    first, second = ask(citizen, line), ask(citizen, line)
    assert first.json() == second.json() and second.status_code == 201
    assert Question.objects.count() == 1
    other = ask(citizen, line, text="Why really?")
    assert (other.status_code, other.json()["code"]) == (409, "key-reused")
    new = ask(citizen, line, key="question-2")
    assert (new.status_code, new.json()["code"]) == (409, "asked-already")
    assert send(citizen, "/me/data-questions", {"line": line, "text": "x"}).status_code == 422


def test_only_ones_own_looks_and_questions() -> None:
    line = look("civil-registrar", person("citizen"))
    assert ask(signed_in("homeowner"), line).status_code == 404
    code = ask(signed_in("citizen"), line).json()["code"]
    for who in ("homeowner", "civil-registrar", "telecom-officer"):
        browser = signed_in(who)
        assert browser.get(f"{API}/me/data-questions/{code}").status_code == 404
        assert browser.get(f"{AGENCY}/data-questions").status_code == 403
        assert browser.get(f"{AGENCY}/data-questions/{code}").status_code == 403
    assert Client().get(f"{API}/me/data-questions").status_code == 401


def test_a_consent_is_given_and_withdrawn() -> None:
    uses = {each["use"]: each for each in Client().get(f"{API}/data-uses").json()}
    use = next(name for name, each in uses.items() if each["basis"] == "consent")
    citizen = signed_in("citizen")
    given = send(citizen, f"/me/consents/{use}", {}, method="put")
    assert given.status_code == 200 and given.json()["withdrawn_at"] is None
    assert api.may_use(person=person("citizen"), use=use)
    wrong = send(citizen, f"/me/consents/{use}", {"until": "2020-01-01"}, method="put")
    assert wrong.status_code == 422 and wrong.json()["errors"][0]["field"] == "until"
    assert send(citizen, f"/me/consents/{use}", method="delete").status_code == 200
    assert not api.may_use(person=person("citizen"), use=use)
    assert len(citizen.get(f"{API}/me/consents").json()) == 1


def test_an_objection_is_raised_and_decided() -> None:
    use = next(each for each in api.uses_of_data() if each.basis == "objection")
    citizen = signed_in("citizen")
    body = {"use": use.slug, "reason": "I do not want it."}
    raised = send(citizen, "/me/objections", body, idempotency_key="objection")
    again = send(citizen, "/me/objections", body, idempotency_key="objection")
    assert raised.status_code == 201 and again.json() == raised.json()
    code = raised.json()["code"]
    assert not api.may_use(person=person("citizen"), use=use.slug)
    officer = _officer_of(use.agency)
    seen = officer.get(f"{API}/agencies/{use.agency}/objections/{code}")
    assert seen["ETag"] == '"open"'
    decision = {"upheld": False, "grounds": "The law asks for it."}
    address = f"/agencies/{use.agency}/objections/{code}/decision"
    done = send(officer, address, decision, idempotency_key="decision", if_match=seen["ETag"])
    assert done.json()["status"] == "rejected"
    late = send(
        citizen, f"/me/objections/{code}/take-back", idempotency_key="take-back", if_match=seen["ETag"]
    )
    assert late.status_code == 412
    assert citizen.get(f"{API}/me/objections").json()[0]["grounds"] == "The law asks for it."


def _officer_of(agency: str) -> Client:
    for role in ("data-protection-officer", "head"):
        for each in identity.officers_with(agency=agency, role=role):
            return signed_in(each.account)
    raise AssertionError(f"{agency} has nobody who answers")


def test_an_export_is_asked_for_and_fetched() -> None:
    citizen = signed_in("citizen")
    asked = send(citizen, "/me/exports", idempotency_key="export-01")
    assert asked.status_code == 202
    assert send(citizen, "/me/exports", idempotency_key="export-01").json() == asked.json()
    assert send(citizen, "/me/exports", idempotency_key="export-02").status_code == 409
    jobs.drain_all()
    (ready,) = citizen.get(f"{API}/me/exports").json()
    found = citizen.get(f"{API}/me/exports/{ready['code']}")
    assert found.content[:2] == b"PK" and found["Cache-Control"] == "no-store"
    assert signed_in("homeowner").get(f"{API}/me/exports/{ready['code']}").status_code == 404


def test_rules_and_looks_are_for_those_who_answer() -> None:
    officer = signed_in("civil-dpo")
    assert any(each["model"] == "privacy.Question" for each in officer.get(f"{AGENCY}/data-rules").json())
    assert officer.get(f"{AGENCY}/looks-without-cause?days=31").status_code == 200
    assert officer.get(f"{API}/agencies/telecom-authority/looks-without-cause").status_code in (403, 404)
    assert signed_in("citizen").get(f"{AGENCY}/data-rules").status_code == 403


HOLDS = "/agencies/civil-registry/legal-holds"


def test_a_hold_takes_two_officers_of_that_agency() -> None:
    officer, head, other = signed_in("civil-dpo"), signed_in("civil-head"), signed_in("ombudsman-head")
    body = {"subject": str(person("citizen")), "reason": "A court asked."}
    assert send(other, HOLDS, body, idempotency_key="hold-0001").status_code == 403
    placed = send(officer, HOLDS, body, idempotency_key="hold-0001")
    hold = placed.json()["hold"]
    assert placed.status_code == 201
    confirm = f"{HOLDS}/{hold}/confirm"
    assert send(officer, confirm, idempotency_key="confirm-1").status_code == 409
    assert send(head, confirm, idempotency_key="confirm-1").json()["confirmed_by"] == "civil-head"
    lift = f"{HOLDS}/{hold}/lift"
    assert send(officer, lift, idempotency_key="lift-0001").status_code == 422
    asked = send(officer, lift, {"reason": "It is over."}, idempotency_key="lift-0002")
    assert asked.json()["lift_asked_by"] == "civil-dpo"
    assert send(head, lift, idempotency_key="lift-0001").json()["lifted_at"]
    assert officer.get(f"{AGENCY}/legal-holds").json() == []


def test_a_hold_that_is_sent_twice_is_done_once_and_nobody_decides_on_what_moved_on() -> None:
    officer, head = signed_in("civil-dpo"), signed_in("civil-head")
    body = {"subject": str(person("citizen")), "reason": "A court asked."}
    assert send(officer, HOLDS, body).status_code == 422, "it asks for a key"
    placed = send(officer, HOLDS, body, idempotency_key="hold-0001")
    assert send(officer, HOLDS, body, idempotency_key="hold-0001").json() == placed.json()
    other = send(officer, HOLDS, {**body, "reason": "Another."}, idempotency_key="hold-0001")
    assert (other.status_code, other.json()["code"]) == (409, "key-reused")
    assert len(holdings.holds_of(agency="civil-registry")) == 1
    one = f"{HOLDS}/{placed.json()['hold']}"
    assert placed["ETag"] == officer.get(f"{API}{one}")["ETag"] == '"placed"'
    first = send(head, f"{one}/confirm", idempotency_key="confirm-1", if_match='"placed"')
    again = send(head, f"{one}/confirm", idempotency_key="confirm-1", if_match='"placed"')
    assert first.json() == again.json() and first["ETag"] == again["ETag"] == '"confirmed"'
    third = send(head, f"{one}/confirm", idempotency_key="confirm-2")
    assert (third.status_code, third.json()["code"]) == (409, "hold-confirmed-already")
    over = {"reason": "It is over."}
    late = send(officer, f"{one}/lift", over, idempotency_key="lift-0001", if_match='"placed"')
    assert (late.status_code, late.json()["code"]) == (412, "hold-moved-on")
    asked = send(officer, f"{one}/lift", over, idempotency_key="lift-0002", if_match='"confirmed"')
    assert asked["ETag"] == '"lift-asked"'
    # Without a key the officer's second try would be taken for the other officer's word, and refused.
    same = send(officer, f"{one}/lift", over, idempotency_key="lift-0002", if_match='"confirmed"')
    assert same.json() == asked.json()
    assert send(head, f"{one}/lift", idempotency_key="lift-0003").json()["lifted_at"]
    assert officer.get(f"{API}{one}")["ETag"] == '"lifted"'
    assert signed_in("ombudsman-head").get(f"{API}{one}").status_code == 403


@pytest.mark.parametrize("does", ["place", "confirm", "lift"])
def test_nobody_touches_the_holds_of_another_agency_on_the_page(does: str) -> None:
    subject = Reference(str(person("citizen")))
    placed = holdings.place_hold(subject=subject, agency="civil-registry", reason="A court.", by="civil-dpo")
    sent = {"hold": str(placed.hold), "does": does, "reason": "x"}
    if does == "place":
        sent = {"subject": str(subject), "reason": "x"}
    answer = signed_in("ombudsman-head").post("/data-protection/civil-registry/holds/", sent)
    assert answer.status_code == 403
    (hold,) = holdings.holds_of(agency="civil-registry")
    assert (hold.confirmed_by, hold.lift_asked_by) == ("", "")
