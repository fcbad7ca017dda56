"""What the catalogue holds about people: nothing."""

from onewindow.foundation.holdings.types import Holding, kept

_CASES = "a running case stays on the version that it began with"

HOLDINGS = (
    Holding(model="catalogue.PackageVersion", nothing="files of services, public", retention=kept(_CASES)),
    Holding(model="catalogue.Service", nothing="names of services, public", retention=kept(_CASES)),
)
