"""``onewindow service simulate`` and ``reform``: ten thousand cases, and what could go."""

from datetime import date

import django
from django.conf import settings

from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.commands import service_words as words
from onewindow.commands.console import say
from onewindow.commands.services import FINE, FOUND, UNREADABLE, load
from onewindow.commands.surroundings import choose_settings, house
from onewindow.kernel.clock import clock


def simulate(
    *,
    target: str,
    cases: int | None,
    seed: int,
    start: str | None,
    changes: list[tuple[str, str]],
    as_json: bool,
) -> int:
    """Simulate a package and print the report: text, or JSON. 1: some cases do not come to an end."""
    package = _package(target, as_json=as_json)
    if package is None:
        return UNREADABLE
    from onewindow.blocks.studio import api as studio

    study = studio.simulate_package(
        package=package,
        country=settings.ONEWINDOW_COUNTRY_DIR,
        start=date.fromisoformat(start) if start else clock.today(zone="UTC"),
        cases=cases,
        seed=seed,
        changes=changes,
        told=lambda what: say(f"Simulating {package.key}: {what} …"),
    )
    print(words.json_of(study) if as_json else studio.study_text(study=study, package=package))
    return FINE if study.baseline.terminates else FOUND


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


def reform(*, target: str, simulated: bool, as_json: bool) -> int:
    """Print what a service could do without: from its cases, or from a simulation alone."""
    package = _package(target, as_json=as_json)
    if package is None:
        return UNREADABLE
    from onewindow.blocks.studio import api as studio

    if simulated:
        report = studio.simulated_reform_report(package=package, country=settings.ONEWINDOW_COUNTRY_DIR)
    else:
        with house():
            from onewindow.blocks.catalogue import api as catalogue

            report = studio.reform_report(service=package.key)
            package = catalogue.package(service=package.key)
    print(words.json_of(report) if as_json else studio.reform_text(report=report, package=package))
    return FINE
