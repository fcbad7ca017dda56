"""Two officers erase somebody on pages: what goes, what stays and why is shown before."""

import pytest
from django.test import Client

from onewindow.blocks.notifications import api as notifications
from onewindow.blocks.privacy import api
from onewindow.blocks.privacy.errors import NotYours
from onewindow.blocks.privacy.models import Erasure
from onewindow.blocks.privacy.tests.conftest import actor, look, person, signed_in
from onewindow.foundation.holdings import api as holdings
from onewindow.foundation.record import api as record
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")
ALL = "/data-protection/civil-registry/erasures/"
COURT = "Court of Port-Neuf, 12/2026"


@pytest.fixture(autouse=True)
def _looked_at(country: object) -> None:
    """The record has something to say about each of them."""
    for account in ("citizen", "homeowner", "civil-head"):
        look("civil-registrar", person(account))


def number(account: str) -> str:
    return person(account).key.partition("/")[2]


def asked(client: Client, account: str = "citizen", law: str = COURT) -> str:
    """The address of an erasure that was asked for."""
    answer = client.post(ALL, {"person": number(account), "law": law})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def told(subject: Reference) -> list[object]:
    return [each.payload for each in record.entries_of(subject=subject) if each.kind != "record.erased"]


def test_one_asks_another_confirms_and_the_person_gets_a_letter() -> None:
    citizen, account = person("citizen"), Reference.of("account", "citizen")
    before = told(citizen)
    assert before and all(payload is not None for payload in before)
    officer, head = signed_in("civil-dpo"), signed_in("civil-head")
    address = asked(officer)
    assert told(citizen) == before, "nothing goes before a second officer confirmed"
    shown = text(officer, address)
    assert "What goes" in shown and "What stays, and why" in shown and COURT in shown
    assert "who looked may be asked for ten years" in shown
    assert "Confirm: erase it for ever" not in shown
    assert officer.post(address, {"does": "confirm"}).status_code == 422
    assert "Confirm: erase it for ever" in text(head, address)
    assert head.post(address, {"does": "confirm"}).status_code == 302
    assert all(payload is None for payload in told(citizen))
    row = Erasure.objects.get()
    assert (row.status, row.asked_by, row.decided_by) == ("done", "civil-dpo", "civil-head")
    assert row.erased["record"] > 0 and "Entries of the record" in text(officer, address)
    (letter,) = notifications.letters_about(subject=Reference.of("erasure", row.code), language="en")
    assert row.code in letter.title and COURT in letter.body
    assert letter.id in {each.id for each in notifications.letters(actor=actor("citizen")).letters}
    line = record.entries_of(subject=Reference.of("erasure", row.code))
    assert [each.kind for each in line] == ["privacy.erasure-asked", "privacy.erasure-done"]
    assert line[-1].actor == "account/civil-head" and account.text not in str(line[-1].payload)
    for again in ("confirm", "refuse"):
        assert head.post(address, {"does": again, "grounds": "late"}).status_code == 422


def test_the_record_still_proves_what_was_erased() -> None:
    citizen = person("citizen")
    entry = record.entries_of(subject=citizen)[0]
    address = asked(signed_in("civil-dpo"))
    assert signed_in("civil-head").post(address, {"does": "confirm"}).status_code == 302
    after = record.entry(entry_id=entry.id)
    assert after.index is not None and after.payload is None
    record.checkpoint()


def test_a_legal_hold_is_stronger_also_when_it_comes_after_the_asking() -> None:
    officer, head = signed_in("civil-dpo"), signed_in("civil-head")
    address = asked(officer)
    hold = holdings.place_hold(
        subject=person("citizen"), agency="civil-registry", reason="A court asked.", by="civil-dpo"
    )
    shown = text(head, address)
    assert "A legal hold keeps all of it" in shown and "Confirm: erase" not in shown
    refused = head.post(address, {"does": "confirm"})
    assert refused.status_code == 422 and "A legal hold keeps" in refused.content.decode()
    assert Erasure.objects.get().status == "asked"
    first = officer.post(ALL, {"person": number("homeowner"), "law": COURT})
    assert first.status_code == 302, "nobody else is held"
    assert head.post(address, {"does": "refuse", "grounds": "The court needs it."}).status_code == 302
    again = officer.post(ALL, {"person": number("citizen"), "law": COURT})
    assert again.status_code == 422 and "A legal hold keeps" in again.content.decode()
    assert hold.hold


def test_what_its_rule_keeps_is_no_reason_to_erase(monkeypatch: pytest.MonkeyPatch) -> None:
    found = holdings.before_erasing(who=api.somebody(person=person("citizen")))
    assert found.stays and all(each.rule.retention.why for each in found.stays)
    nothing = type(found)(goes=(), stays=found.stays, entries=0, held=False)
    monkeypatch.setattr(holdings, "before_erasing", lambda *, who: nothing)
    answer = signed_in("civil-dpo").post(ALL, {"person": number("citizen"), "law": COURT})
    assert answer.status_code == 422 and "before its term" in answer.content.decode()
    assert not Erasure.objects.exists()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"person": "99999999", "law": COURT}, "nobody with this number"),
        ({"person": "../x", "law": COURT}, "nobody with this number"),
        ({"person": "", "law": COURT}, "nobody with this number"),
        ({"person": "10000295", "law": " "}, "The legal basis is missing"),
    ],
)
def test_a_slip_is_told_and_nothing_is_asked(sent: dict[str, str], says: str) -> None:
    answer = signed_in("civil-dpo").post(ALL, sent)
    assert answer.status_code == 422 and says in answer.content.decode()
    assert not Erasure.objects.exists()


def test_it_is_refused_with_grounds_or_taken_back() -> None:
    officer, head = signed_in("civil-dpo"), signed_in("civil-head")
    address = asked(officer)
    assert officer.post(ALL, {"person": number("citizen"), "law": COURT}).status_code == 422, "one at a time"
    assert head.post(address, {"does": "refuse", "grounds": " "}).status_code == 422
    assert head.post(address, {"does": "refuse", "grounds": "The law does not say so."}).status_code == 302
    assert "The law does not say so." in text(officer, address)
    own = asked(officer)
    assert officer.post(own, {"does": "refuse", "grounds": "A slip."}).status_code == 302
    assert sorted(row.status for row in Erasure.objects.all()) == ["refused", "withdrawn"]


def test_nobody_asks_for_or_confirms_their_own() -> None:
    officer, head = signed_in("civil-dpo"), signed_in("civil-head")
    assert head.post(ALL, {"person": number("civil-head"), "law": COURT}).status_code == 403
    address = asked(officer, "civil-head")
    assert head.post(address, {"does": "confirm"}).status_code == 403
    assert Erasure.objects.get().status == "asked"


@pytest.mark.parametrize(
    ("who", "agency"),
    [
        ("civil-registrar", "civil-registry"),
        ("citizen", "civil-registry"),
        ("trade-head", "civil-registry"),
        ("municipal-head", "municipality-harbour"),
    ],
)
def test_only_who_answers_for_the_register_of_people_erases(who: str, agency: str) -> None:
    for act in (
        lambda: api.ask_to_erase(actor=actor(who), agency=agency, person=number("citizen"), law=COURT),
        lambda: api.erasures_at(actor=actor(who), agency=agency),
        lambda: api.confirm_erasure(actor=actor(who), agency=agency, code="D-NONE"),
        lambda: api.refuse_erasure(actor=actor(who), agency=agency, code="D-NONE", grounds="x"),
    ):
        with pytest.raises((NotYours, api.ErasedElsewhere)):
            act()


def test_only_the_desk_that_erases_says_so() -> None:
    assert ALL in text(signed_in("civil-dpo"), "/data-protection/civil-registry/")
    assert "/erasures/" not in text(signed_in("municipal-head"), "/data-protection/municipality-harbour/")


def test_an_erasure_that_there_is_not_is_not_found() -> None:
    assert Client().get(ALL).status_code == 302
    assert signed_in("civil-dpo").get(f"{ALL}D-NONE/").status_code == 404
