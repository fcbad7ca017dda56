"""What a package is held against: the registers of the country, the other services, the languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.registers import api as registers
from onewindow.blocks.registers.types import RegisterView
from onewindow.blocks.studio.simulation.country_folder import known_of_folder


@dataclass(frozen=True)
class World:
    """What is around a package.

    :param registers: as their owners declared them.
    :param packages: the services of all agencies, for the documents that they issue.
    :param languages: those in which everything is said.
    :param agencies: the slugs of the country's agencies.
    :param posts: ``agency/role`` to how many hold it; None where that is not looked at.
    """

    registers: tuple[RegisterView, ...] = ()
    packages: tuple[ServicePackage, ...] = ()
    languages: tuple[str, ...] = field(
        default_factory=lambda: tuple(code for code, _name in settings.LANGUAGES)
    )
    agencies: frozenset[str] = frozenset()
    posts: Mapping[str, int] | None = None

    @property
    def register(self) -> Mapping[str, RegisterView]:
        """Registers by slug."""
        return {one.slug: one for one in self.registers}


def world_of_folders(*, country: Path, services: Path) -> World:
    """The world of two folders: no database is asked. A package that cannot be read is left out."""
    agencies = frozenset(path.stem for path in country.glob("agencies/*.yaml"))
    return World(
        registers.declared_in(folder=country),
        tuple(_readable(services)),
        agencies=agencies,
        posts=known_of_folder(country=country).posts if agencies else None,
    )


def world_of_window() -> World:
    """The world of this window, as its database has it."""
    current = (catalogue.package(service=one.key) for one in catalogue.packages())
    return World(registers.registers(), tuple(current))


def _readable(services: Path) -> list[ServicePackage]:
    found: list[ServicePackage] = []
    for file in sorted(services.glob("*/*/service.yaml")):
        try:
            found.append(catalogue.load_folder(path=file.parent))
        except catalogue.PackageNotValid:
            continue
    return found
