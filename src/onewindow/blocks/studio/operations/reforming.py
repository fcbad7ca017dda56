"""Asking for the report on what a service could do without: it is counted by the worker."""

from django.db import transaction

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.studio.queries import reforming
from onewindow.blocks.studio.reform.gains import ReformReport
from onewindow.foundation.jobs import api as jobs
from onewindow.kernel.clock import clock

JOB = "studio.reform"
_PATIENCE = 120
"""Seconds after which a report that did not come is asked for again."""


def latest(*, service: str) -> ReformReport | None:
    """See ``api.latest_reform_report``."""
    package = catalogue.package(service=service)
    found = reforming.kept(package=package)
    if found is None:
        turn = int(clock.now().timestamp()) // _PATIENCE
        with transaction.atomic():
            key = f"{JOB}:{package.key}:{package.version}:{turn}"
            jobs.defer(name=JOB, payload={"service": package.key}, key=key)
    return found
