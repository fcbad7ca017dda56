from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api
from onewindow.blocks.registers.models import Fact
from onewindow.blocks.registers.tests.conftest import actor
from onewindow.blocks.registers.tests.test_spans import Model
from onewindow.foundation.access.types import Actor
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.period import Period
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")

PARCEL = "PN-0101"
DAY_ONE = datetime(2026, 1, 1, tzinfo=UTC)


def write(changes: dict[str, object], valid: Period, key: str = PARCEL, writer: Actor | None = None) -> None:
    api.write(
        register="parcels",
        key=key,
        changes=changes,
        valid=valid,
        source="case/X-1",
        writer=writer or identity.system_actor(name="test"),
    )


@pytest.mark.parametrize("who", ["citizen", "trade-registrar", "safety-officer", "civil-registrar"])
def test_only_whom_the_owner_named_may_write(who: str) -> None:
    with pytest.raises(api.WriteRefused):
        write({"zone": "mixed"}, Period(DAY_ONE), writer=actor(who))
    write({"zone": "mixed"}, Period(DAY_ONE), writer=actor("planning-officer"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"zone": "swamp"}, "zone"),
        ({"area": 3.5}, "area"),
        ({"area": "many"}, "area"),
        ({"owner": "nobody"}, "owner"),
        ({"height": "3"}, "height"),
    ],
)
def test_a_wrong_value_names_its_attribute_and_changes_nothing(
    changes: dict[str, object], field: str
) -> None:
    before = Fact.objects.count()
    with pytest.raises((api.ValueNotValid, api.AttributeUnknown)) as caught:
        write(changes, Period(DAY_ONE))
    assert caught.value.field == field
    assert Fact.objects.count() == before


def test_a_change_without_a_source_or_with_a_strange_key_is_refused() -> None:
    with pytest.raises(api.KeyNotValid):
        write({"zone": "mixed"}, Period(DAY_ONE), key="XX-1")
    from onewindow.blocks.registers.errors import NothingKnownThen, SourceMissing

    with pytest.raises(SourceMissing):
        api.write(
            register="parcels",
            key=PARCEL,
            changes={"zone": "mixed"},
            valid=Period(DAY_ONE),
            source=" ",
            writer=actor("planning-officer"),
        )
    with pytest.raises(NothingKnownThen):
        write({"zone": "mixed"}, Period(DAY_ONE), key="PN-9999")


def test_a_new_entry_is_found_at_once_and_its_change_is_in_the_record() -> None:
    write({"address": "99 Rue Toute-Neuve", "area": "120.5", "zone": "mixed"}, Period(DAY_ONE), key="PN-9999")
    found = api.find(register="parcels", text="toute neuve", reader=Actor())
    assert [each.key for each in found] == ["PN-9999"]
    (leaf,) = record.entries_of(subject=Reference("register/parcels/PN-9999"))
    assert leaf.kind == "register.written"


spans = st.tuples(st.integers(0, 40), st.one_of(st.none(), st.integers(1, 20)), st.integers(1, 999))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(spans, min_size=1, max_size=6), asked=st.integers(-5, 70))
def test_any_changes_leave_one_truth_for_each_moment(
    changes: list[tuple[int, int | None, int]], asked: int
) -> None:
    """Against a plain model: what is told holds until the next known change; spans never overlap."""
    key = f"PN-{Fact.objects.count() % 10000:04d}"
    Fact.objects.filter(register="parcels", key=key).delete()
    write({"address": "x", "area": "1", "zone": "mixed"}, Period(DAY_ONE - timedelta(days=9)), key=key)
    moment = DAY_ONE + timedelta(days=asked, hours=1)
    first = 9
    model = Model(first + 80)
    model.for_a_time(0, first + 80, 1)
    for start, length, area in changes:
        end = None if length is None else DAY_ONE + timedelta(days=start + length)
        write({"area": str(area)}, Period(DAY_ONE + timedelta(days=start), end), key=key)
        if length is None:
            model.late(first + start, area)
        else:
            model.for_a_time(first + start, first + start + length, area)
    said = api.read(register="parcels", key=key, attributes=["area"], reader=Actor(), as_of=moment)
    assert str(said.values["area"]) == str(model.days[first + asked])
    known = list(Fact.objects.filter(register="parcels", key=key, recorded_until=None).order_by("valid_from"))
    for before, after in pairwise(known):
        assert before.valid_from < after.valid_from


def test_an_open_register_that_changes_is_seen_anew() -> None:
    assert api.code(register="exchange-rates", key="EUR") is not None
    now = clock.now()
    api.write(
        register="exchange-rates",
        key="EUR",
        changes={"value": "4.0000", "quote": "TND"},
        valid=Period(now - timedelta(minutes=1)),
        source="central-bank",
        writer=actor("exchange-officer"),
    )
    code = api.code(register="exchange-rates", key="EUR")
    assert code is not None and str(code["value"]) == "4.0000"
