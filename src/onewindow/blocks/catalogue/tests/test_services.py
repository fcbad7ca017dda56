"""The packages of this repository load, are complete, and go where their scenarios say."""

import pytest

from onewindow.blocks.catalogue import api
from onewindow.blocks.catalogue.tests.places import FOLDERS
from onewindow.blocks.catalogue.tests.rehearsal import Rehearsal, rehearse
from onewindow.blocks.catalogue.types import Scenario, ServicePackage

PACKAGES = {f"{folder.parent.name}/{folder.name}": api.load_folder(path=folder) for folder in FOLDERS}
SCENARIOS = [
    pytest.param(package, scenario, id=f"{key}:{scenario.scenario}")
    for key, package in PACKAGES.items()
    for scenario in package.scenarios
]


def told(rehearsal: Rehearsal) -> dict[str, object]:
    return {
        "outcome": rehearsal.outcome,
        "ended": rehearsal.ended,
        "tasks": rehearsal.tasks,
        "fees": rehearsal.fees,
        "documents": rehearsal.documents,
        "notices": rehearsal.notices,
        "problems": rehearsal.problems,
    }


def test_there_are_services_that_share_nothing() -> None:
    assert set(PACKAGES) >= {
        "civil-registry/register-extract",
        "municipality-harbour/small-works-permit",
        "trade-ministry/external-trade-certificate",
    }


@pytest.mark.parametrize("package", PACKAGES.values(), ids=PACKAGES.keys())
def test_a_service_has_no_findings_and_three_languages(package: ServicePackage) -> None:
    assert api.check_package(package=package) == ()
    assert set(package.languages) >= {"en", "fr", "ar"}


@pytest.mark.parametrize(("package", "scenario"), SCENARIOS)
def test_a_scenario_ends_as_it_says(package: ServicePackage, scenario: Scenario) -> None:
    rehearsal = rehearse(package, scenario)
    found = told(rehearsal)
    assert {key: found[key] for key in scenario.expect} == scenario.expect


@pytest.mark.parametrize("package", PACKAGES.values(), ids=PACKAGES.keys())
def test_scenarios_reach_every_outcome(package: ServicePackage) -> None:
    reached = {scenario.expect.get("outcome") for scenario in package.scenarios}
    assert reached >= set(package.outcomes.values())
