"""Simulations that were asked for."""

from onewindow.blocks.studio.models import Simulation
from onewindow.blocks.studio.simulation.stored import study_from_json
from onewindow.blocks.studio.types import SimulationView


def latest(*, service: str, draft: int | None) -> SimulationView | None:
    """See ``api.latest_simulation``."""
    row = Simulation.objects.filter(service=service, draft=draft).order_by("-asked_at", "-pk").first()
    return None if row is None else _view(row)


def _view(row: Simulation) -> SimulationView:
    return SimulationView(
        simulation=row.pk, service=row.service, version=row.version, draft=row.draft, revision=row.revision,
        status=row.status, problem=row.problem, study=study_from_json(row.study) if row.study else None,
        changes=tuple((str(kind), str(written)) for kind, written in row.changes), asked_by=row.asked_by,
        asked_at=row.asked_at, done_at=row.done_at,
    )  # fmt: skip
