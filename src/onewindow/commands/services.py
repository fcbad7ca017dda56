"""``onewindow service …``: packages, as a person at a console works with them.

Progress goes to standard error, answers to standard output. 0 is fine, 1 means findings, 2 that it cannot be
read.
"""

import re
from pathlib import Path

import django
from django.conf import settings

from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.studio.types import CheckReport, ScenarioResult, TestReport
from onewindow.commands import service_words as words
from onewindow.commands.console import say
from onewindow.commands.surroundings import choose_settings

FINE, FOUND, UNREADABLE = 0, 1, 2
SLUG = re.compile(r"[a-z][a-z0-9-]{0,60}")


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


def new(*, target: str) -> int:
    """Write the skeleton of a service into the services folder."""
    _prepare()
    from onewindow.blocks.studio import api as studio

    agency, _slash, service = target.partition("/")
    if not SLUG.fullmatch(agency) or not SLUG.fullmatch(service):
        say("Name it AGENCY/SERVICE, both in small letters, digits and hyphens.")
        return UNREADABLE
    folder = Path(settings.ONEWINDOW_SERVICES_DIR) / agency / service
    if folder.exists():
        say(f"{folder} is there already; nothing was changed.")
        return UNREADABLE
    for name, content in studio.skeleton(agency=agency, service=service).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    print(folder)
    agencies = sorted(path.stem for path in Path(settings.ONEWINDOW_COUNTRY_DIR).glob("agencies/*.yaml"))
    if agencies and agency not in agencies:
        say(f"The country has no agency “{agency}”. Move the folder to one of: {', '.join(agencies)}.")
    say(f"A small service that works. Next: onewindow service check {target}, then change file by file.")
    return FINE


def diff(*, old: str, new: str, as_json: bool) -> int:
    """Say what differs between two folders; 1 where something does."""
    before, after = _package(old, as_json=as_json), _package(new, as_json=as_json)
    if before is None or after is None:
        return UNREADABLE
    from onewindow.blocks.studio import api as studio

    comparison = studio.compare(old=before, new=after)
    print(words.json_of(comparison) if as_json else words.diff_text(comparison))
    return FOUND if comparison.differences else FINE


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

    return studio.play_scenarios(package=package, told=told)


def _prepare() -> None:
    """Settings and rooms; no database is asked."""
    choose_settings()
    django.setup()


def load(target: str) -> ServicePackage:
    """The package of a folder, or of ``agency/service`` in the services folder.

    :raises PackageNotValid: with every fault.
    """
    _prepare()
    from onewindow.blocks.catalogue import api as catalogue

    return catalogue.load_folder(path=folder_of(target))


def folder_of(target: str) -> Path:
    """Where a package is: the path itself, or below the services folder."""
    choose_settings()
    path = Path(target)
    if (path / "service.yaml").is_file():
        return path
    inside = Path(settings.ONEWINDOW_SERVICES_DIR) / target
    if not path.is_dir() and not inside.is_dir():
        say(f"There is no package in {path.absolute()}, nor in {inside}.")
    return inside if inside.is_dir() else path


def _package(target: str, *, as_json: bool) -> ServicePackage | None:
    """A package, or None after its faults were printed."""
    _prepare()
    from onewindow.blocks.catalogue.api import PackageNotValid

    try:
        return load(target)
    except PackageNotValid as problem:
        print(words.unreadable_json(problem) if as_json else words.unreadable_text(problem))
        return None
