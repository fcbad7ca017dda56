"""Events that happen to two entries at once, and rules over an entry that another one names."""

from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import pytest
import yaml

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api
from onewindow.blocks.registers.declaring import read_declaration
from onewindow.blocks.registers.errors import DeclarationNotValid, TargetUnknown
from onewindow.blocks.registers.tests.test_events import HEAD, LAW, REGISTRAR
from tests.country import COUNTRY

pytestmark = pytest.mark.usefixtures("country")

ENGINE = identity.system_actor(name="test")


_numbers = count(20000100)


def born(name: str, day: str, **more: object) -> str:
    values = {"given_name": name, "sex": "F", "birth_date": day, "birth_act": "1", **more}
    done = api.record_event(
        register="people",
        event="birth",
        values=values,
        key=str(next(_numbers)),
        document="Notice 1",
        officer=REGISTRAR,
    )
    assert done.state == "done"
    return done.key


def record(event: str, key: str, *, since: date, **values: object) -> api.ChangeView:
    made = api.record_event(
        register="people", event=event, key=key, values=values, since=since, document="Act 1",
        officer=REGISTRAR,
    )  # fmt: skip
    return api.confirm_change(number=made.number, officer=HEAD) if made.state == "recorded" else made


def marry(one: str, other: str, *, since: date = date(2020, 5, 1)) -> api.ChangeView:
    return record("marriage", one, since=since, spouse=f"register/people/{other}")


def said(key: str, **more: object) -> tuple[object, object]:
    asked = ["marital_status", "spouse"]
    facts = api.read(register="people", key=key, attributes=asked, purpose=LAW, reader=ENGINE, **more)
    spouse = facts.values["spouse"]
    return facts.values["marital_status"], spouse and str(spouse)


def test_a_marriage_is_known_of_both_and_so_is_its_end() -> None:
    one, other = born("Lina", "1990-01-01"), born("Omar", "1991-01-01")
    done = marry(one, other)
    assert said(one) == ("married", f"register/people/{other}")
    assert said(other) == ("married", f"register/people/{one}")
    before = datetime(2020, 4, 1, tzinfo=UTC)
    assert said(one, as_of=before) == said(other, as_of=before) == ("single", None)
    record("divorce", other, since=date(2023, 6, 1))
    assert said(one) == said(other) == ("divorced", None)
    then = datetime(2022, 1, 1, tzinfo=UTC)
    assert said(one, as_of=then) == ("married", f"register/people/{other}"), "what was true stays"
    assert done.state == "done"


@pytest.mark.parametrize(
    ("married", "which", "says"),
    [
        (("one", "third"), ("one", "other"), "married already"),
        (("other", "third"), ("one", "other"), "other person is married"),
    ],
)
def test_nobody_marries_twice(married: tuple[str, str], which: tuple[str, str], says: str) -> None:
    who = {name: born(name, "1990-01-01") for name in ("one", "other", "third")}
    marry(who[married[0]], who[married[1]], since=date(2019, 1, 1))
    with pytest.raises(api.RuleBroken) as problem:
        marry(who[which[0]], who[which[1]])
    assert problem.value.field == "spouse" and says in str(problem.value.text())
    free = which[0] if which[0] not in married else which[1]
    assert said(who[free]) == ("single", None), "nothing half-done stays"


def test_the_dead_are_not_married() -> None:
    one, other = born("Lina", "1990-01-01"), born("Omar", "1991-01-01")
    record("death", other, since=date(2019, 1, 1), death_date="2019-01-01", death_act="7")
    with pytest.raises(api.RuleBroken, match="has died"):
        marry(one, other)
    assert said(one) == ("single", None)


def test_a_mother_was_born_before_her_child() -> None:
    mother = born("Lina", "1990-01-01")
    born("Sami", "2015-01-01", mother=f"register/people/{mother}")
    younger = born("Rim", "1995-01-01")
    with pytest.raises(TargetUnknown) as problem:
        born("Adam", "1994-01-01", mother=f"register/people/{younger}")
    assert problem.value.field == "mother"


@pytest.mark.parametrize("name", ["", "   ", "\t"])
def test_a_name_of_blanks_is_none(name: str) -> None:
    with pytest.raises(api.ValueMissing) as problem:
        born(name, "1990-01-01")
    assert problem.value.field == "given_name"


def test_somebody_of_one_name_is_known_by_it() -> None:
    key = born("Sukarno", "1990-01-01")
    assert api.name_of(register="people", key=key, reader=ENGINE, purpose=LAW) == "Sukarno"


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"mutual": "address"}, "mutual"),
        ({"fixed": {"marital_status": "married"}, "mutual": "marital_status"}, "mutual"),
        ({"rules": [{"rule": "= there.sex = sex", "of": "address", "says": {"en": "x"}}]}, "of"),
        ({"rules": [{"rule": "= there.sex = sex", "says": {"en": "x"}}]}, "rule"),
    ],
)
def test_a_declaration_that_cannot_hold_is_refused(changes: dict[str, object], where: str) -> None:
    data = yaml.safe_load((Path(COUNTRY) / "registers/people.yaml").read_text(encoding="utf-8"))
    marriage = next(each for each in data["events"] if each["event"] == "marriage")
    marriage.update(changes)
    with pytest.raises(DeclarationNotValid) as problem:
        read_declaration(data, file="people.yaml")
    assert where in str(problem.value.values["where"])
