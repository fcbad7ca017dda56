"""A grown country is coherent: pure first, then in the registers."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onewindow.blocks.registers.check_digits import fits
from onewindow.blocks.registers.declarations import Numbering
from onewindow.commands.growing import chunks, numbers
from onewindow.commands.growing.plan import Plan

YEAR = timedelta(days=366)


@pytest.fixture(scope="module", params=["arabic", "kazakh"])
def grown(request: pytest.FixtureRequest) -> dict[str, dict[str, list[tuple[str, dict[str, Any]]]]]:
    """Register to key to spans, of nine thousand people."""
    plan = Plan(people=9_000, names=request.param, whole="TM", activities=("4711", "4721"))
    found: dict[str, dict[str, list[tuple[str, dict[str, Any]]]]] = {}
    for chunk in range(plan.chunks + 1):
        for register, key, spans in chunks.entries(plan, chunk):
            assert key not in found.setdefault(register, {}), (register, key)
            found[register][key] = spans
    return found


def said(grown: Any, register: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, spans in grown[register].items():
        for _, values in spans:
            yield key, values


def references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)
    elif isinstance(value, str) and value.startswith("register/"):
        yield value


def test_every_reference_leads_to_an_entry(grown: Any) -> None:
    grown["territory"]["TM"] = []
    for register in list(grown):
        for key, values in said(grown, register):
            for reference in references(values):
                _, target, other = reference.split("/")
                assert other in grown[target], (register, key, reference)


def test_the_country_has_the_size_of_the_plan(grown: Any) -> None:
    levels = Counter(values["level"] for _, values in said(grown, "territory"))
    assert levels == {"region": 14, "city": 2, "district": 160, "town": 200, "county": 2_150}
    living = [spans for spans in grown["people"].values() if "death_date" not in spans[-1][1]]
    assert len(living) == 9_000
    assert len(living) < len(grown["people"]) < 9_500


def test_children_are_younger_than_their_parents_and_bear_their_name(grown: Any) -> None:
    people = {key: spans[-1][1] for key, spans in grown["people"].items()}
    with_parents = 0
    for values in people.values():
        if "mother" not in values:
            continue
        with_parents += 1
        father, mother = (people[values[who].rpartition("/")[2]] for who in ("father", "mother"))
        born = date.fromisoformat(values["birth_date"])
        for parent in (father, mother):
            assert born - date.fromisoformat(parent["birth_date"]) > 18 * YEAR
        assert (father["sex"], mother["sex"]) == ("M", "F")
        assert values["family_name"][:4] == father["family_name"][:4]
        once = {each.get("spouse") for _, each in grown["people"][values["father"].rpartition("/")[2]]}
        assert values["mother"] in once, "married to each other, also where one is dead by now"
    assert with_parents > 6_000


def test_the_married_are_married_to_each_other_and_no_siblings(grown: Any) -> None:
    people = {key: spans[-1][1] for key, spans in grown["people"].items()}
    for key, values in people.items():
        if values["marital_status"] == "married":
            other = values["spouse"].rpartition("/")[2]
            spouse = people[other]
            if "death_date" in values:
                assert spouse["marital_status"] == "widowed"
            else:
                assert spouse["spouse"] == f"register/people/{key}"
            assert f"register/people/{key}" in {each.get("spouse") for _, each in grown["people"][other]}
            assert values.get("mother") is None or values["mother"] != spouse.get("mother")


def test_spans_of_an_entry_follow_each_other(grown: Any) -> None:
    moved = 0
    for entries in grown.values():
        for spans in entries.values():
            begins = [since for since, _ in spans]
            assert begins == sorted(set(begins))
            moved += len(spans) > 1
    assert moved > 50


def test_nobody_was_married_divorced_or_widowed_as_a_child(grown: Any) -> None:
    people = grown["people"]
    states: Counter[str] = Counter()
    for spans in people.values():
        since, values = spans[0]
        assert (since[:10], values["marital_status"], values.get("spouse")) == (
            values["birth_date"], "single", None,
        )  # fmt: skip
        for since, values in spans[1:]:
            states[values["marital_status"]] += 1
            assert int(since[:4]) - int(values["birth_date"][:4]) >= 18, "as of that day they were of age"
            if spouse := values.get("spouse"):
                assert people[spouse.rpartition("/")[2]][0][0] < since, "whom they married was born by then"
    assert min(states["married"], states["divorced"], states["widowed"]) > 10


def test_an_entry_names_nobody_before_they_are_there(grown: Any) -> None:
    grown["territory"]["TM"] = [("1900-01-01 00:00:00+00", {})]
    named = 0
    for register in list(grown):
        for key, spans in grown[register].items():
            for since, values in spans:
                for reference in references(values):
                    _, target, other = reference.split("/")
                    assert grown[target][other][0][0] <= since, (register, key, reference)
                    named += 1
    assert named > 50_000
    for key, spans in grown["buildings"].items():
        for since, values in spans:
            assert grown["parcels"][values["parcel"]][0][0] <= since, key


def test_who_owns_land_is_of_age_and_married_to_whom_they_share_it_with(grown: Any) -> None:
    people, together, orphans = grown["people"], 0, 0
    for key, spans in grown["titles"].items():
        since, title = spans[0]
        parcel_since, parcel = grown["parcels"][title["parcel"]][0]
        assert (parcel_since, parcel["owner"]) == (since, title["owner"])
        holders = [people[right["holder"].rpartition("/")[2]] for right in title["rights"]]
        for held in holders:
            born = held[-1][1]["birth_date"]
            orphans += born > "2008"
            assert born > "2008" or f"{int(born[:4]) + 18}{born[4:]}" <= since[:10], (key, born, since)
        if len(holders) > 1:
            together += 1
            first = title["rights"][0]["holder"]
            assert any(begins <= since and values.get("spouse") == first for begins, values in holders[1]), (
                key
            )
    assert together > 300 and orphans < 50


def test_shares_add_up(grown: Any) -> None:
    for _, company in said(grown, "companies"):
        assert sum(int(owner["share"]) for owner in company["beneficial_owners"]) == 100
    for _, title in said(grown, "titles"):
        assert sum(right["share_n"] / right["share_d"] for right in title["rights"]) == 1


def test_the_pyramid_is_that_of_a_young_country(grown: Any) -> None:
    ages = [2026 - int(values[-1][1]["birth_date"][:4]) for values in grown["people"].values()]
    assert 0.31 < sum(age < 18 for age in ages) / len(ages) < 0.42
    assert 0.04 < sum(age >= 65 for age in ages) / len(ages) < 0.10


@given(st.integers(0, 99_999_999), st.integers(0, 11), st.integers(1, 9))
@settings(max_examples=200)
def test_a_wrong_digit_of_a_number_is_noticed(serial: int, place: int, wrong: int) -> None:
    number = numbers.personal(serial)
    assert numbers.is_personal(number)
    other = number[:place] + str((int(number[place]) + wrong) % 10) + number[place + 1 :]
    assert not numbers.is_personal(other)
    assert fits(Numbering(prefix="V", digits=8, check="mod11-10"), numbers.vehicle(serial))


def test_the_same_seed_gives_the_same_country() -> None:
    one, other, another = (list(chunks.entries(Plan(people=6_000, seed=seed), 2)) for seed in (3, 3, 4))
    assert one == other != another
