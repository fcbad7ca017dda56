"""The parts of a simulation, each against what is known about it without simulating."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onewindow.blocks.studio.simulation.arrivals import arrivals
from onewindow.blocks.studio.simulation.assumptions import Assumptions, Lasting, Staff
from onewindow.blocks.studio.simulation.distributions import Fixed, Lognormal, Observed, Triangular
from onewindow.blocks.studio.simulation.draws import key_of, name_of, uniform
from onewindow.blocks.studio.simulation.hours import Hours
from onewindow.blocks.studio.simulation.moments import dated_names, sensitive_elements
from onewindow.blocks.studio.simulation.plan import Answer, Behaviour, Plan, StepRule
from onewindow.blocks.studio.simulation.world import World
from onewindow.kernel.working_days import WorkingCalendar
from onewindow.standards import bpmn

_MONDAY = date(2026, 3, 2)
_OFFICE = WorkingCalendar("office", "Africa/Tunis", holidays=frozenset({date(2026, 3, 20)}))
_ALWAYS = WorkingCalendar("always", "UTC", frozenset(), opens=time(0), closes=time(23, 59))


@pytest.mark.parametrize(
    ("distribution", "mean"),
    [
        (Fixed(7), 7.0),
        (Triangular(1, 2, 9), 4.0),
        (Lognormal(10, 30), Lognormal(10, 30).mean),
        (Observed.of([5, 1, 3]), 3.0),
    ],
)
def test_a_distribution_gives_its_own_mean(distribution, mean):
    drawn = [distribution.draw((step + 0.5) / 20_000) for step in range(20_000)]

    assert sum(drawn) / len(drawn) == pytest.approx(mean, rel=0.02)
    assert drawn == sorted(drawn)
    assert distribution.mean == pytest.approx(mean)


def test_a_lognormal_has_the_percentiles_that_it_is_named_by():
    assert Lognormal(10, 30).draw(0.5) == pytest.approx(10)
    assert Lognormal(10, 30).draw(0.9) == pytest.approx(30)


@given(st.integers(0, 2**40), st.integers(0, 10**6), st.integers(0, 50))
def test_random_numbers_belong_to_what_they_are_for(seed, case, occurrence):
    what = name_of("registration") + occurrence
    drawn = uniform(key_of(seed=seed, case=case), what)

    assert 0 < drawn < 1
    assert drawn == uniform(key_of(seed=seed, case=case), what)
    assert drawn != uniform(key_of(seed=seed, case=case + 1), what)


@given(st.floats(0, 300 * 1440), st.floats(0.001, 5000))
def test_working_minutes_are_counted_as_a_calendar_counts_them(minute, work):
    hours = Hours(calendar=_OFFICE, start=_MONDAY)
    done = hours.after(minute, work)

    assert done > minute
    assert hours.worked(done) - hours.worked(minute) == pytest.approx(work, abs=1e-6)
    assert _OFFICE.is_working((datetime(2026, 3, 2, tzinfo=UTC) + timedelta(minutes=done)).date())


@given(st.integers(0, 200), st.integers(1, 30))
def test_a_working_day_is_a_working_day(day, days):
    hours = Hours(calendar=_OFFICE, start=_MONDAY)
    noon = day * 1440 + 11 * 60.0
    due = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(minutes=hours.closing(noon, days))
    filed = _MONDAY + timedelta(days=day)

    assert due == datetime.combine(_OFFICE.add(filed, days), time(16), UTC)


def test_as_many_are_filed_as_is_assumed():
    assumptions, begins = _assumptions(per_day=50), datetime(2026, 3, 2, tzinfo=UTC)
    filed = list(islice(arrivals(assumptions=assumptions, begins=begins), 5000))
    working = _OFFICE.between(_MONDAY - timedelta(days=1), _MONDAY + timedelta(minutes=filed[-1]))

    assert all(one < other for one, other in pairwise(filed))
    assert 5000 / working == pytest.approx(50, rel=0.05)
    days = {
        (begins + timedelta(minutes=minute)).astimezone(ZoneInfo("Africa/Tunis")).date() for minute in filed
    }
    assert all(_OFFICE.is_working(day) for day in days)


def _model(body: str) -> bytes:
    xmlns = "http://www.omg.org/spec/BPMN/20100524/MODEL"
    process = f'<process id="p" isExecutable="true">{body}</process>'
    return f'<definitions xmlns="{xmlns}" id="d" targetNamespace="urn:x">{process}</definitions>'.encode()


_ONE_DESK = _model("""<startEvent id="s"/><userTask id="work"/><endEvent id="e"/>
  <sequenceFlow id="f1" sourceRef="s" targetRef="work"/><sequenceFlow id="f2" sourceRef="work" targetRef="e"/>
  """)


def test_one_officer_and_random_arrivals_wait_as_the_formula_says():
    """Pollaczek and Khinchine: fixed service of s minutes at load r waits r s / (2 (1 - r)) on average."""
    service, load = 10.0, 0.8
    assumptions = _assumptions(
        per_day=load * 1440 / service, calendar=_ALWAYS, cases=40_000,
        staff={"always/clerk": Staff(1)}, lasting={"work": Lasting(Fixed(service))},
    )  # fmt: skip
    measures = World(_plan(_ONE_DESK, {"work": "always/clerk"}), assumptions).run()

    waited = measures.step("work").waiting / measures.step("work").done
    assert measures.decided == 40_000
    assert waited == pytest.approx(load * service / (2 * (1 - load)), rel=0.08)


_ASKS_AGAIN = _model("""<startEvent id="s"/><userTask id="work"/>
  <exclusiveGateway id="more" default="f4"/><endEvent id="e"/>
  <sequenceFlow id="f1" sourceRef="s" targetRef="work"/>
  <sequenceFlow id="f2" sourceRef="work" targetRef="more"/>
  <sequenceFlow id="f3" sourceRef="more" targetRef="e">
  <conditionExpression>work = "enough"</conditionExpression>
  </sequenceFlow><sequenceFlow id="f4" sourceRef="more" targetRef="work"/>""")


def test_a_case_that_goes_in_circles_is_stopped_and_the_place_is_named():
    measures = World(_plan(_ASKS_AGAIN, {"work": "always/clerk"}), _assumptions(cases=5)).run()

    assert measures.loops == {"work": 5}
    assert measures.decided == 0


def test_what_looks_at_the_clock_is_found_through_scripts():
    definition = bpmn.load(
        _model("""<startEvent id="s"/>
  <scriptTask id="keep"><script>{since: {begun: today, by: officer}}</script></scriptTask>
  <exclusiveGateway id="old" default="f4"/><exclusiveGateway id="who" default="f6"/><endEvent id="e"/>
  <sequenceFlow id="f1" sourceRef="s" targetRef="keep"/>
  <sequenceFlow id="f2" sourceRef="keep" targetRef="old"/>
  <sequenceFlow id="f3" sourceRef="old" targetRef="e"><conditionExpression>
     since.begun &lt; date("2026-01-01")</conditionExpression></sequenceFlow>
  <sequenceFlow id="f4" sourceRef="old" targetRef="who"/>
  <sequenceFlow id="f5" sourceRef="who" targetRef="e">
  <conditionExpression>since.by = "x"</conditionExpression>
  </sequenceFlow><sequenceFlow id="f6" sourceRef="who" targetRef="e"/>""")
    )
    dated = dated_names(definition)
    found, whole = sensitive_elements(definition, dated=dated, formulas={})

    assert "begun" in dated
    assert "by" not in dated
    assert found == {"old"}
    assert not whole


def _assumptions(*, per_day=100.0, cases=1000, calendar=_OFFICE, staff=None, lasting=None) -> Assumptions:
    return Assumptions(
        cases=cases, seed=3, start=_MONDAY, per_day=per_day, per_free_day=0.0, by_hour=(1.0,) * 24,
        calendar=calendar.name, calendars=lambda _name: calendar, staff=staff or {},
        lasting=lasting or {"work": Lasting(Fixed(1))}, deadline=None, costs=None,
    )  # fmt: skip


def _plan(model: bytes, desks: dict[str, str]) -> Plan:
    rules = {
        element: StepRule("officer", desk=lambda _scope, _at, desk=desk: desk)
        for element, desk in desks.items()
    }
    answers = {element: (Answer(1, "", {element: "done"}),) for element in desks}
    behaviour = Behaviour("all", 1.0, datetime(2026, 3, 2, tzinfo=UTC), {}, answers)
    return Plan(bpmn.load(model), rules, (behaviour,), {"e": "granted"}, frozenset(), True, lambda _at: {})
