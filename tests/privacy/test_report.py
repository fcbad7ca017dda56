"""The report on looks finds who looked where they should not, with few false alarms."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from onewindow.blocks.identity import api as identity
from onewindow.blocks.privacy import api
from onewindow.blocks.privacy.tests.conftest import LAW, actor, look, person, signed_in
from onewindow.blocks.registers import api as registers
from onewindow.blocks.registers.models import Duplicate
from onewindow.foundation.access.types import Actor, Post
from onewindow.kernel.clock import clock
from onewindow.kernel.period import Period
from onewindow.kernel.reference import Reference
from tests.privacy.week import AGENCY, made

pytestmark = pytest.mark.usefixtures("country")
STRANGER = "10000348"


def _moves(key: str, address: str) -> None:
    registers.write(
        register="people",
        key=key,
        changes={"address": address},
        valid=Period(None, None),
        source="a test",
        writer=identity.system_actor(name="a test"),
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_everybody_planted_in_a_week_is_found_with_few_false_alarms(seed: int) -> None:
    week = made(seed)
    with clock.at(week.monday + timedelta(days=5)):
        found = api.looked_without_cause(days=6)
    pairs = {(each.reader.removeprefix("account/"), each.concerned): each for each in found}
    missed = set(week.planted) - set(pairs)
    assert not missed, {pair: week.planted[pair] for pair in missed}
    for pair, sign in week.planted.items():
        assert sign in pairs[pair].signs, (sign, pairs[pair].signs)
    false = set(pairs) - set(week.planted)
    honest = len(week.honest) + len(week.with_case)
    print(f"seed {seed}: {len(week.planted)} planted, all found; {len(false)} false of {honest} honest looks")
    assert len(false) <= 3
    assert len(false) / len(pairs) < 0.1


def test_an_officer_who_looks_up_a_neighbour_is_found() -> None:
    home = registers.read(
        register="people",
        key=person("civil-registrar").key.partition("/")[2],
        reader=actor("civil-registrar"),
    ).values["address"]
    number, _, street = str(home).partition(" ")
    _moves(STRANGER, f"{int(number) + 4} {street}")
    look("civil-registrar", Reference.of("register", "people", STRANGER))
    [found] = api.looked_without_cause(days=1, agency=AGENCY)
    assert (found.reader, found.concerned) == ("account/civil-registrar", STRANGER)
    assert "neighbour" in found.signs
    page = signed_in("civil-dpo").get("/data-protection/civil-registry/looks/").content.decode()
    assert "Sonia Trabelsi" in page and STRANGER in page and "lives a few houses away" in page
    assert str(home) not in page, "the report tells no addresses"


def test_an_honest_look_is_not_in_the_report() -> None:
    look("civil-registrar", Reference.of("register", "people", STRANGER))
    assert api.looked_without_cause(days=1) == []


def test_an_officer_who_looks_themself_up_is_found() -> None:
    own = person("civil-registrar")
    registers.read(
        register="people", key=own.key.partition("/")[2], purpose=LAW, reader=actor("civil-registrar")
    )
    [found] = api.looked_without_cause(days=1)
    assert found.signs[0] == "oneself"
    browser = signed_in("civil-registrar")
    assert browser.get("/me/data/").status_code == 200
    assert len(api.looked_without_cause(days=1)[0].lines) == 1, "one's own page is no look"


def test_the_report_is_for_ones_own_agency() -> None:
    look("civil-registrar", person("civil-head"))
    assert api.looked_without_cause(days=1, agency="trade-ministry") == []
    with pytest.raises(api.NotYours):
        api.report_on_looks(actor=actor("trade-administrator"), days=7, agency=AGENCY)
    assert signed_in("civil-registrar").get("/data-protection/civil-registry/looks/").status_code == 403


def _copied(key: str) -> str:
    """A second entry of the same person, as a load may bring it."""
    said = registers.read(
        register="people", key=key, purpose=LAW, reader=identity.system_actor(name="a test")
    )
    values = {slug: value for slug, value in said.values.items() if value is not None and slug != "birth_act"}
    other = f"2{key[1:]}"
    registers.write(
        register="people", key=other, changes=values, valid=Period(None), source="a test",
        writer=identity.system_actor(name="a test"),
    )  # fmt: skip
    return other


def _merged(gone: str, stays: str) -> None:
    """Two officers, none of whom the entries are about, merge them."""
    row = Duplicate.objects.create(
        register="people", one=min(gone, stays), other=max(gone, stays), weight=30, parts=[],
        found_at=clock.now(),
    )  # fmt: skip
    one, two = (
        Actor(
            kind="officer", account=each, name=each, assurance="substantial",
            posts=(Post(AGENCY, "", "registrar"),),
        )
        for each in ("one", "two")
    )  # fmt: skip
    registers.propose_merge(number=row.pk, stays=stays, reason="One", officer=one)
    registers.confirm_pair(number=row.pk, officer=two)


def test_a_merger_hides_no_look() -> None:
    own = person("civil-registrar").key.partition("/")[2]
    home = registers.read(register="people", key=own, reader=actor("civil-registrar")).values["address"]
    number, _, street = str(home).partition(" ")
    _moves(STRANGER, f"{int(number) + 4} {street}")
    child = "20000901"
    registers.write(
        register="people", key=child, valid=Period(None), source="a test",
        changes={
            "given_name": "Zed", "birth_date": date(2010, 1, 1),
            "mother": Reference.of("register", "people", own),
        },
        writer=identity.system_actor(name="a test"),
    )  # fmt: skip
    for key in (STRANGER, child, own):
        registers.read(register="people", key=key, purpose=LAW, reader=actor("civil-registrar"))

    def found() -> dict[str, str]:
        return {each.concerned: each.signs[0] for each in api.looked_without_cause(days=1, agency=AGENCY)}

    expected = {STRANGER: "neighbour", child: "relative", own: "oneself"}
    assert found() == expected
    _merged(own, _copied(own))
    assert found() == expected, "the officer has another number now"
    _merged(STRANGER, _copied(STRANGER))
    assert found() == expected, "and so has the neighbour"


def test_a_case_explains_a_look_under_each_number_of_the_person() -> None:
    own = person("civil-registrar")
    look("civil-registrar", Reference.of("register", "people", STRANGER))
    other = _copied(STRANGER)
    _merged(STRANGER, other)
    now, asked = clock.now(), list[str]()

    def involved(looks: Sequence[registers.Looks]) -> frozenset[int]:
        asked.extend(each.concerned.key for each in looks)
        return frozenset(at for at, each in enumerate(looks) if each.concerned.key == f"people/{other}")

    found = registers.looks_to_review(
        since=now - timedelta(days=1), until=now + timedelta(days=1), agency=None, involved=involved
    )
    assert set(asked) == {f"people/{STRANGER}", f"people/{other}"} and own.key not in asked
    assert all(each.has_case for each in found)
