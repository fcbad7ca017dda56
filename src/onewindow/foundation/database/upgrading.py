"""Exchange the data of a cluster for what a newer PostgreSQL made of it."""

from onewindow.foundation.database.types import Place

UPGRADED = "data.upgraded"


def finish_exchange(place: Place) -> None:
    """Put the upgraded data in its place, if a kill came between the two renamings."""
    upgraded = place.folder / UPGRADED
    if upgraded.exists() and not place.data.exists():
        upgraded.rename(place.data)


def exchange(place: Place, *, version: int) -> None:
    """Keep the old data beside, as ``data.postgres16``, and put the upgraded in its place."""
    place.data.rename(place.folder / f"data.postgres{version}")
    finish_exchange(place)
