"""What mandates hold about people."""

from onewindow.foundation.holdings.types import Holding, NamedBy, deleted

HOLDINGS = (
    Holding(
        model="mandates.GrantedMandate",
        topic="mandates",
        rows=NamedBy(
            person=("principal", "agent"),
            party=("granted_by", "accepted_by", "ended_by"),
        ),
        retention=deleted(
            after="ended_at", days=3650, why="what somebody did for another is asked for ten years"
        ),
    ),
)
