"""Asking for a simulation, and running it."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.registers import api as registers
from onewindow.blocks.studio.errors import NotAnAuthor
from onewindow.blocks.studio.models import Simulation
from onewindow.blocks.studio.permission import may_look
from onewindow.blocks.studio.queries.known import known_of_window
from onewindow.blocks.studio.simulation.asking import next_monday, simulate_with_window
from onewindow.blocks.studio.simulation.stored import study_to_json
from onewindow.blocks.studio.types import DraftView
from onewindow.foundation.access.api import Actor
from onewindow.foundation.jobs import api as jobs
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import OnewindowError

JOB = "studio.simulate"
MOST_CASES = 50_000
KEPT = timedelta(days=90)


def ask(
    *,
    service: str,
    draft: DraftView | None,
    actor: Actor,
    cases: int | None,
    seed: int,
    changes: Sequence[tuple[str, str]],
) -> int:
    """See ``api.ask_for_simulation``."""
    agency = service.partition("/")[0]
    if not actor.account or not may_look(actor, agency):
        raise NotAnAuthor(agency=agency)
    now = clock.now()
    with transaction.atomic():
        Simulation.objects.filter(service=service, asked_at__lt=now - KEPT).delete()
        row = Simulation.objects.create(
            service=service,
            version="" if draft else catalogue.package(service=service).version,
            draft=draft.draft if draft else None,
            revision=draft.revision if draft else 0,
            files=dict(draft.files) if draft else None,
            cases=min(cases, MOST_CASES) if cases else None,
            seed=seed,
            changes=[list(change) for change in changes],
            asked_by=actor.account,
            asked_at=now,
        )
        jobs.defer(name=JOB, payload={"simulation": row.pk}, key=f"{JOB}:{row.pk}")
    return row.pk


def run(*, simulation: int) -> None:
    """Run a simulation that was asked for, once; what cannot be simulated says why."""
    row = Simulation.objects.filter(pk=simulation, status="waiting").first()
    if row is None:
        return
    try:
        package = _package(row)
        study = simulate_with_window(
            package=package, known=known_of_window(package=package),
            calendars=lambda name: registers.calendar(name=name),
            start=next_monday(clock.today(zone=settings.TIME_ZONE)), cases=row.cases, seed=row.seed,
            changes=[(kind, written) for kind, written in row.changes],
        )  # fmt: skip
    except OnewindowError as problem:
        row.status, row.problem = "failed", problem.text()
    else:
        row.status, row.study = "done", study_to_json(study)
    row.done_at = clock.now()
    row.save()


def _package(row: Simulation) -> ServicePackage:
    if row.files is None:
        return catalogue.package(service=row.service, version=row.version)
    agency, _, service = row.service.partition("/")
    files = {path: text.encode() for path, text in row.files.items()}
    alone = catalogue.load_files(agency=agency, service=service, files=files)
    return catalogue.join_package(package=alone)
