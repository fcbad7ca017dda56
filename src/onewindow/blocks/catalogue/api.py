"""The catalogue's door: packages of public services, their versions, their forms."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from onewindow.blocks.catalogue import answers as _answers
from onewindow.blocks.catalogue import checking, drawn_names, filling, operations, queries
from onewindow.blocks.catalogue import parts as _parts
from onewindow.blocks.catalogue.errors import UnknownService
from onewindow.blocks.catalogue.form_types import Form
from onewindow.blocks.catalogue.loading import data as _data
from onewindow.blocks.catalogue.loading import folder
from onewindow.blocks.catalogue.loading import package as _package
from onewindow.blocks.catalogue.loading.faults import PackageFault, PackageNotValid
from onewindow.blocks.catalogue.ports import Lookups
from onewindow.blocks.catalogue.types import (
    CheckedAnswers,
    Filled,
    Finding,
    Imported,
    ServicePackage,
    ServiceStep,
    ServiceSummary,
    ShownPage,
    VersionView,
)

__all__ = [
    "PackageFault",
    "PackageNotValid",
    "UnknownService",
    "answers_for_part",
    "check_answers",
    "check_package",
    "fill_answers",
    "import_files",
    "import_package",
    "import_packages",
    "join_package",
    "life_events",
    "load_files",
    "load_folder",
    "nest_answers",
    "package",
    "packages",
    "read_yaml",
    "retire",
    "retired",
    "search",
    "shown_pages",
    "strangers",
    "versions",
]


def load_folder(*, path: Path) -> ServicePackage:
    """Read a package from its folder ``<agency>/<service>``; pure but for reading the files.

    :raises PackageNotValid: with one problem per fault: file, line, key, rule and the way out.
    """
    return _package.load_folder(path)


def load_files(*, agency: str, service: str, files: Mapping[str, bytes]) -> ServicePackage:
    """Make a package of its files, path to content.

    :raises PackageNotValid: as for ``load_folder``.
    """
    return _package.load_files(agency, service, files)


def join_package(*, package: ServicePackage) -> ServicePackage:
    """A package that was loaded alone, joined with the services that it calls, on the versions in force.

    ``load_folder`` joins with the folders beside, and ``package`` with what is in force.

    :raises PackageNotValid: a called service is unknown, calls back, or does not fit.
    """
    return queries.joined_in_force(package)


def read_yaml(*, file: str, content: bytes) -> object:
    """A YAML file of a package as plain values, read as carefully as the others.

    :raises PackageNotValid: it is no YAML, or more of the language than a package may use.
    """
    return _data.read_data(file=file, content=content)


def check_package(*, package: ServicePackage) -> tuple[Finding, ...]:
    """What is wrong with a package that could be loaded; empty where nothing is."""
    return checking.findings(package)


def import_packages(*, root: Path) -> tuple[Imported, ...]:
    """Import every folder ``root/<agency>/<service>`` with a service.yaml; done twice it does nothing.

    A version that was replaced or retired since it was imported stays so: this is what a start does, and what
    people published meanwhile is not undone by it.

    :raises PackageNotValid: for the first package with faults; nothing of any is then imported.
    """
    return operations.import_packages(root)


def import_package(*, path: Path) -> Imported:
    """Import one folder and make it the current version of its service."""
    return operations.import_package(path)


def import_files(*, agency: str, service: str, files: Mapping[str, bytes]) -> Imported:
    """Import a package from its files, path to content, and make it the current version of its service.

    :raises PackageNotValid: as for ``load_files``; nothing was imported.
    """
    return operations.import_files(agency, service, dict(files))


def retire(*, service: str) -> None:
    """Offer a service no longer: no case begins with it, running ones go on. Done twice it does nothing.

    A later import of one of its versions offers it again.

    :raises UnknownService: no such service.
    """
    operations.retire(service)


def retired(*, agency: str) -> tuple[tuple[str, str], ...]:
    """Services of an agency that are offered no longer: key and last version."""
    return queries.retired(agency=agency)


def packages(*, language: str = "en") -> tuple[ServiceSummary, ...]:
    """The current version of every service, by name in a language."""
    return queries.packages(language=language)


def package(*, service: str, version: str | None = None) -> ServicePackage:
    """A package by its key ``agency/service``; the current version, or the one that a case started with.

    :raises UnknownService: no such service, or no such version of it.
    """
    return queries.package(service=service, version=version)


def versions(*, service: str) -> tuple[VersionView, ...]:
    """Every imported version of a service, the newest first."""
    return queries.versions(service=service)


def search(
    *, words: str = "", life_event: str | None = None, segment: str | None = None, language: str = "en"
) -> tuple[ServiceSummary, ...]:
    """Services that fit, the best first. Words are looked for in all languages, without accents."""
    return queries.search(words=words, life_event=life_event, segment=segment, language=language)


def life_events() -> tuple[str, ...]:
    """The life events that any current service names, by slug."""
    return queries.life_events()


def check_answers(
    *,
    form: Form,
    answers: Mapping[str, object],
    context: Mapping[str, object],
    lookups: Lookups | None = None,
    pages: Collection[str] | None = None,
    language: str = "en",
    now: datetime | None = None,
) -> CheckedAnswers:
    """Read answers, compute what is computed, and say what is wrong. Never raises for bad input.

    :param answers: field slug to text as typed, to JSON as sent, or to what an earlier check returned.
    :param context: names in FEEL's scope beside the form's own: facts, applicant, case, today, data ...
    :param lookups: registers and uploads; without them codes and files are taken as they stand.
    :param pages: report problems of these pages only (all answers are read, nevertheless).
    :param language: of the field names in the problems.
    """
    return _answers.check_answers(
        form, answers, context, lookups=lookups, pages=pages, language=language, now=now
    )


def shown_pages(
    *,
    form: Form,
    answers: Mapping[str, object],
    context: Mapping[str, object],
    lookups: Lookups | None = None,
    now: datetime | None = None,
    filed: bool = False,
) -> tuple[ShownPage, ...]:
    """The pages and fields that these answers lead to, each with its value, ready to be drawn.

    :param filed: these answers were filed: what was computed and decided then is shown as it was.
    """
    return _answers.shown_pages(form, answers, context, lookups=lookups, now=now, filed=filed)


def answers_for_part(
    *,
    package: ServicePackage,
    step: ServiceStep,
    callee: ServicePackage,
    scope: Mapping[str, object],
    now: datetime,
) -> dict[str, object]:
    """What a case answers to the questions of a service that it calls: by its ``in``, else what was asked.

    :param package: of the calling case, joined.
    :param callee: the called service as it is now; a question that the calling form did not ask stays open.
    :param scope: the calling case's data.
    """
    return _parts.answers_for_part(package, step, callee, scope, now=now)


def names_in_drawing(*, package: ServicePackage, language: str) -> dict[str, str]:
    """What the drawing of a process says, by the id of lane, element or flow, in the reader's language.

    From the package's texts: of the step, of the outcome, ``process.<id>``, or ``process.values.<name>`` for
    a name of the model wherever it stands. What has no text there is missing: the model's name stands for it.
    """
    return drawn_names.names_of(package, language)


def name_in_drawing(*, package: ServicePackage, element: str, language: str) -> str:
    """What one element is called in the drawing; empty where the package's texts say nothing."""
    return drawn_names.name_of(package, element, language)


def untold_names(*, package: ServicePackage, languages: Sequence[str]) -> tuple[drawn_names.Untold, ...]:
    """Names of the drawing that have no text in one of the languages."""
    return tuple(drawn_names.untold(package, languages))


def nest_answers(*, form: Form, fields: Mapping[str, Sequence[str]]) -> dict[str, object]:
    """Answers out of a flat page form: ``lines/0/quantity`` to its texts, dates in three parts, boxes ticked.

    ``x/day``, ``x/month``, ``x/year`` make a date; a list's rows keep their order, whatever their numbers.
    """
    return filling.nest_answers(form, fields)


def fill_answers(*, form: Form, message: object, context: Mapping[str, object] | None = None) -> Filled:
    """Answers out of a message that was dropped, by the form's own map (``form.fills``).

    :param message: what the standard's reader returned, such as ``en16931.Invoice``, or a mapping.
    """
    return filling.fill_answers(form, message, context or {})


def strangers(*, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Paths of files that have no place in a package: by their name, their size, or no UTF-8 text."""
    return folder.strangers(files)
