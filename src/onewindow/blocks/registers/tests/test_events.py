from datetime import UTC, date, datetime

import pytest

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api
from onewindow.blocks.registers.errors import NothingKnownThen
from onewindow.blocks.registers.models import Change, Fact, Identifier
from onewindow.foundation.access.types import Actor, Post
from onewindow.foundation.record import api as record
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.period import Period
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")

LAW = api.Purpose(legal_basis="Law 57-3, article 12")
KEY = "10000295"


def officer(agency: str, role: str, account: str = "somebody") -> Actor:
    return Actor(
        account=account,
        name=account,
        kind="officer",
        posts=(Post(agency, "", role),),
        assurance="substantial",
    )


REGISTRAR, HEAD = officer("civil-registry", "registrar", "one"), officer("civil-registry", "head", "two")
LICENSER = officer("transport-agency", "licence-officer", "three")


def event(register: str, slug: str, values: dict[str, object], **more: object) -> api.ChangeView:
    said: dict[str, object] = {"key": KEY, "document": "Act 2026/17", "officer": REGISTRAR, **more}
    return api.record_event(register=register, event=slug, values=values, **said)


def said(register: str, key: str, attribute: str, **more: object) -> object:
    engine = identity.system_actor(name="test")
    facts = api.read(register=register, key=key, attributes=[attribute], purpose=LAW, reader=engine, **more)
    return facts.values[attribute]


def test_a_move_is_stored_at_once_with_its_document_in_the_record() -> None:
    before = said("people", KEY, "address")
    done = event(
        "people",
        "move",
        {"address": "1 Rue Neuve", "municipality": "Port-Neuf"},
        since=date(2026, 3, 1),
    )
    assert done.state == "done"
    assert said("people", KEY, "address") == "1 Rue Neuve"
    assert said("people", KEY, "address", as_of=datetime(2026, 2, 1, tzinfo=UTC)) == before
    kinds = [leaf.kind for leaf in record.entries_of(subject=Reference.of("register", "people", KEY))]
    assert "register.written" in kinds
    row = Change.objects.get(pk=done.number)
    assert (row.document, row.recorded_by) == ("Act 2026/17", "account/one")


def test_four_eyes_nothing_is_stored_until_a_second_officer_confirms() -> None:
    waits = event("people", "death", {"death_date": "2026-11-02", "death_act": "2026/9"})
    assert waits.state == "recorded"
    assert said("people", KEY, "death_date") is None
    assert [each.number for each in api.open_changes(officer=HEAD)] == [waits.number]
    with pytest.raises(api.SecondPersonNeeded):
        api.confirm_change(number=waits.number, officer=REGISTRAR)
    for stranger in (
        officer("trade-ministry", "head", "x"),
        officer("civil-registry", "clerk", "y"),
        Actor(),
    ):
        with pytest.raises(api.ChangeUnknown):
            api.confirm_change(number=waits.number, officer=stranger)
    assert api.confirm_change(number=waits.number, officer=HEAD).state == "done"
    assert said("people", KEY, "death_date") == date(2026, 11, 2)
    with pytest.raises(api.AlreadyDecided):
        api.confirm_change(number=waits.number, officer=HEAD)


def test_a_refused_change_leaves_the_register_as_it_is() -> None:
    waits = event("people", "death", {"death_date": "2026-11-02", "death_act": "2026/9"})
    with pytest.raises(api.ReasonMissing):
        api.refuse_change(number=waits.number, reason=" ", officer=HEAD)
    assert api.refuse_change(number=waits.number, reason="Another person", officer=HEAD).state == "refused"
    assert said("people", KEY, "death_date") is None


@pytest.mark.parametrize(
    ("slug", "values", "more", "error", "field"),
    [
        ("move", {"address": "x"}, {}, api.ValueMissing, "municipality"),
        ("move", {"birth_date": "2000-01-01"}, {}, api.NotSetByEvent, "birth_date"),
        ("move", {"address": "x", "municipality": "y"}, {"document": " "}, api.SourceMissing, "document"),
        ("dragon", {}, {}, api.EventUnknown, "event"),
        ("death", {"death_date": "1930-01-01", "death_act": "1"}, {}, NothingKnownThen, "death_date"),
        ("death", {"death_date": "tomorrow", "death_act": "1"}, {}, api.ValueNotValid, "death_date"),
        ("marriage", {"spouse": "register/people/99999999"}, {}, api.TargetUnknown, "spouse"),
        ("marriage", {"spouse": f"register/people/{KEY}"}, {}, api.RuleBroken, "spouse"),
        ("marriage", {"spouse": "register/companies/1204567A"}, {}, api.TargetUnknown, "spouse"),
        ("move", {"address": "x", "municipality": "y"}, {"key": "99999999"}, api.EntryUnknown, "key"),
        ("birth", {"given_name": "A", "family_name": "B", "sex": "F", "birth_date": "2026-01-01",
                   "birth_act": "1"}, {}, api.EventNotFitting, "key"),
    ],
)  # fmt: skip
def test_what_does_not_fit_names_its_field_and_changes_nothing(
    slug: str, values: dict[str, object], more: dict[str, object], error: type[OnewindowError], field: str
) -> None:
    before = Fact.objects.count()
    with pytest.raises(error) as caught:
        event("people", slug, values, **more)
    assert caught.value.field == field
    assert (Fact.objects.count(), Change.objects.count()) == (before, 0)


def test_officers_change_such_a_register_by_events_only() -> None:
    with pytest.raises(api.EventNeeded):
        api.write(
            register="people",
            key=KEY,
            changes={"address": "x"},
            valid=Period(None),
            source="me",
            writer=REGISTRAR,
        )
    for stranger in (officer("trade-ministry", "registrar"), officer("civil-registry", "clerk"), Actor()):
        with pytest.raises(api.WriteRefused):
            event("people", "death", {"death_date": "2026-11-02", "death_act": "1"}, officer=stranger)


def test_a_correction_holds_as_long_as_the_mistake_and_hides_nothing() -> None:
    waits = event("people", "correction", {"birth_place": "Oued-Fleuri"})
    api.confirm_change(number=waits.number, officer=HEAD)
    assert said("people", KEY, "birth_place") == "Oued-Fleuri"
    assert said("people", KEY, "birth_place", as_of=datetime(1999, 1, 1, tzinfo=UTC)) == "Oued-Fleuri"
    spans = api.timeline(register="people", key=KEY, attributes=["birth_place"], purpose=LAW, reader=HEAD)
    known = [(span.recorded_until is None, (span.values or {})["birth_place"]) for span in spans]
    assert sorted(known) == [(False, "Tamaris-Ville"), (True, "Oued-Fleuri")]


def test_a_new_vehicle_gets_a_number_with_a_check_digit_and_keeps_its_plate_for_ever() -> None:
    values: dict[str, object] = {
        "plate": "7777 TM 230",
        "vin": "VF1RFB00X56999901",
        "make": "Renault",
        "first_registered": "2026-10-05",
        "owner": f"register/people/{KEY}",
    }
    made = event("vehicles", "registration", values, key="", officer=LICENSER)
    assert made.key.startswith("V") and len(made.key) == 10
    assert Identifier.objects.filter(register="vehicles", key=made.key).count() == 2
    for attribute in ("plate", "vin"):
        other = {**values, "plate": "8888 TM 230", "vin": "VF1RFB00X56999902", attribute: values[attribute]}
        with pytest.raises(api.ValueTaken) as caught:
            event("vehicles", "registration", other, key="", officer=LICENSER)
        assert caught.value.field == attribute
    wrong = made.key[:-1] + str((int(made.key[-1]) + 1) % 10)
    with pytest.raises(api.CheckDigitWrong):
        event("vehicles", "registration", {**values, "plate": "1 TM 9999"}, key=wrong, officer=LICENSER)


def test_the_country_is_coherent_every_entry_that_is_named_is_there() -> None:
    from onewindow.blocks.registers import checking
    from onewindow.blocks.registers.declared import declarations
    from onewindow.kernel.clock import clock

    looked = 0
    for declaration in declarations():
        if declaration.slug in ("hs", "places"):
            continue
        for row in Fact.objects.filter(register=declaration.slug, recorded_until=None)[:400]:
            checking.hold_targets(declaration, row.values or {}, at=clock.now())
            looked += 1
    assert looked > 1000


def test_an_entry_that_ends_is_gone_from_then_on_and_stays_known_before() -> None:
    planner, head = (
        officer("municipality-harbour", "planning-officer", "p"),
        officer("municipality-harbour", "safety-officer", "h"),
    )
    waits = event(
        "buildings",
        "demolition",
        {},
        key="B-0001",
        officer=planner,
        since=date(2026, 6, 1),
        document="Permit 3",
    )
    api.confirm_change(number=waits.number, officer=head)
    with pytest.raises(api.EntryUnknown):
        api.read(register="buildings", key="B-0001", reader=Actor())
    then = api.read(
        register="buildings", key="B-0001", reader=Actor(), as_of=datetime(2026, 5, 1, tzinfo=UTC)
    )
    assert then.values["kind"] == "house"
    assert not api.exists(register="buildings", key="B-9999")


HARBOUR, SAHEL = officer("municipality-harbour", "head", "h"), officer("region-sahel", "head", "s")


@pytest.mark.parametrize(
    ("who", "key", "may"),
    [
        (HARBOUR, "PN-0101", True),
        (SAHEL, "PN-0101", False),
        (HARBOUR, "SM-0001", False),
        (SAHEL, "SM-0001", True),
        (officer("trade-ministry", "head"), "PN-0101", False),
        (officer("municipality-harbour", "clerk"), "PN-0101", False),
    ],
)
def test_each_municipality_owns_its_part(who: Actor, key: str, may: bool) -> None:
    if not Fact.objects.filter(register="addresses", key=key).exists():
        api.write(
            register="addresses",
            key=key,
            changes={"street": "1 Avenue du Sahel", "municipality": "Sidi-Marjan"},
            valid=Period(datetime(2026, 1, 1, tzinfo=UTC)),
            source="case/X-1",
            writer=identity.system_actor(name="cases"),
        )
    if may:
        assert event("addresses", "renaming", {"street": "2 Rue Neuve"}, key=key, officer=who).state == "done"
        return
    with pytest.raises((api.NotYourPart, api.WriteRefused)):
        event("addresses", "renaming", {"street": "2 Rue Neuve"}, key=key, officer=who)


def test_a_service_of_another_agency_does_not_write_a_part_either() -> None:
    engine = identity.system_actor(name="cases")
    change = {
        "register": "addresses",
        "key": "PN-0101",
        "changes": {"postcode": "8099"},
        "valid": Period(datetime(2026, 1, 1, tzinfo=UTC)),
        "source": "case/X-1",
        "writer": engine,
    }
    with pytest.raises(api.NotYourPart):
        api.write(**change, agency="region-sahel")
    api.write(**change, agency="municipality-harbour")


def test_nobody_records_a_change_of_their_own_entry_or_of_one_that_names_them() -> None:
    registrar = identity.actor_of_account(account="civil-registrar", assurance="substantial")
    assert registrar.person is not None
    own = registrar.person.key.partition("/")[2]
    move = {"address": "1 Rue Neuve", "municipality": "Port-Neuf"}
    with pytest.raises(api.OwnEntry):
        event("people", "move", move, key=own, officer=registrar)
    with pytest.raises(api.OwnEntry):
        event("people", "marriage", {"spouse": registrar.person.text}, officer=registrar)
    assert event("people", "move", move, officer=registrar).state == "done"


def test_nobody_confirms_a_change_of_their_own_entry() -> None:
    head = identity.actor_of_account(account="civil-head", assurance="substantial")
    assert head.person is not None
    waits = event(
        "people",
        "death",
        {"death_date": "2026-11-02", "death_act": "2026/9"},
        key=head.person.key.partition("/")[2],
    )
    with pytest.raises(api.OwnEntry):
        api.confirm_change(number=waits.number, officer=head)


def test_a_day_in_the_future_needs_a_word_and_nobody_dies_there() -> None:
    move = {"address": "1 Rue Neuve", "municipality": "Port-Neuf"}
    with pytest.raises(api.DayAhead) as caught:
        event("people", "move", move, since=date(2090, 1, 1))
    assert caught.value.field == "since" and caught.value.way_out
    assert event("people", "move", move, since=date(2090, 1, 1), note="a house being built").state == "done"
    death = {"death_date": "2090-01-01", "death_act": "2026/9"}
    with pytest.raises(api.RuleBroken):
        event("people", "death", death, note="announced")
