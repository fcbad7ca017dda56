"""Reading scenarios/*.yaml and benefits.yaml."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.loading.faults import Faults
from onewindow.blocks.catalogue.loading.section import Section, plain
from onewindow.blocks.catalogue.loading.words import Words
from onewindow.blocks.catalogue.loading.yaml_marks import read_yaml
from onewindow.blocks.catalogue.types import Benefit, Scenario


def read_scenario(*, slug: str, files: Mapping[str, bytes], faults: Faults) -> Scenario:
    """Read one scenario; what is in it stays as written, for the runner reads it."""
    file = f"scenarios/{slug}.yaml"
    section = Section(
        file=file, marked=read_yaml(file=file, content=files[file], faults=faults), faults=faults
    )
    if section.take_slug("scenario", required=True) != slug:
        section.fault("scenario", _("The scenario has another name than its file."), _("Call both the same."))
    then = section.take("then")
    scenario = Scenario(
        scenario=slug,
        given=_mapping(section, "given"),
        then=tuple(_each(section, plain(then))) if then is not None else (),
        expect=_mapping(section, "expect"),
    )
    section.done()
    return scenario


def read_benefits(*, files: Mapping[str, bytes], words: Words, faults: Faults) -> tuple[Benefit, ...]:
    """Read what the service promises to save."""
    file = "benefits.yaml"
    if file not in files:
        return ()
    section = Section(
        file=file, marked=read_yaml(file=file, content=files[file], faults=faults), faults=faults
    )
    benefits = tuple(
        _read_benefit(benefit, words) for benefit in section.take_sections("benefits", required=True)
    )
    section.done()
    return benefits


def read_uncovered(*, files: Mapping[str, bytes], faults: Faults) -> dict[str, str]:
    """Read what no scenario passes, with the written reason: a flow's id, or ``<decision>/<rule>``."""
    file = "scenarios/uncovered.yaml"
    if file not in files:
        return {}
    section = Section(
        file=file, marked=read_yaml(file=file, content=files[file], faults=faults), faults=faults
    )
    reasons = {name: section.take_text(name, required=True) for name in list(section.names())}
    section.done()
    return reasons


def _read_benefit(section: Section, words: Words) -> Benefit:
    slug = section.take_slug("benefit", required=True)
    benefit = Benefit(
        benefit=slug,
        for_whom=section.take_text("for", required=True),
        unit=section.take_text("unit", required=True),
        baseline=section.take_text("baseline", required=True),
        target=section.take_text("target", required=True),
        measured_by=section.take_text("measured_by", required=True),
        name=words.take(f"benefits.{slug}", needed_by=section.file),
    )
    section.done()
    return benefit


def _mapping(section: Section, key: str) -> Mapping[str, object]:
    inner = section.take_section(key, required=True)
    value = plain(inner.marked) if inner is not None else {}
    return value if isinstance(value, dict) else {}


def _each(section: Section, value: object) -> list[Mapping[str, object]]:
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        return value
    section.fault("then", _("Here stands a list of mappings."), _("Begin each with a hyphen."))
    return []
