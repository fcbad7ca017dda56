"""What the studio holds about people: who wrote and published which service."""

from onewindow.foundation.holdings.types import Holding, NamedBy, deleted
from onewindow.kernel.errors import N_

_OFFICIAL = N_("who made a service is asked as long as it may run")

HOLDINGS = (
    Holding(
        model="studio.Draft",
        topic="services",
        rows=NamedBy(account=("authors__contains", "closed_by")),
        hidden={"files": "the service's, not the author's"},
        retention=deleted(after="closed_at", days=3650, why=_OFFICIAL),
    ),
    Holding(
        model="studio.Simulation",
        topic="services",
        rows=NamedBy(account=("asked_by",)),
        hidden={"files": "the service's, not the author's", "study": "invented people"},
        retention=deleted(
            after="asked_at", days=365, why=N_("a simulation is repeated rather than remembered")
        ),
    ),
    Holding(
        model="studio.Retirement",
        topic="services",
        rows=NamedBy(account=("proposed_by", "closed_by")),
        retention=deleted(after="closed_at", days=3650, why=_OFFICIAL),
    ),
)
