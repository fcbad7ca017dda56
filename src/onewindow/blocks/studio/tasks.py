"""What the worker does for the studio."""

from onewindow.blocks.studio.operations import simulating
from onewindow.foundation.jobs.api import job
from onewindow.foundation.jobs.types import Retries

__all__ = ["run_simulation"]


@job(name=simulating.JOB, retries=Retries.NEVER)
def run_simulation(*, simulation: int) -> None:
    """Run a simulation that was asked for at the desk."""
    simulating.run(simulation=simulation)
