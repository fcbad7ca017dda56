"""Simulating the services that we ship."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from django.conf import settings

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.studio import api
from onewindow.blocks.studio.playing.environment import plain_calendar
from onewindow.blocks.studio.simulation.asking import assumptions_for
from onewindow.blocks.studio.simulation.assumptions import Lasting, Staff
from onewindow.blocks.studio.simulation.behaviours import behaviours_of
from onewindow.blocks.studio.simulation.changes import ChangeNotUnderstood
from onewindow.blocks.studio.simulation.declared import AssumptionNotValid, declared_by
from onewindow.blocks.studio.simulation.distributions import Fixed
from onewindow.blocks.studio.simulation.filled_in import Known
from onewindow.blocks.studio.simulation.package_plan import plan_of
from onewindow.blocks.studio.simulation.report import Report, Study
from onewindow.blocks.studio.simulation.running import run

TRADE = "trade-ministry/external-trade-certificate"
WORKS = "municipality-harbour/small-works-permit"
_MONDAY = date(2026, 3, 2)


@cache
def _package(key: str) -> ServicePackage:
    return catalogue.load_folder(path=settings.ONEWINDOW_SERVICES_DIR / key)


def _study(key: str, *changes: tuple[str, str], cases: int = 300, seed: int = 1) -> Study:
    return api.simulate_package(
        package=_package(key), country=settings.ONEWINDOW_COUNTRY_DIR, start=_MONDAY, cases=cases, seed=seed,
        changes=changes,
    )  # fmt: skip


def _timeless(report: Report) -> Report:
    return replace(report, seconds=0.0)


@pytest.mark.parametrize("key", [TRADE, WORKS])
def test_remembered_steps_give_what_computing_every_step_gives(key):
    package = _package(key)
    assumptions, weights = assumptions_for(
        package=package, known=Known(), calendars=plain_calendar, start=_MONDAY, cases=150, seed=5
    )
    behaviours, _unused = behaviours_of(package=package, weights=weights)
    plan = plan_of(package=package, behaviours=behaviours, calendars=plain_calendar)

    remembered, computed = (
        run(package=package, plan=plan, assumptions=assumptions, remember=remember).report
        for remember in (True, False)
    )

    assert _timeless(remembered) == _timeless(computed)


def test_the_same_seed_gives_the_same_run_and_another_seed_another():
    assert _timeless(_study(WORKS).baseline) == _timeless(_study(WORKS).baseline)
    assert _timeless(_study(WORKS).baseline) != _timeless(_study(WORKS, seed=2).baseline)


def test_every_case_is_decided_and_the_steps_add_up_to_the_time_that_it_took():
    report = _study(TRADE).baseline

    assert report.decided == report.cases == 300
    assert report.terminates
    assert report.hours is not None
    assert sum(step.adds_hours for step in report.steps) == pytest.approx(report.hours.mean)
    assert sum(report.outcomes.values()) == 300
    assert sum(count for _upto, count in report.histogram) == 300
    assert report.late is not None
    assert 0 <= report.late <= 1
    assert report.cost is not None
    assert all(0 <= desk.utilisation <= 1 for desk in report.desks)


def test_more_officers_are_compared_case_by_case():
    study = _study(WORKS, ("officers", "municipality-harbour/inspector=+2"), cases=600)
    (variant,) = study.variants

    assert variant.saved_hours is not None
    assert variant.interval is not None
    assert variant.interval[0] > 0
    before = next(one for one in study.baseline.desks if one.desk.endswith("inspector"))
    after = next(one for one in variant.variant.desks if one.desk.endswith("inspector"))
    assert after.officers == before.officers + 2
    assert after.queue_mean < before.queue_mean


def test_a_step_that_is_removed_takes_no_time_and_refuses_nobody():
    study = _study(TRADE, ("remove", "domiciliation"))
    (variant,) = study.variants

    assert "domiciliation" not in {step.element for step in variant.variant.steps}
    assert variant.saved_hours is not None
    assert variant.saved_hours > 0
    assert variant.variant.outcomes["refused"] < study.baseline.outcomes["refused"]


def test_an_approval_is_automatic_only_where_the_condition_holds():
    study = _study(WORKS, ("automatic", "planning-review when request.area < 20"))
    step = next(one for one in study.variants[0].variant.steps if one.element == "planning-review")
    before = next(one for one in study.baseline.steps if one.element == "planning-review")

    assert 0 < step.times < before.times


def test_two_steps_at_once_unless_the_second_reads_what_the_first_gives():
    (variant,) = _study(TRADE, ("parallel", "domiciliation,pay-fee")).variants

    assert variant.saved_hours is not None
    assert variant.saved_hours > 0
    with pytest.raises(ChangeNotUnderstood, match="reads domiciliation"):
        _study(TRADE, ("parallel", "domiciliation,answer-bank"))


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("officers", "trade-ministry"),
        ("officers", "nobody/here=+1"),
        ("officers", "trade-ministry/registrar=0"),
        ("remove", "issue-certificate"),
        ("remove", "no-such-step"),
        ("automatic", "registration"),
        ("automatic", "registration when request.total_home <"),
        ("parallel", "registration"),
    ],
)
def test_a_change_that_cannot_be_tried_says_why(kind, written):
    with pytest.raises(ChangeNotUnderstood) as caught:
        _study(TRADE, (kind, written), cases=5)

    assert written in caught.value.text()


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("arrivals: {per_working_day: 0}", "arrivals/per_working_day"),
        ("arrivals: {a_day: 3}", "arrivals/a_day"),
        ("arrivals: {by_hour: {25: 1}}", "arrivals/by_hour/25"),
        ("scenarios: {nothing: 1}", "scenarios/nothing"),
        ("steps: {nothing: {minutes: 1}}", "steps/nothing"),
        ("steps: {pay-fee: {minutes: {triangular: [3, 2, 1]}}}", "steps/pay-fee/minutes/triangular"),
        ("steps: {pay-fee: {minutes: {lognormal: {median: 9, p90: 3}}}}", "steps/pay-fee/minutes/lognormal"),
        ("steps: {pay-fee: {minutes: 1, days: 2}}", "steps/pay-fee"),
        ("officers: {a/b: {officers: 1.5}}", "officers/a/b"),
        ("officers: {a/b: {officers: 1, share: 2}}", "officers/a/b/share"),
        ("cases: many", "cases"),
    ],
)
def test_what_cannot_stand_in_simulation_yaml_is_named(written, key):
    package = _package(WORKS)
    broken = replace(package, files={**package.files, "simulation.yaml": written.encode()})

    with pytest.raises(AssumptionNotValid) as caught:
        declared_by(package=broken)

    assert caught.value.values["key"] == key


def test_the_shipped_services_come_to_an_end():
    assert api.loops_of(package=_package(TRADE)) == ()
    assert api.loops_of(package=_package(WORKS)) == ()


def test_the_text_names_every_step_and_desk():
    study = _study(WORKS, ("officers", "municipality-harbour=+1"), cases=100)
    text = api.study_text(study=study, package=_package(WORKS))

    assert "The inspector visits the site" in text
    assert "municipality-harbour/planning-officer" in text
    assert "What if: officers municipality-harbour=+1" in text


@pytest.mark.parametrize(("slow", "late"), [("applicant", 0.0), ("officer", 1.0)])
def test_only_the_time_that_the_office_takes_counts_against_the_deadline(slow: str, late: float):
    """Each side takes a minute, or a hundred days; a case is late through the office alone."""
    package = _package(TRADE)
    assumptions, weights = assumptions_for(
        package=package, known=Known(), calendars=plain_calendar, start=_MONDAY, cases=100, seed=5
    )
    behaviours, _unused = behaviours_of(package=package, weights=weights)
    plan = plan_of(package=package, behaviours=behaviours, calendars=plain_calendar)
    office = {name for name, rule in plan.rules.items() if rule.side == "officer"}
    theirs = {name for name, rule in plan.rules.items() if rule.side in ("applicant", "payment")}
    long = theirs if slow == "applicant" else office
    minutes = {name: 100 * 1440.0 if name in long else 1.0 for name in office | theirs}
    lasting = {name: Lasting(Fixed(some)) for name, some in minutes.items()}
    told = replace(assumptions, lasting=lasting, staff={}, other_staff=Staff(500), per_day=1.0)
    report = run(package=package, plan=plan, assumptions=told).report
    assert report.decided > 50
    assert report.late is not None
    assert report.late == 0 if late == 0 else report.late > 0.5
