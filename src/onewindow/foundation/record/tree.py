"""The tree of the log in its tables."""

from collections.abc import Mapping

from onewindow.foundation.record.models import EntryRow, Tile
from onewindow.standards import tlog


def fetch_tile(level: int, number: int) -> bytes:
    """The bytes of a tile; empty when there is none."""
    hashes = Tile.objects.filter(level=level, number=number).values_list("hashes", flat=True).first()
    return b"" if hashes is None else bytes(hashes)


def reader() -> tlog.TileReader:
    """Reads nodes of the tree from the tables, each tile once."""
    return tlog.TileReader(fetch_tile)


def store_tiles(tiles: Mapping[tuple[int, int], bytes]) -> None:
    """Write tiles that grew."""
    Tile.objects.bulk_create(
        [Tile(level=level, number=number, hashes=hashes) for (level, number), hashes in tiles.items()],
        update_conflicts=True,
        unique_fields=["level", "number"],
        update_fields=["hashes"],
    )


def bundle(*, number: int, width: int) -> bytes | None:
    """The entries beside a tile of level 0; None when there are fewer."""
    first = number * tlog.TILE_WIDTH
    leaves = EntryRow.objects.filter(leaf_index__gte=first, leaf_index__lt=first + width)
    texts = list(leaves.order_by("leaf_index").values_list("leaf", flat=True))
    return tlog.write_bundle(text.encode() for text in texts) if len(texts) == width else None


def resource(path: str) -> bytes | None:
    """The bytes of a tile or a bundle by its path (C2SP tlog-tiles); None when the log has no such one."""
    try:
        ref = tlog.tile_of_path(path)
    except tlog.TileNotThere:
        return None
    if ref.level is None:
        return bundle(number=ref.number, width=ref.width)
    wanted = ref.width * tlog.HASH_BYTES
    hashes = fetch_tile(ref.level, ref.number)[:wanted]
    return hashes if len(hashes) == wanted else None
