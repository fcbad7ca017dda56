"""Languages: everything is said in each language that the country demands, the drawing too."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import Finding, ServicePackage
from onewindow.blocks.studio.inspecting.world import World


def missing_languages(package: ServicePackage, world: World) -> Iterator[Finding]:
    """Languages of the country that the package does not speak. (Within a language all texts are there.)"""
    for language in world.languages:
        if language not in package.languages:
            file = f"texts/{language}.yaml"
            yield Finding(
                file,
                None,
                "",
                _("The texts in “{language}” are missing.").format(language=language),
                _("Add {file} with the same keys as the others.").format(file=file),
            )
    for slug in package.life_events:
        if package.texts.localised(f"life_events.{slug}") is None:
            yield Finding(
                "service.yaml",
                None,
                "life_events",
                _("The life event “{slug}” has no text; people would see this name of the files.").format(
                    slug=slug
                ),
                _("Add life_events.{slug} to the texts of each language.").format(slug=slug),
                "warning",
            )
    yield from _laws(package)
    yield from _drawing(package, [one for one in world.languages if one in package.languages])


def _laws(package: ServicePackage) -> Iterator[Finding]:
    """Names of laws that people would read in the language of the author."""
    for law in dict.fromkeys(one.law for one in package.legal_basis):
        if len(package.languages) > 1 and package.texts.localised(f"laws.{law}") is None:
            yield Finding(
                "service.yaml",
                None,
                "legal_basis",
                _("“{law}” has no text; people would read it in this language only.").format(law=law),
                _("Add laws with “{law}” to the texts of each language.").format(law=law),
                "warning",
            )


def _drawing(package: ServicePackage, languages: list[str]) -> Iterator[Finding]:
    """Names that people see on the drawing of the process, and would read in the language of its author."""
    for one in catalogue.untold_names(package=package, languages=languages):
        yield Finding(
            "process.bpmn",
            None,
            one.element,
            _("The drawing says “{name}”, and there is no text for it in: {languages}.").format(
                name=one.name, languages=", ".join(one.languages)
            ),
            _(
                "Add process.{element} to the texts of each language, or process.values with “{name}” "
                "where the name stands in several places."
            ).format(element=one.element, name=one.name),
        )
