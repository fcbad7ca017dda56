"""Bring the data of an older PostgreSQL to the programs that are here now."""

import shutil
from pathlib import Path

from onewindow.foundation.database import backups, initialising, places, upgrading
from onewindow.foundation.database.embedded import EmbeddedPostgres


def upgrade_cluster(*, folder: Path) -> int | None:
    """See ``api.upgrade_cluster``."""
    place = places.place_for(folder)
    upgrading.finish_exchange(place)
    if not place.data.exists():
        return None
    found = initialising.data_version(place.data)
    if found == initialising.program_version(place):
        return None
    beside = folder / "upgrade"
    shutil.rmtree(beside, ignore_errors=True)
    with EmbeddedPostgres(folder, version=found) as old, EmbeddedPostgres(beside) as new:
        backups.copy(source=old.url, target=new.url, through=place.folder / "upgrade.sql")
        made = new.place.data
    made.rename(place.folder / upgrading.UPGRADED)
    upgrading.exchange(place, version=found)
    shutil.rmtree(beside, ignore_errors=True)
    return found
