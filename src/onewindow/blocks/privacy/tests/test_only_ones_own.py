"""An export, and the page “This is not right”, say of other people's entries only what names oneself."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from onewindow.blocks.privacy.exports import _under_every_key
from onewindow.blocks.privacy.tests.conftest import LAW, actor, person, signed_in
from onewindow.blocks.registers import api as registers
from onewindow.blocks.registers.bulk import reindexing
from onewindow.blocks.registers.holdings import HOLDINGS
from onewindow.blocks.registers.models import AccessLine, EvidenceAsked, Fact
from onewindow.foundation.access.types import Actor
from onewindow.foundation.holdings import api as holdings
from onewindow.foundation.holdings.types import Somebody
from onewindow.kernel.clock import clock
from onewindow.kernel.period import Period
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")
ENGINE = Actor(kind="system", name="test")
FATHER, DAUGHTER = "10000016", "10000046"
COMPANY = "1204567A"
ORDER = "The court keeps the address from the father"


def rows(model: str, who: Somebody) -> list[dict[str, Any]]:
    found = holdings.everything_about(who=who).sections
    return [dict(row) for section in found if section.model == model for row in section.rows]


def facts(who: Somebody, register: str, key: str) -> list[dict[str, Any]]:
    return [row for row in rows("registers.Fact", who) if (row["register"], row["key"]) == (register, key)]


def the_father() -> Somebody:
    return Somebody(person=f"register/people/{FATHER}")


def write(register: str, key: str, *, at: int = 0, **changes: object) -> None:
    """A change that holds from some days after today."""
    since = clock.now() + timedelta(days=at)
    registers.write(
        register=register, key=key, changes=changes, valid=Period(since), source="case/X-1", writer=ENGINE
    )


def listed(attribute: str) -> list[dict[str, Any]]:
    said = registers.read(register="companies", key=COMPANY, purpose=LAW, reader=ENGINE).values[attribute]
    return [dict(each) for each in said or []]


def strike_off(who: Reference) -> None:
    """The company names somebody no more."""
    write(
        "companies",
        COMPANY,
        **{
            name: [each for each in listed(name) if str(each["person"]) != who.text]
            for name in ("officers", "beneficial_owners")
        },
    )


def test_a_fathers_export_says_only_that_he_is_the_father() -> None:
    write("people", DAUGHTER, address="A new address 77", phone="+21650123456")
    told = facts(the_father(), "people", DAUGHTER)
    assert [row["values"] for row in told] == [{"father": f"register/people/{FATHER}"}]
    assert "source" not in told[0] and told[0]["valid_until"] is None
    text = json.dumps(rows("registers.Fact", the_father()))
    assert "A new address 77" not in text and "+21650123456" not in text
    own = facts(Somebody(person=f"register/people/{DAUGHTER}"), "people", DAUGHTER)
    assert own[-1]["values"]["address"] == "A new address 77" and own[-1]["source"] == "case/X-1"


def test_a_father_corrects_that_he_is_the_father_and_reads_nothing_else() -> None:
    him = Actor(account="x", kind="person", person=Reference(f"register/people/{FATHER}"), assurance="low")
    about = {"register": "people", "key": DAUGHTER}
    said = registers.said_of_me(**about, attribute="father", reader=him)
    assert str(said) == f"register/people/{FATHER}"
    for attribute in ("address", "phone", "mother", "marital_status"):
        with pytest.raises(registers.AttributeRefused):
            registers.said_of_me(**about, attribute=attribute, reader=him)
        with pytest.raises(registers.AttributeRefused):
            registers.ask_correction(**about, attribute=attribute, right="x", because="y", asker=him)


def test_the_page_of_a_correction_shows_of_a_list_only_ones_own_row() -> None:
    me, other = person("importer"), person("citizen")
    officers = listed("officers")
    write(
        "companies",
        COMPANY,
        officers=[*officers, {**officers[0], "person": other.text, "role": "secretary-77"}],
    )
    named = {"slug": "companies", "key": COMPANY, "attribute": "officers"}
    answer = signed_in("importer").get(reverse("registers:correct", kwargs=named))
    page = answer.content.decode()
    assert answer.status_code == 200 and me.key.partition("/")[2] in page
    assert other.key.partition("/")[2] not in page and "secretary-77" not in page
    named["attribute"] = "iban"
    assert signed_in("importer").get(reverse("registers:correct", kwargs=named)).status_code in (403, 404)


def test_a_new_owner_does_not_get_the_numbers_of_former_ones() -> None:
    row = Fact.objects.filter(register="vehicles", recorded_until=None, values__owner__isnull=False).first()
    assert row is not None and row.values["owner"] != person("citizen").text
    write("vehicles", row.key, owner=person("citizen").text)
    told = facts(_under_every_key("citizen"), "vehicles", row.key)
    assert [each["values"] for each in told] == [{"owner": person("citizen").text}]
    assert row.values["owner"] not in json.dumps(told)


def test_an_export_says_until_when_a_register_named_somebody() -> None:
    me = person("importer")
    [before] = facts(_under_every_key("importer"), "companies", COMPANY)
    assert before["valid_until"] is None
    officers = listed("officers")
    write("companies", COMPANY, at=9, officers=[each for each in officers if str(each["person"]) != me.text])
    told = facts(_under_every_key("importer"), "companies", COMPANY)
    assert all(me.text in json.dumps(each["values"]) for each in told)
    assert [each["valid_until"] for each in told if "officers" in each["values"]] != [None]


def record_protection() -> str:
    """A court's order, recorded by one officer and confirmed by another one; its number."""
    recorded = registers.record_event(
        register="people",
        event="protection",
        key=person("citizen").key.partition("/")[2],
        values={"protection": ORDER},
        document="Order of the family court 77",
        officer=actor("civil-registrar"),
    )
    registers.confirm_change(number=recorded.number, officer=actor("civil-head"))
    return recorded.number


def test_no_secret_leaves_by_the_export_of_changes() -> None:
    number = record_protection()
    for account in ("citizen", "civil-registrar", "civil-head"):
        text = json.dumps([dict(row) for each in _everything(account) for row in each.rows], default=str)
        assert ORDER not in text and "Order of the family court 77" not in text, account
    [mine] = [row for row in rows("registers.Change", _under_every_key("citizen")) if row["number"] == number]
    assert "kept from" in mine["values"]["protection"] and mine["event"] == "protection"


def _everything(account: str) -> tuple[Any, ...]:
    return holdings.everything_about(who=_under_every_key(account)).sections


def test_officers_take_home_of_a_change_no_more_than_its_number_and_when() -> None:
    number = record_protection()
    for account in ("civil-registrar", "civil-head"):
        found = rows("registers.Change", _under_every_key(account))
        [told] = [row for row in found if row["number"] == number]
        assert set(told) == {"number", "event", "recorded_at", "decided_at"}


def test_who_asked_for_a_correction_of_anothers_entry_gets_what_they_said() -> None:
    asked = registers.ask_correction(
        register="companies",
        key=COMPANY,
        attribute="officers",
        right="I left",
        because="Minutes of 2025",
        asker=actor("importer"),
    )
    [told] = [
        row for row in rows("registers.Change", _under_every_key("importer")) if row["number"] == asked.number
    ]
    assert told["asked_because"] == "Minutes of 2025" and "values" not in told


def test_lines_about_everybody_are_in_the_export_as_on_the_page() -> None:
    purpose = registers.Purpose(legal_basis="civil-status")
    next(registers.export(register="people", kind="csv", purpose=purpose, reader=actor("civil-head")))
    line = AccessLine.objects.get(concerned="register/people/everybody")
    told = rows("registers.AccessLine", _under_every_key("citizen"))
    assert line.pk in {row["id"] for row in told}


def test_evidence_kept_under_ones_number_is_in_the_export() -> None:
    key = person("citizen").key.partition("/")[2]
    for number, about in (("E-77", key), ("E-78", DAUGHTER)):
        EvidenceAsked.objects.create(
            number=number, register="incomes", key=about, attributes=[], purpose="x", asked_at=clock.now()
        )
    told = rows("registers.EvidenceAsked", _under_every_key("citizen"))
    assert [row["number"] for row in told] == ["E-77"]


def test_facts_are_found_by_an_index_however_many_there_are() -> None:
    rule = next(each for each in HOLDINGS if each.model == "registers.Fact")
    assert rule.rows is not None
    found = Fact.objects.filter(rule.rows(_under_every_key("importer")))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = found.explain()
    assert "Seq Scan" not in plan and "registers_fact_known" in plan and "registers_fact_past" in plan


def about_a_struck_off_officer() -> list[dict[str, Any]]:
    return facts(_under_every_key("importer"), "companies", COMPANY)


def test_who_is_named_no_more_finds_what_was_said_of_them() -> None:
    me = person("importer")
    before = {json.dumps(each["values"], sort_keys=True) for each in about_a_struck_off_officer()}
    strike_off(me)
    told = about_a_struck_off_officer()
    assert {json.dumps(each["values"], sort_keys=True) for each in told} >= before
    assert all(each["valid_until"] is not None for each in told)
    asked = {"register": "companies", "attribute": "officers", "target": me, "reader": actor("importer")}
    assert COMPANY not in {key for key, _row in registers.rows_naming(**asked)}, "and represents it no more"


def test_what_was_said_is_found_after_the_search_entries_were_made_anew() -> None:
    strike_off(person("importer"))
    before = about_a_struck_off_officer()
    reindexing.reindex("companies")
    assert about_a_struck_off_officer() == before != []
