"""What the worker does for the studio."""

from onewindow.blocks.studio.operations import reforming, simulating
from onewindow.blocks.studio.queries import reforming as reports
from onewindow.foundation.jobs.api import job
from onewindow.foundation.jobs.types import Retries

__all__ = ["count_reform_report", "run_simulation"]


@job(name=simulating.JOB, retries=Retries.NEVER)
def run_simulation(*, simulation: int) -> None:
    """Run a simulation that was asked for at the desk."""
    simulating.run(simulation=simulation)


@job(name=reforming.JOB, retries=Retries.NEVER)
def count_reform_report(*, service: str) -> None:
    """Count what a service could do without, for its page."""
    reports.report(service=service)
