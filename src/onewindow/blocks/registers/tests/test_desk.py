"""The officers' pages, as an officer uses them, and what a person sees of a correction."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from onewindow.blocks.registers import api
from onewindow.blocks.registers.declared import declaration
from onewindow.blocks.registers.desk.entry_addresses import EntryInAddress
from onewindow.blocks.registers.desk.fields import press, typed
from onewindow.blocks.registers.models import Change
from onewindow.blocks.registers.tests.conftest import actor, signed_in
from onewindow.blocks.registers.tests.test_events import KEY, said

pytestmark = pytest.mark.usefixtures("country")
ENTRY = reverse("registers:entry", kwargs={"slug": "people", "key": KEY})


def looking(account: str, basis: str = "civil-status", register: str = "people", text: str = KEY) -> Client:
    """An officer who stated a purpose."""
    client = signed_in(account)
    answer = client.post(f"/registers/{register}/", {"legal_basis": basis, "text": text})
    assert answer.status_code in (200, 302), answer.content.decode()
    return client


def to_correct(key: str, attribute: str) -> str:
    """Where a person says that an attribute is not right."""
    return reverse("registers:correct", kwargs={"slug": "people", "key": key, "attribute": attribute})


def page(client: Client, address: str, language: str = "en") -> str:
    answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_an_officer_states_a_purpose_looks_and_the_person_sees_it(language: str) -> None:
    client = signed_in("civil-registrar")
    assert client.get(ENTRY).headers["Location"] == "/registers/people/", "without a purpose: state one"
    assert "people" in page(client, "/registers/", language)
    answer = client.post("/registers/people/", {"legal_basis": "civil-status", "text": KEY})
    assert answer.headers["Location"] == ENTRY
    text = page(client, ENTRY, language)
    assert "Leïla" in text and "Tamaris-Ville" in text
    if language != "en":
        assert not re.search("At another time|Record what happened|You look for", text)
    mine = api.access_lines_of(concerned=actor("citizen").person, reader=actor("citizen"))[0]
    assert mine[0].legal_basis == "civil-status" and mine[0].reader_name == "Sonia Trabelsi"


def test_a_look_without_a_purpose_or_for_a_strange_one_is_refused() -> None:
    client = signed_in("civil-registrar")
    for sent in ({"text": KEY}, {"text": KEY, "legal_basis": " "}, {"text": KEY, "case": "../x"}):
        assert client.post("/registers/people/", sent).status_code == 422
    assert client.post("/registers/people/", {"text": "leila", "legal_basis": "curiosity"}).status_code == 422


def test_a_name_is_never_in_an_address() -> None:
    client = signed_in("civil-registrar")
    answer = client.post("/registers/people/", {"legal_basis": "civil-status", "text": "leila mansour"})
    assert answer.status_code == 200 and ENTRY in answer.content.decode()


def test_the_number_of_a_person_is_in_no_address() -> None:
    client = looking("civil-registrar")
    seen = page(client, "/registers/changes/") + page(client, ENTRY) + page(client, f"{ENTRY}timeline/")
    found = client.post("/registers/people/", {"legal_basis": "civil-status", "text": "leila mansour"})
    links = re.findall(r'(?:href|action)="([^"]*)"', seen + found.content.decode())
    assert ENTRY in links and not [each for each in links if KEY in each]
    assert client.get(f"/registers/people/{KEY}/").status_code == 404


def test_an_address_that_nobody_sealed_is_no_page(settings: Any) -> None:
    client, sealed = looking("civil-registrar"), ENTRY.split("/")[3]
    for other in (
        "A" + sealed[1:] if sealed[0] != "A" else "B" + sealed[1:],
        sealed[:-4],
        "A" * 22,
        "A" * 25,
    ):
        assert client.get(f"/registers/people/{other}/").status_code == 404
    assert client.get(ENTRY).status_code == 200
    secret, settings.SECRET_KEY = settings.SECRET_KEY, "another secret" * 5
    assert EntryInAddress().to_url(KEY) != sealed, "the address depends on the secret"
    settings.SECRET_KEY_FALLBACKS = [secret]
    assert EntryInAddress().to_python(sealed) == KEY, "addresses from before the secret was changed are read"


def test_who_may_not_read_sees_nothing() -> None:
    for who in ("homeowner", "tax-officer", "planning-officer"):
        answer = signed_in(who).get(ENTRY)
        assert answer.status_code in (302, 403) and "Leïla" not in answer.content.decode()
    assert "Leïla" in page(signed_in("citizen"), ENTRY), "one sees one's own, without a purpose"


def test_the_entry_as_of_another_day_and_a_day_that_is_none() -> None:
    client = looking("civil-registrar")
    then = page(client, f"{ENTRY}?as_of/day=1&as_of/month=2&as_of/year=2026")
    assert "Tamaris-Ville" in then
    wrong = client.get(f"{ENTRY}?as_of/day=31&as_of/month=2&as_of/year=2026")
    assert wrong.status_code == 422 and "31" in wrong.content.decode()


def test_an_event_on_a_page_is_recorded_and_confirmed_by_a_second_officer() -> None:
    registrar, head = looking("civil-registrar"), signed_in("civil-head")
    address = f"{ENTRY}events/death/"
    assert "second officer" in page(registrar, address)
    empty = registrar.post(address, {"_button": "continue"})
    assert empty.status_code == 422 and "govuk-error-summary" in empty.content.decode()
    sent = {
        "death_date/day": "2", "death_date/month": "11", "death_date/year": "2026",
        "death_act": "2026/77", "_document": "Certificate 12", "_button": "continue",
    }  # fmt: skip
    where = registrar.post(address, sent).headers["Location"]
    assert said("people", KEY, "death_act") is None
    assert "second officer" in page(registrar, where) and 'value="confirm"' not in page(registrar, where)
    assert where in page(head, "/registers/changes/")
    assert registrar.post(where, {"do": "confirm"}).status_code == 403
    assert head.post(where, {"do": "confirm"}).status_code == 302
    assert said("people", KEY, "death_act") == "2026/77"
    story = page(registrar, f"{ENTRY}timeline/")
    assert "2026/77" in story and "change/" in story


def test_what_was_typed_stays_where_something_is_wrong() -> None:
    registrar = looking("civil-registrar")
    answer = registrar.post(
        f"{ENTRY}events/move/", {"address": "77 Rue Longue", "municipality": "", "_document": "x"}
    )
    assert answer.status_code == 422 and "77 Rue Longue" in answer.content.decode()


def test_only_what_changed_is_a_change() -> None:
    registrar = looking("civil-registrar")
    sent = {"address": "77 Rue Longue", "municipality": str(said("people", KEY, "municipality")), "home": ""}
    answer = registrar.post(f"{ENTRY}events/move/", {**sent, "_document": "Lease 4", "_button": "continue"})
    assert answer.status_code in (302, 422)


def test_rows_of_a_list_are_added_and_taken_away_without_a_script() -> None:
    officer = looking("company-registrar", text="1204567A", register="companies", basis="Law 1")
    address = reverse(
        "registers:record", kwargs={"slug": "companies", "key": "1204567A", "event": "activities"}
    )
    assert "activities/0/isic" not in page(officer, address)
    more = officer.post(address, {"_button": "add:activities"}).content.decode()
    assert 'name="activities/0/isic"' in more
    none = officer.post(address, {"activities/0/isic": "", "_button": "remove:activities/0"}).content.decode()
    assert 'name="activities/0/isic"' not in none


def test_an_officer_of_another_agency_neither_records_nor_decides() -> None:
    registrar = looking("civil-registrar")
    where = registrar.post(
        f"{ENTRY}events/death/",
        {"death_date/day": "2", "death_date/month": "11", "death_date/year": "2026", "death_act": "1",
         "_document": "x", "_button": "continue"},
    ).headers["Location"]  # fmt: skip
    for who in ("trade-registrar", "planning-officer", "homeowner"):
        stranger = signed_in(who)
        assert stranger.get(f"{ENTRY}events/death/").status_code in (302, 403)
        assert stranger.get(where).status_code == 404
        assert stranger.post(where, {"do": "confirm"}).status_code == 404
    assert said("people", KEY, "death_act") is None


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_person_says_what_is_not_right_and_reads_what_was_decided(language: str) -> None:
    citizen, registrar, head = signed_in("citizen"), looking("civil-registrar"), signed_in("civil-head")
    address = to_correct(KEY, "birth_place")
    text = page(citizen, address, language)
    assert "Tamaris-Ville" in text
    if language != "en":
        assert not re.search("This is not right|What would be right", text)
    assert citizen.post(address, {"right": "", "because": ""}).status_code == 422
    where = citizen.post(address, {"right": "Oued-Fleuri", "because": "My record"}).headers["Location"]
    assert "Oued-Fleuri" in page(citizen, where)
    assert "Oued-Fleuri" in page(registrar, f"{ENTRY}events/correction/?answers={where.split('/')[-2]}")
    assert head.post(where, {"do": "refuse", "reason": ""}).status_code == 422
    head.post(where, {"do": "refuse", "reason": "The record says otherwise"})
    assert "The record says otherwise" in page(citizen, where, language)
    assert where in page(citizen, "/me/data/corrections/", language)


def test_nobody_corrects_the_data_of_another() -> None:
    for who, address in (
        ("homeowner", to_correct(KEY, "birth_place")),
        ("citizen", to_correct(KEY, "protection")),
        ("citizen", to_correct("10000016", "address")),
    ):
        client = signed_in(who)
        assert client.get(address).status_code == 403
        assert client.post(address, {"right": "x", "because": "y"}).status_code == 403


def test_the_api_records_tells_the_story_and_confirms() -> None:
    registrar, head = signed_in("civil-registrar"), signed_in("civil-head")
    body = {
        "event": "death", "key": KEY, "document": "C 12",
        "values": {"death_date": "2026-11-02", "death_act": "2026/78"},
    }  # fmt: skip
    made = sent(registrar, body, "death-0001").json()
    assert made["state"] == "recorded"
    confirm = f"/api/v1/registers/changes/{made['number']}/confirm"
    assert registrar.post(confirm).json()["code"] == "second-person-needed"
    assert head.post(confirm).json()["state"] == "done"
    story = registrar.get(
        f"/api/v1/registers/people/entries/{KEY}/timeline",
        {"attributes": "death_act", "legal_basis": "civil-status"},
    ).json()
    assert [span["values"]["death_act"] for span in story] == [None, "2026/78"]
    assert story[0]["valid_until"] == story[1]["valid_from"]
    assert sent(registrar, {**body, "state": "done"}, "death-0002").status_code == 422


def sent(client: Client, body: dict[str, Any], key: str | None) -> Any:
    """What the API says of an event of the people's register."""
    headers = {"Idempotency-Key": key} if key else {}
    address = "/api/v1/registers/people/events"
    return client.post(address, body, content_type="application/json", headers=headers)


def test_what_a_program_sends_again_is_recorded_once() -> None:
    registrar, head = signed_in("civil-registrar"), signed_in("civil-head")
    right = {"birth_place": "Oued-Fleuri"}
    body = {"event": "correction", "key": KEY, "document": "D 1", "values": right}
    for key in (None, "short"):
        refused = sent(registrar, body, key)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["field"] == "Idempotency-Key"
    first, again = sent(registrar, body, "mend-0001"), sent(registrar, body, "mend-0001")
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert Change.objects.count() == 1
    other = sent(registrar, {**body, "document": "D 2"}, "mend-0001")
    assert (other.status_code, other.json()["code"]) == (409, "key-reused")
    assert sent(head, body, "mend-0001").json()["number"] != first.json()["number"], "a key is its caller's"
    assert Change.objects.count() == 2


@pytest.mark.parametrize("year", ["²", "2026²", "9" * 5000])
def test_what_is_no_year_is_said_beside_the_day(year: str) -> None:
    client = looking("civil-registrar")
    address = reverse("registers:record", kwargs={"slug": "people", "key": KEY, "event": "move"})
    day = {"_since/year": year, "_since/month": "1", "_since/day": "1"}
    sent = {"address": "1 Rue Neuve", "municipality": "Port-Neuf", "_document": "Act 1", **day}
    answer = client.post(address, sent)
    assert answer.status_code == 422 and "_since" in answer.content.decode()


@pytest.mark.parametrize("number", ["²", "9" * 5000])
def test_a_row_that_has_no_number_is_none(number: str) -> None:
    declared = declaration("companies").fields["officers"]
    posted = QueryDict(mutable=True)
    posted.update({f"officers/{number}/role": "manager", "officers/3/role": "partner"})
    (row,) = typed([declared], posted)["officers"]  # type: ignore[misc]
    assert row["role"] == "partner"
    said = {"officers": [{"role": "manager"}]}
    assert press(f"remove:officers/{number}", said) and said["officers"], "no row of that number"


@pytest.mark.parametrize("after", ["²", "-1", "9" * 30, "9" * 5000])
def test_rejected_rows_after_no_line_are_the_first_ones(after: str, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("key,birth_date\n10000348,yesterday\n")
    run = api.ask_import(
        register="people", file=file, name=file.name, source="T", dry=True, officer=actor("civil-registrar")
    )
    api.run_import(number=run.number)
    shown = signed_in("civil-registrar").get(f"/registers/imports/{run.number}/", {"after": after})
    assert shown.status_code == 200 and "yesterday" in shown.content.decode()
