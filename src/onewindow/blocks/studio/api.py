"""The door of the studio: drafts of packages, what was found in them, publishing and retiring by two."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.studio import archives, comparing, inspecting, testing
from onewindow.blocks.studio import skeleton as _skeleton
from onewindow.blocks.studio.inspecting import World
from onewindow.blocks.studio.operations import drafting, publishing, retiring
from onewindow.blocks.studio.operations import reforming as _asking_for_reform
from onewindow.blocks.studio.operations import simulating as _simulating
from onewindow.blocks.studio.queries import drafts as _drafts
from onewindow.blocks.studio.queries import reforming as _reforming
from onewindow.blocks.studio.queries import simulations as _simulations
from onewindow.blocks.studio.reform import saying as _saying
from onewindow.blocks.studio.reform.gains import ReformReport
from onewindow.blocks.studio.simulation import asking as _asking
from onewindow.blocks.studio.simulation import ending as _ending
from onewindow.blocks.studio.simulation import telling as _telling
from onewindow.blocks.studio.simulation.report import Study
from onewindow.blocks.studio.types import (
    CheckReport,
    Comparison,
    DraftView,
    PackageReport,
    Published,
    RetirementView,
    ScenarioResult,
    SimulationView,
    TestReport,
)
from onewindow.foundation.access.api import Actor


def drafts(*, actor: Actor, service: str | None = None, open_only: bool = True) -> tuple[DraftView, ...]:
    """Drafts of the actor's agencies, the newest change first."""
    return _drafts.drafts(actor=actor, service=service, open_only=open_only)


def draft(*, draft: int, actor: Actor) -> DraftView:
    """One draft with its files.

    :raises DraftNotFound: no such draft of the actor's agencies.
    """
    return _drafts.draft(draft=draft, actor=actor)


def begin_draft(
    *, service: str, actor: Actor, note: str = "", files: Mapping[str, bytes] | None = None
) -> DraftView:
    """Begin a draft: of the current version of a service, or of the files that are given.

    :param service: ``agency/service``; with ``files`` it may be new.
    :param note: what the change is for.
    :raises NotAnAuthor: the actor has no post as author or administrator of the agency.
    :raises FileNotWelcome: a file that a package cannot have.
    :raises UnknownService: no files are given, and no such service is offered.
    """
    return drafting.begin(service=service, actor=actor, note=note, files=files)


def save_draft_file(
    *, draft: int, actor: Actor, path: str, text: str, revision: int | None = None
) -> DraftView:
    """Put one file into a draft, in place of what it was.

    :param revision: what the writer saw; None overwrites whatever is there.
    :raises DraftChanged: the draft has another revision.
    :raises DraftNotFound, DraftIsClosed, NotAnAuthor, FileNotWelcome: nothing was stored.
    """
    return drafting.save_file(draft=draft, actor=actor, path=path, text=text, revision=revision)


def save_draft_files(
    *, draft: int, actor: Actor, files: Mapping[str, bytes], revision: int | None = None
) -> DraftView:
    """Put these files in place of all that the draft has. Errors as for ``save_draft_file``."""
    return drafting.save_files(draft=draft, actor=actor, files=files, revision=revision)


def remove_draft_file(*, draft: int, actor: Actor, path: str, revision: int | None = None) -> DraftView:
    """Take a file out of a draft. Errors as for ``save_draft_file``."""
    return drafting.remove_file(draft=draft, actor=actor, path=path, revision=revision)


def discard_draft(*, draft: int, actor: Actor) -> None:
    """Close a draft without publishing it.

    :raises DraftNotFound, DraftIsClosed, NotAnAuthor: nothing was stored.
    """
    drafting.discard(draft=draft, actor=actor)


def retirement(*, service: str, actor: Actor) -> RetirementView | None:
    """The open proposal to retire a service, if there is one that the actor may see."""
    return _drafts.retirement(service=service, actor=actor)


def world_of_folders(*, country: Path, services: Path) -> World:
    """What packages are held against, out of two folders: no database is asked.

    :raises DeclarationNotValid: a register of the country cannot be read.
    """
    return inspecting.world_of_folders(country=country, services=services)


def world_of_window() -> World:
    """What packages are held against, as this window's database has it."""
    return inspecting.world_of_window()


def check_package(*, package: ServicePackage, world: World) -> CheckReport:
    """Everything that can be said about a package before a case is filed. Pure."""
    return inspecting.inspect(package, world)


def play_scenarios(
    *, package: ServicePackage, told: Callable[[ScenarioResult], None] = lambda result: None
) -> TestReport:
    """Run the scenarios of a package in memory, and say which flows and rules they pass. Pure.

    :param told: hears of each result at once.
    """
    return testing.run_scenarios(package, told=told)


def simulate_package(
    *,
    package: ServicePackage,
    country: Path,
    start: date,
    cases: int | None = None,
    seed: int = 1,
    changes: Sequence[tuple[str, str]] = (),
    told: Callable[[str], None] = lambda _what: None,
) -> Study:
    """Run thousands of cases of a package in simulated time, and again under each change.

    :param country: folder with calendars, posts and costs; no database is asked.
    :param start: the day of the first filing, or the Monday after it.
    :param cases: how many; None takes what the package declares, else 10,000.
    :param changes: ``(officers | remove | parallel | automatic, what)``, as ``("officers", "x/head=+2")``.
    :param told: is told what runs now.
    :raises NothingToSimulate: no scenario files a case that can be played.
    :raises AssumptionNotValid: simulation.yaml says something that cannot be.
    :raises ChangeNotUnderstood: nothing was run under that change.
    """
    return _asking.simulate_with_folder(
        package=package, country=country, start=_asking.next_monday(start), cases=cases, seed=seed,
        changes=changes, told=told,
    )  # fmt: skip


def ask_for_simulation(
    *,
    service: str,
    actor: Actor,
    draft: DraftView | None = None,
    cases: int | None = None,
    seed: int = 1,
    changes: Sequence[tuple[str, str]] = (),
) -> int:
    """Ask the worker to simulate the current version of a service, or a draft, with what the window knows.

    :returns: the simulation's number; ``latest_simulation`` tells when it is done.
    :raises NotAnAuthor: the actor neither writes nor publishes the agency's services.
    """
    return _simulating.ask(service=service, draft=draft, actor=actor, cases=cases, seed=seed, changes=changes)


def latest_simulation(*, service: str, draft: int | None = None) -> SimulationView | None:
    """The simulation that was asked for last, of the service or of one draft."""
    return _simulations.latest(service=service, draft=draft)


def latest_reform_report(*, service: str) -> ReformReport | None:
    """What a service could do without, counted a few minutes ago at most.

    None while the worker counts it, which this call asks for: look again in a moment.
    """
    return _asking_for_reform.latest(service=service)


def reform_report(*, service: str) -> ReformReport:
    """What a service could do without: from its real cases, else from a simulation.

    :returns: a report of no cases where there are none, and no scenario files one that can be played.
    """
    return _reforming.report(service=service)


def simulated_reform_report(*, package: ServicePackage, country: Path) -> ReformReport:
    """What a package could do without, from a simulation; no database is asked.

    :param country: folder with calendars, posts and costs.
    :raises NothingToSimulate: no scenario files a case that can be played.
    """
    return _reforming.simulated_report(package=package, country=country)


def reform_text(*, report: ReformReport, package: ServicePackage, language: str = "en") -> str:
    """The report as text for a terminal."""
    return _saying.reform_text(report, package=package, language=language)


def study_text(*, study: Study, package: ServicePackage, language: str = "en") -> str:
    """A simulation as text for a terminal."""
    return _telling.study_text(study, package=package, language=language)


def loops_of(*, package: ServicePackage) -> tuple[str, ...]:
    """Elements at which cases of a short simulation go round and round or cannot go on; empty is fine.

    :raises NothingToSimulate: no scenario files a case that can be played.
    """
    return _ending.terminates(package)


def read_archive(*, archive: bytes) -> dict[str, bytes]:
    """The files of a zip archive, path to content; nothing is written anywhere.

    :raises ArchiveNotReadable: no zip, too large, encrypted, or without a service.yaml.
    """
    return archives.files_of(archive)


def package_of_draft(*, draft: DraftView) -> ServicePackage:
    """A draft's package, read and compiled.

    :raises PackageNotValid: with every fault.
    """
    return publishing.package_of(draft)


def report_of_package(*, package: ServicePackage) -> PackageReport:
    """What was found in a package, held against this window, and how its scenarios went."""
    return publishing.report_of(package)


def publish_draft(*, draft: DraftView, actor: Actor, reason: str) -> Published:
    """Make a draft the current version of its service; running cases stay on theirs.

    :param draft: as the actor saw it.
    :param actor: an administrator or head of the agency who changed nothing in the draft.
    :raises MayNotPublish, SecondPersonNeeded, ReasonNeeded, DraftChanged: nothing was published.
    :raises PackageNotValid, NotReadyToPublish: with everything that stands against it.
    """
    return publishing.publish(draft=draft, actor=actor, reason=reason)


def publish_files(*, service: str, files: Mapping[str, bytes], actor: Actor) -> Published | DraftView:
    """Publish a folder in two steps by two people who do the same.

    The first one's files become a draft, once they are ready; the second one, who gives the same files,
    publishes it. Errors as for ``begin_draft`` and ``publish_draft``.

    :returns: the draft that now waits for the second person, or what was published.
    """
    return publishing.publish_files(service=service, files=files, actor=actor)


def propose_retirement(*, service: str, actor: Actor, reason: str) -> None:
    """Propose to offer a service no longer.

    :raises MayNotPublish, ReasonNeeded, AlreadyProposed, UnknownService: nothing was stored.
    """
    retiring.propose(service=service, actor=actor, reason=reason)


def confirm_retirement(*, service: str, actor: Actor) -> None:
    """Retire a service as somebody else proposed: no case begins with it, running ones go on.

    :raises MayNotPublish, SecondPersonNeeded, NothingToDecide: nothing was changed.
    """
    retiring.confirm(service=service, actor=actor)


def take_back_retirement(*, service: str, actor: Actor) -> None:
    """Take an open proposal back. Errors as for ``confirm_retirement``."""
    retiring.take_back(service=service, actor=actor)


def compare(*, old: ServicePackage, new: ServicePackage) -> Comparison:
    """What differs between two versions, and where running cases cannot be moved to the new one."""
    return comparing.compare(old, new)


def skeleton(*, agency: str, service: str) -> dict[str, bytes]:
    """The files of a small complete service to begin with, path to content."""
    return _skeleton.skeleton(agency=agency, service=service)
