"""What a company of several signatures does in a filed case waits for them, as its filing did."""

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from onewindow.blocks.cases import api
from onewindow.blocks.cases.errors import CaseNotFound, NotAtThisTime, OthersMustSign, WorkNotFound
from onewindow.blocks.cases.models import Case
from onewindow.blocks.cases.tests.people import (
    ELECTRONICS,
    EVERYTHING,
    MONDAY,
    ONE,
    SOLEIL,
    TRADE,
    TWO,
    actor,
    browser,
    manager,
    open_work,
    program,
    trade_answers,
)
from onewindow.blocks.cases.tests.way import OPINION
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.identity.models import Account, DemoAccount
from onewindow.blocks.mandates import api as mandates
from onewindow.blocks.mandates.adapters.kept_keys import KeptKeys
from onewindow.blocks.mandates.adapters.kept_mandates import KeptJointSignatures
from onewindow.blocks.mandates.tests.signer import PIN
from onewindow.blocks.mandates.types import JointActView
from onewindow.blocks.notifications import api as notifications
from onewindow.blocks.trust import api as trust
from onewindow.blocks.trust import tasks as trust_tasks
from onewindow.blocks.trust.models import Preserved
from onewindow.blocks.trust.operations import preserving
from onewindow.foundation.outbox import tasks as outbox
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import Conflict, NotAllowed, OnewindowError, Problems
from onewindow.kernel.reference import Reference
from onewindow.standards.signing import jades

NOTICE = "municipality-harbour/opening-notice"
pytestmark = pytest.mark.usefixtures("monday", "country", "keys_at_hand")


def drained() -> None:
    while outbox.drain_once():
        pass


def signed_by_the_other(act: JointActView) -> None:
    mandates.sign_act(actor=actor(TWO), code=act.code, pin=PIN)
    drained()


def filed() -> str:
    """A request of the company that both managers signed."""
    who = manager(ONE)
    draft = api.begin_draft(service=TRADE, actor=who, applicant=SOLEIL, channel="page")
    api.keep_draft(key=draft.key, actor=who, answers=trade_answers(who))
    signed_by_the_other(api.ask_to_sign(key=draft.key, actor=who, pin=PIN))
    number = api.draft(key=draft.key, actor=who).filed
    assert number is not None
    return number


def asked_a_question(number: str) -> int:
    """The telecom regulator wants to know more; the task that waits for the company."""
    officer = actor("telecom-officer")
    opinion = open_work(number, officer, "technical-opinion").id
    said = {**OPINION, "opinion": "ask", "question": "Which models?"}
    api.complete_work(work=opinion, actor=officer, answers=said, key=None)
    return open_work(number, manager(ONE), "answer-body").id


def withdrawal(number: str, **changes: Any) -> JointActView:
    asked: dict[str, Any] = {
        "number": number, "action": "withdraw", "actor": manager(ONE), "answers": {"reason": "no need"},
        "pin": PIN, **changes,
    }  # fmt: skip
    return api.ask_to_sign_action(**asked)


def why_not(act: JointActView, language: str = "en") -> list[str]:
    """What the company's letters about an act say of why it was not done."""
    found = notifications.letters_about(subject=Reference.of("joint-act", act.code), language=language)
    assert {letter.to for letter in found} == {SOLEIL}
    return [letter.body for letter in found if "cannot be done any more" in letter.body]


def test_one_manager_alone_withdraws_amends_and_answers_nothing() -> None:
    number = filed()
    work = asked_a_question(number)
    alone: tuple[Callable[[], object], ...] = (
        lambda: api.act_on_case(
            number=number, action="withdraw", actor=manager(ONE), answers={"reason": "no need"}, key="w"
        ),
        lambda: api.act_on_case(
            number=number, action="amend", actor=manager(TWO), answers=trade_answers(manager(TWO)), key="a"
        ),
        lambda: api.complete_work(work=work, actor=manager(ONE), answers={"answer": "X1"}, key="q"),
    )
    before = Case.objects.get(number=number)
    for attempt in alone:
        with pytest.raises(OthersMustSign) as refused:
            attempt()
        assert "all have signed" in refused.value.way_out
    after = Case.objects.get(number=number)
    assert (before.revision, before.status, before.data) == (after.revision, after.status, after.data)


def test_a_withdrawal_is_done_with_the_last_signature_once() -> None:
    number = filed()
    act = withdrawal(number)
    assert (act.state, act.kind, act.signed_by) == ("open", "act", (manager(ONE).name,))
    assert any("no need" in text for _label, text in act.shown)
    assert api.case(number=number, actor=manager(ONE)).status == "open"
    assert withdrawal(number).code == act.code, "asked again, it is the same act"
    with pytest.raises(mandates.WaitsForSignatures):
        withdrawal(number, answers={"reason": "another"})
    assert [one.code for one in api.acts_in_case(number=number, actor=manager(TWO))] == [act.code]
    signed_by_the_other(act)
    assert api.case(number=number, actor=manager(TWO)).status == "withdrawn"
    assert api.acts_in_case(number=number, actor=manager(TWO)) == ()
    story = api.story(number=number, actor=manager(TWO))
    (done,) = [line for line in story if line.kind == "message" and line.detail.get("action") == "withdraw"]
    assert done.detail["acted"] == {
        "name": manager(ONE).name, "for": SOLEIL.text, "basis": SOLEIL.text, "role": "manager",
        "together": [manager(ONE).name, manager(TWO).name],
    }  # fmt: skip
    assert [line.kind for line in story].count("asked-to-sign") == 1
    entries = record.entries_of(subject=Reference.of("case", number))
    assert "case.asked-to-sign" in {entry.kind for entry in entries}
    assert Case.objects.get(number=number).proposals == {}


def test_an_answer_and_an_amendment_wait_for_the_other_manager() -> None:
    number = filed()
    work = asked_a_question(number)
    act = api.ask_to_sign_work(work=work, actor=manager(ONE), answers={"answer": "X1 and X2"}, pin=PIN)
    assert (act.kind, api.work(work=work, actor=manager(ONE)).state) == ("answer", "open")
    assert any("X1 and X2" in text for _label, text in act.shown)
    signed_by_the_other(act)
    assert api.work(work=work, actor=manager(ONE)).state == "done"
    changed = trade_answers(manager(TWO), supplier_name="Zenith")
    second = api.ask_to_sign_action(
        number=number, action="amend", actor=manager(TWO), answers=changed, pin=PIN
    )
    mandates.sign_act(actor=actor(ONE), code=second.code, pin=PIN)
    drained()
    data: Any = api.case(number=number, actor=manager(ONE)).data
    assert data["request"]["supplier_name"] == "Zenith"


def test_what_stands_against_it_is_said_before_anybody_signs() -> None:
    number = filed()
    before = Case.objects.get(number=number)
    tries: tuple[tuple[dict[str, Any], type[OnewindowError]], ...] = (
        ({"action": "amend", "answers": trade_answers(manager(ONE), currency="XXX")}, Problems),
        ({"action": "extend", "answers": {}}, NotAtThisTime),
        ({"pin": ""}, mandates.SignatureMissing),
        ({"actor": actor("citizen")}, CaseNotFound),
        ({"actor": actor("telecom-officer")}, NotAllowed),
        ({"revision": before.revision + 7}, Conflict),
    )
    for changes, problem in tries:
        with pytest.raises(problem):
            withdrawal(number, **changes)
    assert mandates.acts_of(actor=actor(ONE)) == ()
    after = Case.objects.get(number=number)
    assert (before.revision, before.proposals, before.tokens) == (
        after.revision,
        after.proposals,
        after.tokens,
    )
    with pytest.raises(WorkNotFound):
        api.ask_to_sign_work(work=asked_a_question(number), actor=actor("citizen"), answers={}, pin=PIN)


def test_what_the_case_has_overtaken_ends_with_a_letter_that_says_why() -> None:
    number = filed()
    work = asked_a_question(number)
    act = api.ask_to_sign_work(work=work, actor=manager(ONE), answers={"answer": "X1"}, pin=PIN)
    drained()
    assert mandates.act(actor=actor(TWO), code=act.code).state == "open", "the question itself hurts nothing"
    over = withdrawal(number)
    signed_by_the_other(over)
    assert mandates.act(actor=actor(TWO), code=act.code).state == "impossible"
    with pytest.raises(mandates.ActClosed):
        mandates.sign_act(actor=actor(TWO), code=act.code, pin=PIN)
    (told,) = why_not(act)
    assert "Why: This task is already done." in told
    assert Case.objects.get(number=number).proposals == {}


def test_signed_too_late_for_the_case_it_is_not_done_and_the_company_is_told() -> None:
    """The last signature and the end of the case cross: nobody has noticed yet when it is signed."""
    number = filed()
    work = asked_a_question(number)
    act = api.ask_to_sign_work(work=work, actor=manager(ONE), answers={"answer": "X1"}, pin=PIN)
    drained()
    api_withdraw = withdrawal(number)
    mandates.sign_act(actor=actor(TWO), code=api_withdraw.code, pin=PIN)
    mandates.sign_act(actor=actor(TWO), code=act.code, pin=PIN)
    drained()
    assert api.case(number=number, actor=manager(ONE)).status == "withdrawn"
    assert len(why_not(act)) == 1


def test_not_signed_in_time_it_lapses_and_can_be_asked_for_again() -> None:
    number = filed()
    act = withdrawal(number)
    with clock.at(MONDAY + timedelta(days=7, minutes=1)):
        with pytest.raises(mandates.ActClosed):
            mandates.sign_act(actor=actor(TWO), code=act.code, pin=PIN)
        again = withdrawal(number)  # also before the worker wrote down that the first one lapsed
        assert again.code != act.code
        assert mandates.act(actor=actor(ONE), code=act.code).state == "lapsed"
        assert set(Case.objects.get(number=number).proposals) == {again.code}
        signed_by_the_other(again)
        assert api.case(number=number, actor=manager(ONE)).status == "withdrawn"


def test_signatures_are_asked_for_no_longer_than_the_question_waits() -> None:
    number = filed()
    work = asked_a_question(number)
    due = api.work(work=work, actor=manager(ONE)).due_at
    assert due is not None
    with clock.at(due - timedelta(days=1)):
        act = api.ask_to_sign_work(work=work, actor=manager(ONE), answers={"answer": "X1"}, pin=PIN)
        assert act.deadline == due


def test_called_off_nothing_happens() -> None:
    number = filed()
    act = withdrawal(number)
    mandates.withdraw_act(actor=actor(TWO), code=act.code)
    drained()
    assert api.case(number=number, actor=manager(ONE)).status == "open"
    assert withdrawal(number, answers={"reason": "another"}).code != act.code


def test_who_binds_a_company_alone_is_asked_for_nothing_more() -> None:
    importer = dataclasses.replace(
        actor("importer"), acting_for=ELECTRONICS, basis=ELECTRONICS.text, extent=EVERYTHING
    )
    draft = api.file_case(
        service=TRADE, actor=importer, applicant=ELECTRONICS, answers=trade_answers(importer), channel="page",
        language="fr", key="alone",
    )  # fmt: skip
    done = api.act_on_case(
        number=draft.number, action="withdraw", actor=importer, answers={"reason": "no need"}, key=None
    )
    assert done["status"] == "withdrawn"


def written_at_the_counter() -> str:
    """A clerk fills in a notice for the company; its process asks nobody, so the house does."""
    clerk = actor("municipal-clerk")
    draft = api.begin_draft(service=NOTICE, actor=clerk, applicant=SOLEIL, channel="counter")
    answers = {"address": "PN-0104", "starts_on": "2027-05-03", "late_hours": "no"}
    api.keep_draft(key=draft.key, actor=clerk, answers=answers)
    api.file_draft(key=draft.key, actor=clerk, language="fr")
    (waits,) = api.to_confirm(actor=manager(ONE))
    return waits.code


def test_what_a_clerk_wrote_for_such_a_company_is_confirmed_together() -> None:
    code = written_at_the_counter()
    with pytest.raises(OthersMustSign):
        api.answer_assisted(code=code, actor=manager(ONE), confirmed=True)
    assert api.assisted(code=code, actor=manager(TWO)).answer == "", "a refused yes is no answer"
    act = api.ask_to_sign_assisted(code=code, actor=manager(ONE), pin=PIN)
    assert (act.kind, act.state) == ("confirm", "open") and act.shown
    assert api.ask_to_sign_assisted(code=code, actor=manager(ONE), pin=PIN).code == act.code
    signed_by_the_other(act)
    done = api.assisted(code=code, actor=manager(ONE))
    assert done.answer == "confirmed" and done.filed is not None
    story = api.story(number=done.filed, actor=manager(ONE))
    (confirmed,) = [line for line in story if line.kind == "confirmed"]
    assert confirmed.detail["acted"] == {
        "name": manager(ONE).name, "for": SOLEIL.text, "basis": SOLEIL.text, "role": "manager",
        "together": [manager(ONE).name, manager(TWO).name],
    }  # fmt: skip


def test_refused_meanwhile_it_is_not_filed_and_the_company_is_told() -> None:
    code = written_at_the_counter()
    act = api.ask_to_sign_assisted(code=code, actor=manager(ONE), pin=PIN)
    api.answer_assisted(code=code, actor=manager(TWO), confirmed=False)
    signed_by_the_other(act)
    assert api.assisted(code=code, actor=manager(ONE)).filed is None
    found = notifications.letters_about(subject=Reference.of("joint-act", act.code), language="en")
    assert any("could not be filed" in letter.body for letter in found)


def page(client: Client, address: str) -> str:
    answer = client.get(address, headers={"accept-language": "en"})
    assert answer.status_code == 200, address
    return answer.content.decode()


def for_the_company(account: str) -> Client:
    offered = {"position": 99, "group": "people", "titles": {"en": ""}, "descriptions": {"en": ""}}
    DemoAccount.objects.get_or_create(account=Account.objects.get(slug=account), defaults=offered)
    client = browser(account)
    client.post("/acting-for/", {"right": f"{SOLEIL} {SOLEIL}"})
    return client


def test_on_the_pages_it_is_signed_shown_as_waiting_and_signed_by_the_other() -> None:
    number = filed()
    work = asked_a_question(number)
    one, two = for_the_company(ONE), for_the_company(TWO)
    for address, answers in (
        (f"/cases/{number}/answer/{work}/", {"answer": "X1", "_asked": "answer"}),
        (f"/cases/{number}/do/withdraw/", {"reason": "no need", "_asked": "reason"}),
    ):
        assert "Sign and ask the others" in page(one, address)
        sent = {**answers, "_button": "continue", "_key": "k", "pin": "1"}
        wrong = one.post(address, sent)
        assert wrong.status_code == 422 and 'href="#pin"' in wrong.content.decode()
        assert one.post(address, {**sent, "pin": PIN}).status_code == 302
        assert "waits for the signatures" in page(two, address)
    shown = page(two, f"/cases/{number}/")
    acts = api.acts_in_case(number=number, actor=manager(TWO))
    assert len(acts) == 2 and "Waits for signatures" in shown
    assert all(f"/to-sign/{act.code}/" in shown for act in acts)
    assert f"/to-sign/{acts[0].code}/" not in page(browser("telecom-officer"), f"/cases/{number}/")
    withdraw = next(act for act in acts if act.kind == "act")
    assert "Act on a request that was filed" in page(two, f"/to-sign/{withdraw.code}/")
    assert two.post(f"/to-sign/{withdraw.code}/", {"pin": PIN}).status_code == 302
    drained()
    assert api.case(number=number, actor=manager(ONE)).status == "withdrawn"


def test_what_is_to_be_signed_speaks_the_language_of_whoever_looks() -> None:
    number = filed()
    act = withdrawal(number)
    two = for_the_company(TWO)
    said = {
        language: two.get(f"/to-sign/{act.code}/", headers={"accept-language": language}).content.decode()
        for language in ("en", "fr", "ar")
    }
    package = catalogue.package(service=TRADE)
    for language, text in said.items():
        assert package.after["withdraw"].label.in_language(language) in text


def test_the_api_asks_for_signatures_too() -> None:
    number = filed()
    work = asked_a_question(number)
    client = program(ONE)
    headers = {"Idempotency-Key": "withdraw-1"}
    address = f"/api/v1/cases/{number}/actions/withdraw"
    body = {"answers": {"reason": "no need"}}
    refused = client.post(address, body, "application/json", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (403, OthersMustSign.code)
    asked = [
        client.post(f"{address}/ask-to-sign", {**body, "pin": PIN}, "application/json") for _ in range(2)
    ]
    assert [one.status_code for one in asked] == [200, 200], asked[0].content
    assert asked[0].json() == asked[1].json()
    answered = client.post(
        f"/api/v1/tasks/{work}/ask-to-sign", {"answers": {"answer": "X1"}, "pin": PIN}, "application/json"
    )
    assert answered.status_code == 200, answered.content
    code = written_at_the_counter()
    confirmed = client.post(f"/api/v1/to-confirm/{code}/ask-to-sign", {"pin": PIN}, "application/json")
    assert confirmed.status_code == 200, confirmed.content
    assert program("citizen").post(
        f"{address}/ask-to-sign", {**body, "pin": PIN}, "application/json"
    ).status_code in (403, 404)


def test_what_is_signed_asks_for_the_level_of_its_service() -> None:
    number = filed()
    code = written_at_the_counter()
    acts = [withdrawal(number), api.ask_to_sign_assisted(code=code, actor=manager(ONE), pin=PIN)]
    draft = api.begin_draft(service=TRADE, actor=manager(ONE), applicant=SOLEIL, channel="page")
    api.keep_draft(key=draft.key, actor=manager(ONE), answers=trade_answers(manager(ONE)))
    acts.append(api.ask_to_sign(key=draft.key, actor=manager(ONE), pin=PIN))
    assert [api.level_of_address(values={"code": act.code}) for act in acts] == ["substantial"] * 3
    assert api.level_of_address(values={"code": "S-NONE"}) == "none"


def test_what_officers_signed_together_in_a_case_outlasts_their_certificates(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trust.establish()
    mandates.use_signer(signer=KeptKeys())  # the fixture puts back what was joined before
    monkeypatch.setattr(preserving, "sources", {"joint-signatures": KeptJointSignatures()})
    for account in (ONE, TWO):
        trust.open_signing_key(actor=actor(account), pin=PIN)
    number = filed()
    waiting = withdrawal(number)
    assert trust_tasks.look_through_kept() == 2, "under the filing; what waits for the other took no effect"
    signed_by_the_other(waiting)
    assert trust_tasks.look_through_kept() == 2
    holders = {row.holder for row in Preserved.objects.all()}
    assert holders == {str(actor(account).person) for account in (ONE, TWO)}
    for half in range(1, 16):
        with clock.at(MONDAY + timedelta(days=183 * half)):
            trust_tasks.look_after_once()
            trust_tasks.preserve_due()
    assert {row.problem for row in Preserved.objects.all()} == {""}
    with clock.at(MONDAY + timedelta(days=8 * 366)):
        trust_tasks.look_after_once()
        client = for_the_company(TWO)
        page = client.get(f"/to-sign/{waiting.code}/").content.decode()
        assert page.count("The signature holds") == 2 and "does not hold" not in page
        kept = client.get(f"/to-sign/{waiting.code}/signatures/").json()["signatures"]
        assert len(kept) == 2
        now, evidence = clock.now(), trust.evidence()
        anchors = trust.signing_anchors(at=now)
        for one in kept:
            assert jades.verify(one["jws"].encode(), anchors=anchors, at=now, evidence=evidence).holds
        Preserved.objects.update(data=None)
        assert "does not hold" in client.get(f"/to-sign/{waiting.code}/").content.decode()
        assert browser("citizen").get(f"/to-sign/{waiting.code}/signatures/").status_code == 404
