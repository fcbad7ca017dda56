"""Files that wait to be imported: how long they are kept, and what ends with them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from onewindow.blocks.registers.models import BulkRun
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import N_

KEPT_FOR: Final = timedelta(days=30)
DECLINED: Final = "declined"
_OPEN: Final = ("asked", "waiting", "running", "stopped")
_NOBODY_CONFIRMED: Final = N_("Nobody confirmed it within 30 days.")


def folder() -> Path:
    """Where they are; beside the uploads."""
    place = Path(settings.ONEWINDOW_UPLOADS_DIR) / "bulk"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def keep(file: Path, name: str) -> Path:
    """A copy under this name, kept from now on."""
    kept = folder() / name
    if not kept.exists():
        kept.write_bytes(file.read_bytes())
    kept.touch()
    return kept


def forget(name: str) -> None:
    """Delete a file, unless a run that is not through needs it still."""
    if not BulkRun.objects.filter(kind="import", state__in=_OPEN, asked__kept=name).exists():
        (folder() / name).unlink(missing_ok=True)


def forget_old() -> int:
    """End what nobody confirmed in time, and delete files that nobody needs any more; how many of both."""
    before, ended = clock.now() - KEPT_FOR, 0
    with transaction.atomic():
        late = BulkRun.objects.select_for_update(skip_locked=True).filter(
            kind="import", state="asked", created__lt=before
        )
        for row in late:
            end_declined(row, problem=_NOBODY_CONFIRMED)
            ended += 1
    for file in folder().iterdir():
        if datetime.fromtimestamp(file.stat().st_mtime, UTC) < before:
            forget(file.name)
            ended += not file.exists()
    return ended


def end_declined(row: BulkRun, *, problem: str) -> None:
    """The run is not done. Its name is free, so that the same file may be asked for again."""
    row.state, row.problem, row.ended = DECLINED, problem, clock.now()
    row.name = f"{row.name[:150]}/{DECLINED}/{row.pk}"
    row.save(update_fields=["state", "problem", "ended", "name", "asked"])
