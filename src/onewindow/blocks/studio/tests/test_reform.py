"""What a service could do without, from cases that are made so that the answer is known."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from onewindow.blocks.cases.types import CaseHistory, WorkHistory
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.studio import api
from onewindow.blocks.studio.playing.environment import plain_calendar
from onewindow.blocks.studio.reform.gains import ReformReport, answered
from onewindow.blocks.studio.reform.gathering import report_of_cases, worked_minutes
from onewindow.blocks.studio.reform.uses import unused_questions

WORKS = "municipality-harbour/small-works-permit"
_MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
_NOW = _MONDAY + timedelta(days=100)


@cache
def _package(key: str = WORKS) -> ServicePackage:
    return catalogue.load_folder(path=Path(settings.ONEWINDOW_SERVICES_DIR) / key)


def _work(
    element: str, side: str, opened: float, ended: float, *, claimed: float | None = None
) -> WorkHistory:
    def moment(hours: float) -> datetime:
        return _MONDAY + timedelta(hours=hours)

    return WorkHistory(
        element, side, "municipality-harbour", "planning-officer", "done", moment(opened),
        None if claimed is None else moment(claimed), moment(ended), True,
    )  # fmt: skip


def _case(kind: str, outcome: str, *works: WorkHistory, opinion: str = "agree") -> CaseHistory:
    return CaseHistory(
        "v", "page", outcome, _MONDAY, None if outcome == "open" else _MONDAY + timedelta(days=4), None,
        {"request": {"kind": kind}, "planning_review": {"opinion": opinion}}, works,
    )  # fmt: skip


def _report(*cases: CaseHistory) -> ReformReport:
    found = report_of_cases(package=_package(), cases=cases, calendars=plain_calendar, now=_NOW)
    assert found is not None
    return found


def test_an_approval_that_always_agrees_is_found_with_the_hours_that_it_takes() -> None:
    review = _work("planning-review", "officer", 0, 6, claimed=4)
    report = _report(*[_case("shed", "granted", review)] * 40)
    (gain,) = [one for one in report.gains if one.element == "planning-review" and not one.question]

    assert report.source == "cases"
    assert gain.kind == "decides-nothing"
    assert gain.officer_hours == pytest.approx(report.per_year * 2)  # each is worked on for two hours
    assert report.per_year == pytest.approx(40 / 100 * 365)
    (times,) = report.steps
    assert (times.waiting_hours, times.working_minutes, times.whole_hours) == (4, 120, 6)


def test_an_approval_that_refuses_is_left_alone() -> None:
    review = _work("planning-review", "officer", 0, 6, claimed=4)
    refused = [_case("shed", "refused", review, opinion="refuse")]
    report = _report(*[_case("shed", "granted", review)] * 40, *refused)

    assert not [one for one in report.gains if one.element == "planning-review" and not one.question]


def test_an_approval_whose_answers_differ_never_refused() -> None:
    review = _work("planning-review", "officer", 0, 6, claimed=4)
    conditions = [_case("shed", "granted", review, opinion="agree-with-conditions")]
    report = _report(*[_case("shed", "granted", review)] * 40, *conditions * 5)
    (gain,) = [one for one in report.gains if one.element == "planning-review" and not one.question]

    assert gain.kind == "never-refused"


def test_a_way_back_names_the_answer_that_goes_along_with_it() -> None:
    first = _work("planning-review", "officer", 0, 6, claimed=5)
    back = _work("answer-planning", "applicant", 6, 30)
    again = _work("planning-review", "officer", 30, 32, claimed=31)
    report = _report(
        *[_case("pool", "granted", first, back, again)] * 30, *[_case("shed", "granted", first)] * 60
    )
    (gain,) = [one for one in report.gains if one.kind == "way-back"]

    assert gain.element == "answer-planning"
    assert gain.share == pytest.approx(1 / 3)
    assert gain.cause is not None
    assert (gain.cause.answer, gain.cause.share, gain.cause.others) == ("pool", 1.0, 0.0)
    assert gain.wait_days == pytest.approx(1.0)


def test_what_cannot_be_computed_is_not_there() -> None:
    unclaimed = _work("planning-review", "officer", 0, 6)
    report = _report(*[_case("shed", "granted", unclaimed)] * 40)

    assert report.steps[0].working_minutes is None
    assert report.steps[0].waiting_hours is None
    assert [one.officer_hours for one in report.gains if one.element == "planning-review"] == [None]


def test_too_few_decided_cases_conclude_nothing() -> None:
    review = _work("planning-review", "officer", 0, 6)
    cases = (*[_case("shed", "granted", review)] * 29, *[_case("shed", "open", review)] * 50)

    assert report_of_cases(package=_package(), cases=cases, calendars=plain_calendar, now=_NOW) is None


def test_a_question_that_nothing_uses_is_found_and_one_that_a_rule_reads_is_not() -> None:
    unused = {one.path for one in unused_questions(_package())}

    assert "wish" in unused
    assert not unused & {"kind", "area", "zone", "parcel"}


def test_a_question_in_a_list_is_answered_once_for_each_row() -> None:
    answers = {"lines": [{"remark": "a"}, {"remark": None}, {"remark": "b"}], "note": None}

    assert answered(answers, ["lines", "remark"]) == 2
    assert answered(answers, ["note"]) == 0


def test_an_officers_time_counts_in_working_hours() -> None:
    friday = datetime(2026, 3, 6, 16, tzinfo=UTC)

    assert worked_minutes(plain_calendar, "x", friday, friday + timedelta(days=3)) == 9 * 60
    assert worked_minutes(plain_calendar, "x", friday, friday + timedelta(minutes=30)) == 30


def test_the_report_of_a_shipped_service_ranks_by_hours_and_is_told_in_words() -> None:
    report = api.simulated_reform_report(package=_package(), country=Path(settings.ONEWINDOW_COUNTRY_DIR))
    text = api.reform_text(report=report, package=_package())

    assert report.source == "simulation"
    assert [gain.hours for gain in report.gains] == sorted(
        (gain.hours for gain in report.gains), reverse=True
    )
    assert "You answer the Planning Department" in text
    assert "hours of officers" in text
