"""What the worker does for registers."""

from onewindow.blocks.registers import api
from onewindow.foundation.jobs.api import job


@job(name="registers.import")
def import_rows(*, run: int) -> None:
    """Do an import that an officer asked for. A worker that dies leaves the rest to the next one."""
    api.run_import(number=run)
