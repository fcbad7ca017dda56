"""Duplicates: found through typing errors and scripts, decided on by two, merged and taken apart again."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onewindow.blocks.registers import api
from onewindow.blocks.registers.declared import declaration
from onewindow.blocks.registers.matching.blocks import blocks_of
from onewindow.blocks.registers.matching.comparing import compare
from onewindow.blocks.registers.models import AccessLine, Duplicate, Fact
from onewindow.blocks.registers.resemblance import Matching
from onewindow.blocks.registers.tests.conftest import actor, signed_in
from onewindow.blocks.registers.tests.test_events import HEAD, REGISTRAR
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.period import Period
from onewindow.kernel.reference import Reference

AMIRA = {
    "given_name": "Amira", "family_name": "Ben Salah", "birth_date": "1984-10-09", "sex": "F",
    "birth_place": "Tamaris-Ville",
}  # fmt: skip
HOUSE = Actor(kind="system", name="test")
CIVIL_STATUS = api.Purpose(legal_basis="civil-status")
NAMES = ("Amira", "Yasmine", "Karim", "Sofiane", "Khaled", "Mohamed", "Ghada", "Nour", "Wafa", "Hichem")
FAMILIES = ("Ben Salah", "Jaziri", "Mansour", "Trabelsi", "Chaouch", "Gharbi", "Haddad", "Khelifi", "Zouari")


@pytest.fixture
def matching(country: object) -> Matching:
    found = declaration("people").matching
    assert found is not None
    return found


def made(key: str, values: Mapping[str, object]) -> str:
    """A new entry of the population register, as a load would bring it."""
    typed = {**values, "birth_date": date.fromisoformat(str(values["birth_date"]))}
    api.write(register="people", key=key, changes=typed, valid=Period(None), source="test", writer=HOUSE)
    return key


def pair_of(one: str, other: str) -> api.PairView | None:
    api.find_duplicates(register="people")
    found, _ = api.pairs(register="people", officer=REGISTRAR, limit=500)
    return next((each for each in found if {each.one, each.other} == {one, other}), None)


@pytest.mark.parametrize(
    ("change", "shared"),
    [
        ({}, True),
        ({"birth_date": "1984-09-10"}, True),
        ({"birth_date": "1984-10-19"}, True),
        ({"given_name": "Amria", "family_name": "Bensalah"}, True),
        ({"given_name": "Ben Salah", "family_name": "Amira"}, True),
        ({"given_name": "أميرة", "family_name": "بن صالح"}, True),
        ({"given_name": "Амира", "family_name": "Бен Салах", "birth_place": ""}, True),
        ({"given_name": "Ghada"}, False),  # a twin
        ({"given_name": "Karim", "sex": "M"}, False),
        ({"birth_date": "1951-02-27"}, False),
        ({"family_name": "Trabelsi", "birth_date": "1984-03-27"}, False),
    ],
)
def test_one_person_is_known_again_and_two_are_told_apart(
    matching: Matching, change: dict[str, str], shared: bool
) -> None:
    other = {**AMIRA, **change}
    found = compare(matching, AMIRA, other)
    assert (found.weight >= matching.review) is shared, found
    if shared:
        assert blocks_of(matching, AMIRA) & blocks_of(matching, other)


TEXTS = st.text("abcdefghijklmnopqrstuvwxyzéأبتж ", max_size=12)
PEOPLE = st.fixed_dictionaries(
    {},
    optional={
        "given_name": TEXTS, "family_name": TEXTS, "given_name_ar": TEXTS, "birth_place": TEXTS,
        "sex": st.sampled_from("FM"), "birth_date": st.dates(date(1900, 1, 1)).map(date.isoformat),
    },
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(one=PEOPLE, other=PEOPLE)
def test_a_comparison_is_the_same_both_ways_and_never_above_that_with_oneself(
    matching: Matching, one: dict[str, str], other: dict[str, str]
) -> None:
    there, back = compare(matching, one, other), compare(matching, other, one)
    assert there.weight == back.weight
    both = {**one, **other}
    assert compare(matching, both, both).weight >= 0


def test_a_dirty_copy_is_found_among_many_and_few_others_are(matching: Matching) -> None:
    chance = random.Random(7)
    truth: set[frozenset[str]] = set()
    for number in range(150):
        person = {
            "given_name": chance.choice(NAMES), "family_name": chance.choice(FAMILIES),
            "birth_date": (date(1950, 1, 1) + timedelta(chance.randrange(20_000))).isoformat(),
            "sex": chance.choice("FM"), "birth_place": chance.choice(("Port-Neuf", "Tamaris-Ville")),
        }  # fmt: skip
        key = made(f"{70_000_000 + number}", person)
        if number % 5 == 0:
            truth.add(frozenset((key, made(f"{80_000_000 + number}", dirty(person, chance)))))
    told = api.find_duplicates(register="people")
    assert told.pairs < 5_000, "blocks keep the work small"
    found, _ = api.pairs(register="people", officer=REGISTRAR, limit=500)
    new = {frozenset((each.one, each.other)) for each in found if int(each.one) >= 70_000_000}
    assert len(truth & new) >= 28, "of thirty"
    assert len(new - truth) <= 3


def dirty(person: dict[str, str], chance: random.Random) -> dict[str, str]:
    """Two of the errors that counters make."""
    copy = dict(person)
    for error in chance.sample(["name", "family", "swap", "digit", "place"], 2):
        if error == "name":
            place = chance.randrange(1, len(copy["given_name"]) - 1)
            copy["given_name"] = copy["given_name"][:place] + copy["given_name"][place + 1 :]
        elif error == "family":
            copy["family_name"] = copy["family_name"].replace("h", "", 1)
        elif error == "swap":
            day = date.fromisoformat(person["birth_date"])
            if day.day <= 12:
                copy["birth_date"] = day.replace(month=day.day, day=day.month).isoformat()
        elif error == "digit":
            copy["birth_place"] = ""
        else:
            copy["birth_place"] = copy["birth_place"].upper()
    return copy


def test_merged_by_two_and_taken_apart_by_two_and_nothing_known_is_lost(matching: Matching) -> None:
    one = made("71000001", {**AMIRA, "phone": "+21655000001"})
    other = made("71000002", {**AMIRA, "birth_date": "1984-09-10", "phone": "+21655000002"})
    pair = pair_of(one, other)
    assert pair is not None and pair.state == "open"
    before = clock.now()
    with pytest.raises(api.TakenOverUnknown):
        api.propose_merge(number=pair.number, stays=one, takes_over=["sex"], reason="One", officer=REGISTRAR)
    proposed = api.propose_merge(
        number=pair.number, stays=one, takes_over=["phone"], reason="Same birth act", officer=REGISTRAR
    )
    assert proposed.state == "merging" and said(other, "phone") == "+21655000002"
    with pytest.raises(api.SecondPersonNeeded):
        api.confirm_pair(number=pair.number, officer=REGISTRAR)
    assert api.confirm_pair(number=pair.number, officer=HEAD).state == "merged"
    assert said(one, "phone") == "+21655000002"
    read = api.read(register="people", key=other, purpose=CIVIL_STATUS, reader=REGISTRAR)
    assert read.key == one, "the number that is gone leads to the one that stays"
    then = api.read(register="people", key=other, purpose=CIVIL_STATUS, reader=REGISTRAR, as_of=before)
    assert then.key == other and then.values["birth_date"] == date(1984, 9, 10)
    assert not Fact.objects.filter(
        key=other, recorded_until=None, values__isnull=False, valid_from__gt=before
    )

    api.propose_parting(number=pair.number, reason="Cousins", officer=HEAD)
    assert api.confirm_pair(number=pair.number, officer=REGISTRAR).state == "different"
    assert said(one, "phone") == "+21655000001" and said(other, "phone") == "+21655000002"
    assert pair_of(one, other) is None, "nobody is asked about them again"


def test_what_changed_after_the_merger_stays_when_it_is_undone(matching: Matching) -> None:
    one = made("71000011", {**AMIRA, "phone": "+21655000001", "address": "1 Rue des Quais"})
    other = made("71000012", {**AMIRA, "phone": "+21655000002", "address": "2 Rue des Quais"})
    pair = pair_of(one, other)
    assert pair is not None
    api.propose_merge(
        number=pair.number, stays=one, takes_over=["phone", "address"], reason="One", officer=REGISTRAR
    )
    api.confirm_pair(number=pair.number, officer=HEAD)
    api.write(
        register="people", key=one, changes={"phone": "+21655999999"}, valid=Period(None), source="test",
        writer=HOUSE,
    )  # fmt: skip
    api.propose_parting(number=pair.number, reason="Two", officer=HEAD)
    api.confirm_pair(number=pair.number, officer=REGISTRAR)
    assert said(one, "phone") == "+21655999999"
    assert said(one, "address") == "1 Rue des Quais"


def said(key: str, attribute: str) -> object:
    facts = api.read(
        register="people", key=key, attributes=[attribute], purpose=CIVIL_STATUS, reader=REGISTRAR
    )
    return facts.values[attribute]


def test_looking_at_a_pair_leaves_a_line_for_both(matching: Matching) -> None:
    one, other = made("71000021", AMIRA), made("71000022", AMIRA)
    pair = pair_of(one, other)
    assert pair is not None
    api.pair(number=pair.number, officer=REGISTRAR)
    for key in (one, other):
        concerned = Reference.of("register", "people", key).text
        assert AccessLine.objects.filter(concerned=concerned, reader_kind="officer").count() == 1


def test_whoever_was_merged_still_sees_who_looked(matching: Matching) -> None:
    one, other = made("71000031", AMIRA), made("71000032", AMIRA)
    pair = pair_of(one, other)
    assert pair is not None
    api.propose_merge(number=pair.number, stays=one, reason="One", officer=REGISTRAR)
    api.confirm_pair(number=pair.number, officer=HEAD)
    api.read(register="people", key=other, purpose=CIVIL_STATUS, reader=REGISTRAR)
    herself = Actor(kind="person", account="x", person=Reference.of("register", "people", other))
    lines, _ = api.access_lines_of(concerned=herself.person, reader=herself)
    assert [line.key for line in lines] == [one]


@pytest.mark.parametrize("account", ["citizen", "importer"])
def test_nobody_else_sees_or_decides(matching: Matching, account: str) -> None:
    one, other = made("71000041", AMIRA), made("71000042", AMIRA)
    pair = pair_of(one, other)
    assert pair is not None
    stranger = actor(account)
    with pytest.raises(api.WriteRefused):
        api.pairs(register="people", officer=stranger)
    with pytest.raises(api.DuplicateUnknown):
        api.pair(number=pair.number, officer=stranger)
    with pytest.raises(api.DuplicateUnknown):
        api.say_different(number=pair.number, reason="x", officer=stranger)


def test_a_decision_made_meanwhile_is_told_and_a_reason_is_needed(matching: Matching) -> None:
    one, other = made("71000051", AMIRA), made("71000052", AMIRA)
    pair = pair_of(one, other)
    assert pair is not None
    with pytest.raises(api.ReasonMissing):
        api.say_different(number=pair.number, reason=" ", officer=REGISTRAR)
    api.say_different(number=pair.number, reason="Cousins", officer=REGISTRAR)
    with pytest.raises(api.DuplicateDecided):
        api.propose_merge(number=pair.number, stays=one, reason="One", officer=HEAD)


def test_a_register_whose_owner_said_nothing_is_not_searched(country: object) -> None:
    with pytest.raises(api.NotMatched):
        api.find_duplicates(register="addresses")


def test_a_new_entry_is_held_beside_those_that_are_there(matching: Matching) -> None:
    there = made("71000061", {**AMIRA, "birth_act": "1984/77"})
    values = {**AMIRA, "birth_date": date(1984, 10, 9), "birth_act": "1984/77", "key": "71000062"}
    key = str(values.pop("key"))
    api.record_event(
        register="people", event="birth", key=key, values=values, document="Notice 1", officer=REGISTRAR
    )
    found, _ = api.pairs(register="people", officer=REGISTRAR, limit=500)
    assert {there, key} in [{each.one, each.other} for each in found]


def test_two_officers_merge_a_pair_on_pages(matching: Matching) -> None:
    one, other = made("71000071", AMIRA), made("71000072", {**AMIRA, "phone": "+21655000002"})
    pair = pair_of(one, other)
    assert pair is not None
    here = f"/registers/people/duplicates/{pair.number}/"
    registrar, head = signed_in("civil-registrar"), signed_in("civil-head")
    assert here in registrar.get("/registers/people/duplicates/").content.decode()
    page = registrar.get(here).content.decode()
    assert "+21655000002" in page and "The same" in page
    wrong = registrar.post(here, {"do": "merge", "stays": one, "takes_over": "phone", "reason": ""})
    assert wrong.status_code == 422 and "reason" in wrong.content.decode()
    asked = {"do": "merge", "stays": one, "takes_over": "phone", "reason": "The same birth act"}
    assert registrar.post(here, asked).status_code == 302
    assert registrar.post(here, {"do": "confirm"}).status_code == 422, "not by the same officer"
    assert head.post(here, {"do": "confirm"}).status_code == 302
    assert said(one, "phone") == "+21655000002"
    assert signed_in("citizen").get(here).status_code == 403
    assert head.get("/registers/people/duplicates/99999999/").status_code == 404


def test_nobody_decides_on_a_pair_that_is_about_themself(matching: Matching) -> None:
    one, other = made("71000081", AMIRA), made("71000082", AMIRA)
    pair = pair_of(one, other)
    assert pair is not None
    number = pair.number
    registrar, head = (
        replace(each, person=Reference.of("register", "people", key))
        for each, key in ((REGISTRAR, one), (HEAD, other))
    )
    for mine in (registrar, head):
        with pytest.raises(api.OwnEntry):
            api.say_different(number=number, reason="Two", officer=mine)
        for stays in (one, other):
            with pytest.raises(api.OwnEntry):
                api.propose_merge(number=number, stays=stays, reason="One", officer=mine)
    api.propose_merge(number=number, stays=one, reason="One", officer=REGISTRAR)
    with pytest.raises(api.OwnEntry):
        api.confirm_pair(number=number, officer=head)
    api.confirm_pair(number=number, officer=HEAD)
    with pytest.raises(api.OwnEntry):
        api.propose_parting(number=number, reason="Two", officer=registrar)
    api.propose_parting(number=number, reason="Two", officer=REGISTRAR)
    with pytest.raises(api.OwnEntry):
        api.confirm_pair(number=number, officer=head)
    assert api.pair(number=number, officer=HEAD).pair.state == "parting"
    assert api.confirm_pair(number=number, officer=HEAD).state == "different"


def test_nobody_decides_on_a_pair_that_names_them_not_even_after_the_merger(matching: Matching) -> None:
    mine = Reference.of("register", "people", "10001446")
    one = made("71000083", AMIRA)
    other = made("71000084", {**AMIRA, "mother": mine.text})
    pair = pair_of(one, other)
    assert pair is not None
    registrar, head = replace(REGISTRAR, person=mine), replace(HEAD, person=mine)
    with pytest.raises(api.OwnEntry):
        api.propose_merge(number=pair.number, stays=one, reason="One", officer=registrar)
    api.propose_merge(number=pair.number, stays=one, reason="One", officer=REGISTRAR)
    api.confirm_pair(number=pair.number, officer=HEAD)
    with pytest.raises(api.OwnEntry):
        api.propose_parting(number=pair.number, reason="Two", officer=head)


def test_an_officer_is_told_on_the_page_that_the_pair_is_about_them(matching: Matching) -> None:
    mine = actor("civil-registrar").person
    assert mine is not None
    own, other = mine.key.partition("/")[2], made("71000085", AMIRA)
    row = Duplicate.objects.create(
        register="people", one=min(own, other), other=max(own, other), weight=30, parts=[],
        found_at=clock.now(),
    )  # fmt: skip
    here = f"/registers/people/duplicates/{row.pk}/"
    registrar = signed_in("civil-registrar")
    for sent in ({"do": "merge", "stays": other}, {"do": "different"}):
        refused = registrar.post(here, {**sent, "reason": "One"})
        assert refused.status_code == 422
        assert "This entry is about you" in refused.content.decode()
    row.refresh_from_db()
    assert row.state == "open"


def test_what_was_announced_stands_again_when_a_merger_is_undone(matching: Matching) -> None:
    one = made("71000091", {**AMIRA, "address": "1 Rue des Quais"})
    other = made("71000092", {**AMIRA, "address": "2 Rue des Quais", "phone": "+21655000002"})
    pair = pair_of(one, other)
    assert pair is not None
    today = clock.now()

    def moves(key: str, address: str, *, days: int) -> None:
        api.write(
            register="people", key=key, changes={"address": address},
            valid=Period(today + timedelta(days=days)), source="announced", writer=HOUSE,
        )  # fmt: skip

    moves(other, "Soon", days=10)
    moves(other, "Later", days=20)
    moves(one, "Elsewhere", days=15)
    api.propose_merge(
        number=pair.number, stays=one, takes_over=["address", "phone"], reason="One", officer=REGISTRAR
    )
    api.confirm_pair(number=pair.number, officer=HEAD)
    assert said(one, "address") == "2 Rue des Quais"
    assert said(one, "phone") == "+21655000002"
    with clock.at(today + timedelta(days=5)):
        api.propose_parting(number=pair.number, reason="Two", officer=HEAD)
        api.confirm_pair(number=pair.number, officer=REGISTRAR)
    for days, expected in (
        (6, ("1 Rue des Quais", "2 Rue des Quais")),
        (12, ("1 Rue des Quais", "Soon")),
        (17, ("Elsewhere", "Soon")),
        (40, ("Elsewhere", "Later")),
    ):
        with clock.at(today + timedelta(days=days)):
            assert (said(one, "address"), said(other, "address")) == expected, days
            assert (said(one, "phone"), said(other, "phone")) == (None, "+21655000002"), days


def test_two_accounts_of_one_person_are_one_pair_of_eyes(matching: Matching) -> None:
    one, other = made("71000095", AMIRA), made("71000096", AMIRA)
    pair = pair_of(one, other)
    assert pair is not None
    mine = actor("civil-registrar").person
    assert mine is not None
    own, again = mine.key.partition("/")[2], made("71000097", AMIRA)
    get_user_model().objects.filter(slug="civil-head").update(person=f"register/people/{again}")
    Duplicate.objects.create(
        register="people", one=own, other=again, weight=30, parts=[], found_at=clock.now(), state="merged",
        stays=own, gone=again, merged_at=clock.now(),
    )  # fmt: skip
    api.propose_merge(number=pair.number, stays=one, reason="One", officer=actor("civil-registrar"))
    with pytest.raises(api.SecondPersonNeeded):
        api.confirm_pair(number=pair.number, officer=actor("civil-head"))
    assert api.pair(number=pair.number, officer=HEAD).pair.state == "merging"
