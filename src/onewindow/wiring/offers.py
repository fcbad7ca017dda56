"""What mandates need of the catalogue: which services there are."""

from collections.abc import Sequence

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.identity import api as identity
from onewindow.blocks.mandates.types import OfferedService


class Catalogue:
    """Fulfils ``mandates.ports.Offers``."""

    def offered(self) -> Sequence[OfferedService]:
        """The current version of every service."""
        found = (catalogue.package(service=one.key) for one in catalogue.packages())
        return [
            OfferedService(
                key=one.key, name=one.name, agency=one.agency, scope=one.applicant.scope,
                agency_name=identity.agency(slug=one.agency).name,
            )
            for one in found
        ]  # fmt: skip
