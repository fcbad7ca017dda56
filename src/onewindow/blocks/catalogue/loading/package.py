"""Putting a package together from its files."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.loading.deciding import bind_decisions
from onewindow.blocks.catalogue.loading.documents import read_document
from onewindow.blocks.catalogue.loading.faults import Faults
from onewindow.blocks.catalogue.loading.folder import SLUG, check_names, read_folder, version_of
from onewindow.blocks.catalogue.loading.forms import read_form
from onewindow.blocks.catalogue.loading.joining import joined
from onewindow.blocks.catalogue.loading.references import check_references
from onewindow.blocks.catalogue.loading.section import Section
from onewindow.blocks.catalogue.loading.service import ServiceFile, read_service
from onewindow.blocks.catalogue.loading.stories import read_benefits, read_scenario, read_uncovered
from onewindow.blocks.catalogue.loading.words import Words
from onewindow.blocks.catalogue.loading.yaml_marks import read_yaml
from onewindow.blocks.catalogue.types import Form, Notice, NoticeStep, ServicePackage, ServiceStep
from onewindow.kernel.errors import OnewindowError
from onewindow.standards import bpmn, dmn

_Read = TypeVar("_Read")
_OPTIONAL_TEXTS = ("service.who", "service.result", "service.needs", "service.keywords")


def load_folder(path: Path) -> ServicePackage:
    """Read ``<agency>/<service>``. Raises PackageNotValid with all faults that were found."""
    return joined_with_neighbours(_alone(path), path.resolve().parent.parent)


def joined_with_neighbours(package: ServicePackage, root: Path) -> ServicePackage:
    """The package with those that it calls, out of the folders beside it.

    :param root: the folder above the agencies.
    """
    faults = Faults()

    def find(key: str) -> ServicePackage | None:
        folder = root / key
        return _alone(folder) if (folder / "service.yaml").is_file() else None

    whole = joined(package, find, faults)
    faults.stop_if_any()
    return whole


def _alone(path: Path) -> ServicePackage:
    return load_files(path.resolve().parent.name, path.name, read_folder(path))


def load_files(agency: str, service: str, files: Mapping[str, bytes]) -> ServicePackage:
    """Make a package of its files. Raises PackageNotValid with all faults that were found."""
    faults = Faults()
    _check_whole(agency, service, files, faults)
    faults.stop_if_any()
    words = Words(files=files, faults=faults)
    forms = {
        slug: read_form(slug=slug, files=files, words=words, faults=faults)
        for slug in _slugs(files, "forms/")
    }
    marked = read_yaml(file="service.yaml", content=files["service.yaml"], faults=faults)
    section = Section(file="service.yaml", marked=marked, faults=faults)
    read = read_service(section, agency=agency, service=service, forms=forms, words=words)
    decisions = _model("decisions.dmn", files, faults, dmn.load)
    forms = bind_decisions(forms, decisions, faults)
    process = _process(files, faults, read, decisions)
    if process is None:
        faults.stop_if_any()
    assert process is not None
    package = _assembled(agency, service, files, read, forms, process, decisions, words=words, faults=faults)
    for key in (*_OPTIONAL_TEXTS, *words.keys_under("life_events.")):
        words.take_if_any(key, needed_by="service.yaml")
    words.refuse_unused()
    check_references(package, read, faults)
    faults.stop_if_any()
    return package


def _assembled(
    agency: str,
    service: str,
    files: Mapping[str, bytes],
    read: ServiceFile,
    forms: Mapping[str, Form],
    process: bpmn.Definition,
    decisions: dmn.Definitions | None,
    *,
    words: Words,
    faults: Faults,
) -> ServicePackage:
    """One package of all that was read."""
    return ServicePackage(
        agency=agency,
        service=service,
        version=version_of(files),
        name=words.take("service.name", needed_by="service.yaml"),
        summary=words.take("service.summary", needed_by="service.yaml"),
        number_prefix=read.number_prefix,
        official_language=read.official_language,
        languages=words.languages,
        life_events=read.life_events,
        segments=read.segments,
        legal_basis=read.legal_basis,
        channels=read.channels,
        assurance=read.assurance,
        signature=read.signature,
        applicant=read.applicant,
        form=read.form,
        confirm_form=read.confirm_form,
        deadline=read.deadline,
        facts=read.facts,
        forms=forms,
        steps=read.steps,
        fees=read.fees,
        documents={
            slug: read_document(
                slug=slug,
                files=files,
                words=words,
                official_language=read.official_language,
                faults=faults,
            )
            for slug in read.documents
            if f"documents/{slug}.yaml" in files
        },
        notices=_notices(read, words),
        after=read.after,
        outcomes=read.outcomes,
        outcome_texts={
            name: words.take(f"outcomes.{name}", needed_by="service.yaml") for name in read.outcomes
        },
        texts=words.all(official_language=read.official_language),
        process=process,
        decisions=decisions,
        scenarios=tuple(
            read_scenario(slug=slug, files=files, faults=faults)
            for slug in _slugs(files, "scenarios/")
            if slug != "uncovered"
        ),
        uncovered=read_uncovered(files=files, faults=faults),
        benefits=read_benefits(files=files, words=words, faults=faults),
        files=dict(files),
    )


def _check_whole(agency: str, service: str, files: Mapping[str, bytes], faults: Faults) -> None:
    for slug in (agency, service):
        if not SLUG.fullmatch(slug):
            faults.add(
                file=slug,
                rule=_("The folder's name is not a slug."),
                advice=_("Use small letters, digits and hyphens."),
            )
    check_names(files, faults)
    for name in ("service.yaml", "process.bpmn"):
        if name not in files:
            faults.add(file=name, rule=_("The file is missing."), advice=_("Add it to the package."))
    if not any(name.startswith("texts/") for name in files):
        faults.add(
            file="texts/",
            rule=_("The package has no texts."),
            advice=_("Add texts/en.yaml, and one file for each other language."),
        )


def _slugs(files: Mapping[str, bytes], folder: str) -> list[str]:
    return [
        name[len(folder) : -len(".yaml")]
        for name in sorted(files)
        if name.startswith(folder) and name.endswith(".yaml")
    ]


def _process(
    files: Mapping[str, bytes], faults: Faults, read: ServiceFile, decisions: dmn.Definitions | None
) -> bpmn.Definition | None:
    def load(xml: bytes) -> bpmn.Definition:
        outside = [name for name, step in read.steps.items() if isinstance(step, ServiceStep)]
        return bpmn.load(xml, decisions=decisions, rules=read.rules, outside=outside)

    return _model("process.bpmn", files, faults, load)


def _model(
    name: str, files: Mapping[str, bytes], faults: Faults, load: Callable[[bytes], _Read]
) -> _Read | None:
    if name not in files:
        return None
    try:
        return load(files[name])
    except OnewindowError as problem:
        faults.add(
            file=name,
            key=str(problem.values.get("element", "")),
            rule=type(problem).message.format(**problem.values),
            advice=type(problem).way_out.format(**problem.values) or _("Correct the model in its editor."),
        )
        return None


def _notices(read: ServiceFile, words: Words) -> dict[str, Notice]:
    notices: dict[str, Notice] = {}
    for step in read.steps.values():
        if isinstance(step, NoticeStep) and step.notice not in notices:
            key = f"notices.{step.notice}"
            notices[step.notice] = Notice(
                notice=step.notice,
                subject=words.fillings(f"{key}.subject", needed_by="service.yaml"),
                body=words.fillings(f"{key}.body", needed_by="service.yaml"),
            )
    return notices
