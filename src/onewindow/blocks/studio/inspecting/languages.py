"""Languages: everything is said in each language that the country demands."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

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
