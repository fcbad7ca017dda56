"""The packages of this repository are complete, go where their scenarios say, and pass every check."""

import pytest

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.tests.places import FOLDERS, SERVICES
from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.studio import api

PACKAGES = {f"{folder.parent.name}/{folder.name}": catalogue.load_folder(path=folder) for folder in FOLDERS}
EVERY = pytest.mark.parametrize("package", PACKAGES.values(), ids=PACKAGES.keys())


@pytest.fixture(scope="module")
def world() -> api.World:
    return api.world_of_folders(country=SERVICES.parent / "country", services=SERVICES)


def test_there_are_services_of_many_agencies() -> None:
    assert len(PACKAGES) >= 12
    assert len({package.agency for package in PACKAGES.values()}) >= 8


@EVERY
def test_every_scenario_ends_as_it_says_and_all_is_covered(package: ServicePackage) -> None:
    report = api.play_scenarios(package=package)
    assert [result for result in report.results if not result.passed] == []
    assert [one for one in report.coverage.uncovered if not one.reason] == []


@EVERY
def test_nothing_is_at_fault(package: ServicePackage, world: api.World) -> None:
    report = api.check_package(package=package, world=world)
    assert report.faults == ()
    assert set(package.languages) >= {"en", "fr", "ar"}


@EVERY
def test_scenarios_reach_every_outcome(package: ServicePackage) -> None:
    reached = {scenario.expect.get("outcome") for scenario in package.scenarios}
    assert reached >= set(package.outcomes.values())
