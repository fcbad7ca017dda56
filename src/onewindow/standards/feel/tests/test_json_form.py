"""Values survive JSON."""

import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from onewindow.standards import feel

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**25), max_value=10**25)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.text(),
    NUMBERS,
    st.integers(-(2**60), 2**60).map(Decimal),
    st.dates(),
    st.times(),
    st.datetimes(),
    st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))])),
    st.integers(-(10**6), 10**6).map(feel.YearsMonthsDuration),
    st.integers(-(10**18), 10**18).map(feel.DaysTimeDuration),
)
KEYS = st.text() | st.sampled_from(["$d", "$date", "$at", "$time", "$dur", "$ctx", "$range"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_round_trip(value: object) -> None:
    assert feel.from_json(json.loads(json.dumps(feel.to_json(value)))) == value


def test_the_written_form() -> None:
    value = {"n": 5, "p": Decimal("0.00880"), "d": date(2026, 1, 1), "t": time(10, 30), "l": feel.Range(1, 2)}
    assert feel.to_json(value) == {
        "n": 5,
        "p": {"$d": "0.00880"},
        "d": {"$date": "2026-01-01"},
        "t": {"$time": "10:30:00"},
        "l": {"$range": [1, 2, True, True, None]},
    }
    assert feel.to_json(datetime(2026, 1, 1, tzinfo=UTC)) == {"$at": "2026-01-01T00:00:00Z"}
    assert feel.to_json(feel.DaysTimeDuration.of_timedelta(timedelta(days=5))) == {"$dur": "P5D"}
    assert str(feel.from_json(0.1)) == "0.1"


@given(NUMBERS)
def test_numbers_survive_text(number: Decimal) -> None:
    text = feel.compile_expression("string(n)", names=("n",)).evaluate({"n": number}).value
    assert isinstance(text, str)
    assert feel.compile_expression(text).evaluate({}).value == number


@given(st.text())
def test_text_survives_its_literal(text: str) -> None:
    written = feel.compile_expression("string([t])", names=("t",)).evaluate({"t": text}).value
    assert isinstance(written, str)
    assert feel.compile_expression(written).evaluate({}).value == [text]
