"""What the worker does for registers."""

from onewindow.blocks.registers import api, beginning
from onewindow.foundation.jobs.api import job


@job(name="registers.import")
def import_rows(*, run: int) -> None:
    """Do an import that an officer asked for. A worker that dies leaves the rest to the next one."""
    api.run_import(number=run)


def forget_import_files() -> int:
    """Every hour: files that nobody imports any more."""
    return api.forget_import_files()


def notice_begun() -> int:
    """Let what begins now be found: a name, an officer, a code with a day ahead. Returns how many."""
    return beginning.notice()
