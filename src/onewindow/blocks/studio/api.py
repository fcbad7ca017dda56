"""The door of the studio: drafts of packages, what was found in them, publishing and retiring by two."""

from collections.abc import Callable, Mapping
from pathlib import Path

from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.studio import inspecting, testing
from onewindow.blocks.studio.inspecting import World
from onewindow.blocks.studio.operations import drafting
from onewindow.blocks.studio.queries import drafts as _drafts
from onewindow.blocks.studio.types import (
    CheckReport,
    DraftView,
    RetirementView,
    ScenarioResult,
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


def test_package(
    *, package: ServicePackage, told: Callable[[ScenarioResult], None] = lambda result: None
) -> TestReport:
    """Run the scenarios of a package in memory, and say which flows and rules they pass. Pure.

    :param told: hears of each result at once.
    """
    return testing.run_scenarios(package, told=told)
