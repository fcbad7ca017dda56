"""``onewindow service …``: packages, as a person at a console works with them.

Progress goes to standard error, answers to standard output. 0 is fine, 1 means findings, 2 that it cannot be
read.
"""

from pathlib import Path

import django
from django.conf import settings

from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.studio.types import CheckReport, ScenarioResult, TestReport
from onewindow.commands import service_words as words
from onewindow.commands.console import say
from onewindow.commands.surroundings import choose_settings

FINE, FOUND, UNREADABLE = 0, 1, 2


def check(*, target: str, as_json: bool) -> int:
    """Check a package and print what was found."""
    package = _package(target, as_json=as_json)
    if package is None:
        return UNREADABLE
    report = checked(package)
    print(words.json_of(report) if as_json else words.check_text(report))
    return FOUND if report.faults else FINE


def test(*, target: str, as_json: bool) -> int:
    """Run the scenarios of a package and print how they went and what they cover."""
    package = _package(target, as_json=as_json)
    if package is None:
        return UNREADABLE
    report = tested(package, quiet=as_json)
    print(words.json_of(report) if as_json else words.coverage_text(report))
    return FINE if report.good else FOUND


def checked(package: ServicePackage) -> CheckReport:
    """A package held against the country's folder and the other services of the services folder."""
    from onewindow.blocks.studio import api as studio

    say(f"Checking {package.key} …")
    world = studio.world_of_folders(
        country=settings.ONEWINDOW_COUNTRY_DIR, services=settings.ONEWINDOW_SERVICES_DIR
    )
    return studio.check_package(package=package, world=world)


def tested(package: ServicePackage, *, quiet: bool = False) -> TestReport:
    """The scenarios of a package, each told as it ends."""
    from onewindow.blocks.studio import api as studio

    say(f"Running {len(package.scenarios)} scenarios of {package.key} …")

    def told(result: ScenarioResult) -> None:
        if not quiet:
            print(words.scenario_text(result), flush=True)

    return studio.test_package(package=package, told=told)


def load(target: str) -> ServicePackage:
    """The package of a folder, or of ``agency/service`` in the services folder.

    :raises PackageNotValid: with every fault.
    """
    choose_settings()
    django.setup()
    from onewindow.blocks.catalogue import api as catalogue

    return catalogue.load_folder(path=folder_of(target))


def folder_of(target: str) -> Path:
    """Where a package is: the path itself, or below the services folder."""
    choose_settings()
    path = Path(target)
    if (path / "service.yaml").is_file():
        return path
    inside = Path(settings.ONEWINDOW_SERVICES_DIR) / target
    return inside if inside.is_dir() else path


def _package(target: str, *, as_json: bool) -> ServicePackage | None:
    """A package, or None after its faults were printed."""
    choose_settings()
    django.setup()
    from onewindow.blocks.catalogue.api import PackageNotValid

    try:
        return load(target)
    except PackageNotValid as problem:
        print(words.unreadable_json(problem) if as_json else words.unreadable_text(problem))
        return None
