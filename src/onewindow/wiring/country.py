"""Load the country and its services into the rooms."""

from collections.abc import Callable

from django.conf import settings

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.documents.adapters import chosen
from onewindow.blocks.identity import api as identity
from onewindow.blocks.mandates import api as mandates
from onewindow.blocks.registers import api as registers
from onewindow.blocks.trust import api as trust


def loaders() -> list[tuple[str, Callable[[], object]]]:
    """What to load, in this order, with a name for people. Each does nothing when nothing changed."""
    folder = settings.ONEWINDOW_COUNTRY_DIR
    return [
        ("authorities of certificates", trust.establish),
        ("certificates of seals", chosen.certify_seals),
        ("agencies, offices and accounts", lambda: identity.load_country(folder=folder)),
        ("systems that use the sign-on", lambda: identity.load_systems(folder=folder)),
        ("registers", lambda: registers.load_country(folder=folder)),
        ("mandates", lambda: mandates.load_country(folder=folder)),
        ("services", lambda: catalogue.import_packages(root=settings.ONEWINDOW_SERVICES_DIR)),
    ]
