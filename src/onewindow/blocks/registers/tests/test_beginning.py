"""What begins later than it was written is found from its day on, and not before."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers import api, beginning, copying, tasks
from onewindow.blocks.registers.bulk import chunks
from onewindow.blocks.registers.declared import declaration
from onewindow.blocks.registers.models import Fact, LookedUntil, SearchEntry
from onewindow.blocks.registers.tests.test_events import HEAD, KEY, LAW, event, officer
from onewindow.blocks.registers.tests.test_two_entries import born
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.period import Period
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")

COMPANY = "1204567A"
ENGINE = identity.system_actor(name="test")


def in_days(number: int) -> datetime:
    return clock.now() + timedelta(days=number)


def notice_all() -> int:
    """The demonstration announces things of its own, too."""
    many = 0
    while some := tasks.notice_begun():
        many += some
    return many


def represents(person: Reference) -> bool:
    me = Actor(account="citizen", kind="person", person=person, assurance="substantial")
    rows = api.rows_naming(register="companies", attribute="officers", target=person, purpose=LAW, reader=me)
    return COMPANY in [key for key, _ in rows]


def found(text: str) -> list[str]:
    return [each.key for each in api.find(register="people", text=text, reader=HEAD, purpose=LAW)]


def test_an_officer_announced_represents_the_company_from_that_day_on() -> None:
    newcomer = Reference.of("register", "people", born("Zoubeida", "1990-01-01"))
    said = api.read(register="companies", key=COMPANY, attributes=["officers"], purpose=LAW, reader=ENGINE)
    listed: Any = said.values["officers"]
    officers = [*listed, {**listed[0], "person": newcomer.text}]
    day: date = in_days(10).date()
    event(
        "companies", "officers", {"officers": officers}, key=COMPANY, since=day, note="from the summer on",
        officer=officer("trade-ministry", "registrar"),
    )  # fmt: skip
    notice_all()
    assert not represents(newcomer)
    with clock.at(in_days(30)):
        assert notice_all() >= 1
        assert represents(newcomer)


def test_a_new_name_is_found_from_its_day_on_and_the_old_one_until_then() -> None:
    before = found("Zacharias")
    waits = event(
        "people", "new-name", {"family_name": "Zacharias"}, since=in_days(5).date(), note="by judgment"
    )
    api.confirm_change(number=waits.number, officer=HEAD)
    notice_all()
    assert found("Zacharias") == before
    with clock.at(in_days(30)):
        assert notice_all() >= 1
        assert KEY in found("Zacharias")


def test_a_code_that_begins_or_ends_later_is_seen_by_every_page() -> None:
    def write(key: str, changes: Mapping[str, object], since: datetime) -> None:
        api.write(
            register="exchange-rates", key=key, changes=changes, valid=Period(since), source="central-bank",
            writer=officer("central-bank", "exchange-officer"),
        )  # fmt: skip

    def rate() -> object:
        code = api.code(register="exchange-rates", key="EUR")
        return code and str(code["value"])

    old = rate()
    write("EUR", {"value": "9.0000", "quote": "TND"}, in_days(3))
    assert rate() == old
    with clock.at(in_days(4)):
        assert notice_all() >= 1
        assert rate() == "9.0000"


@pytest.fixture
def later() -> str:
    return f"{in_days(3):%Y-%m-%d} 00:00:00+00"


def grown(later: str) -> None:
    people = {"people": declaration("people")}
    own = {"given_name": "Yusra", "family_name": "Xerxes", "birth_date": "1990-01-01"}
    entries = [
        ("people", "30000001", [("1990-01-01 00:00:00+00", own), (later, {**own, "family_name": "Quixote"})]),
        ("people", "30000002", [(later, own)]),
    ]
    lines = chunks.lines_of(people, entries, source="test")
    chunks.copy_lines(chunks._FACTS, lines.facts)
    chunks.copy_lines(chunks._SEARCH, lines.search)


def loaded(later: str) -> None:
    own = {"given_name": "Yusra", "family_name": "Xerxes", "birth_date": "1990-01-01"}
    day = datetime.fromisoformat(later)
    entries: dict[str, list[copying.Span]] = {
        "30000001": [(copying.SINCE_EVER, own), (day, {**own, "family_name": "Quixote"})],
        "30000002": [(day, own)],
    }
    copying.add(declaration("people"), entries, source="test")


@pytest.mark.parametrize("fill", [grown, loaded])
def test_what_a_list_says_of_the_future_is_found_in_the_future(fill: Any, later: str) -> None:
    fill(later)
    labels = SearchEntry.objects.filter(register="people", key__startswith="3000000")
    assert list(labels.values_list("key", "labels")) == [("30000001", {"": "Yusra Xerxes"})]
    notice_all()
    with clock.at(in_days(4)):
        assert notice_all() >= 2
        assert dict(labels.values_list("key", "labels")) == {
            "30000001": {"": "Yusra Quixote"},
            "30000002": {"": "Yusra Xerxes"},
        }


def test_however_many_begin_at_one_moment_and_whoever_is_late_all_are_noticed(
    monkeypatch: pytest.MonkeyPatch, later: str
) -> None:
    notice_all()
    loaded(later)
    monkeypatch.setattr(beginning, "_BATCH", 1)
    with clock.at(in_days(4)):
        assert tasks.notice_begun() == 1
        assert notice_all() >= 1
        assert SearchEntry.objects.filter(register="people", key="30000002").exists()
    kept = LookedUntil.objects.get()
    written = kept.at - timedelta(minutes=3)  # before it began; committed only after somebody looked
    Fact.objects.create(
        register="people", key="30000003", source="test", recorded_from=written,
        valid_from=kept.at - timedelta(minutes=1),
        values={"given_name": "Late", "family_name": "Comer", "birth_date": "1990-01-01"},
    )  # fmt: skip
    with clock.at(kept.at + timedelta(seconds=1)):
        notice_all()
    assert SearchEntry.objects.filter(register="people", key="30000003").exists()


_MANY = """
    INSERT INTO registers_fact (register, key, values, valid_from, recorded_from, source)
    SELECT 'units', 'many-' || number, '{}', timestamptz '2000-01-01' + number * interval '1 hour',
           now(), 'test'
    FROM generate_series(1, 20000) number
"""


def test_a_look_reads_the_index_of_what_begins_later_alone() -> None:
    now = clock.now()
    looks = ((beginning._BEGUN, [now, now, 0, 500]), (beginning._LATE, [now, now, 0, now]))
    with connection.cursor() as cursor:
        cursor.execute(_MANY)  # of a small country the server would read the whole
        cursor.execute("ANALYZE registers_fact")
        for statement, values in looks:
            cursor.execute(f"EXPLAIN {statement}", values)
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "registers_fact_later" in plan and "Seq Scan" not in plan, plan
