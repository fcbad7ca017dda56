"""Tiles: the tree's hashes in files of up to 256, as C2SP tlog-tiles lays them out."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onewindow.standards.tlog.errors import TileNotThere
from onewindow.standards.tlog.merkle import HASH_BYTES, node_hash

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
TILE_BYTES = TILE_WIDTH * HASH_BYTES

_PATH = re.compile(
    r"tile/(entries|0|[1-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True, slots=True, order=True)
class TileRef:
    """Which tile.

    :param level: 0 holds leaf hashes, each level above the roots of full tiles of the one below. None: the
        bundle of entries beside the tile of level 0.
    :param width: how many of its 256 places are asked for; 256 for a full tile.
    """

    level: int | None
    number: int
    width: int = TILE_WIDTH


def tile_path(tile: TileRef) -> str:
    """The tile's path under the log's prefix, such as ``tile/0/x001/x234/067.p/12``."""
    groups = [f"{tile.number % 1000:03d}"]
    rest = tile.number // 1000
    while rest:
        groups.insert(0, f"x{rest % 1000:03d}")
        rest //= 1000
    level = "entries" if tile.level is None else str(tile.level)
    part = "" if tile.width == TILE_WIDTH else f".p/{tile.width}"
    return f"tile/{level}/{'/'.join(groups)}{part}"


def tile_of_path(path: str) -> TileRef:
    """The tile that a path names.

    :raises TileNotThere: no tile has such a path; each tile has exactly one.
    """
    match = _PATH.fullmatch(path)
    if match is None:
        raise TileNotThere(path=path[:200])
    level, number, width = match.groups()
    tile = TileRef(
        level=None if level == "entries" else int(level),
        number=int(number.replace("/", "").replace("x", "")),
        width=TILE_WIDTH if width is None else int(width),
    )
    if tile_path(tile) != path:
        raise TileNotThere(path=path[:200])
    return tile


def tiles_of_size(*, size: int, since: int = 0) -> tuple[TileRef, ...]:
    """Every tile of a tree, lowest level first, but for those that were full already at size ``since``."""
    tiles: list[TileRef] = []
    level = 0
    while count := size >> (TILE_HEIGHT * level):
        for number in range((since >> (TILE_HEIGHT * level)) // TILE_WIDTH, -(-count // TILE_WIDTH)):
            tiles.append(TileRef(level, number, min(TILE_WIDTH, count - number * TILE_WIDTH)))
        level += 1
    return tuple(tiles)


class TileReader:
    """Reads nodes of the tree out of tiles: callable as the ``read`` of ``merkle``.

    :param fetch: ``fetch(level, number)`` gives the bytes of a tile, at least as wide as needed. Asked
        once a tile.
    """

    def __init__(self, fetch: Callable[[int, int], bytes]) -> None:
        self._fetch = fetch
        self._tiles: dict[tuple[int, int], bytes] = {}

    def __call__(self, level: int, index: int) -> bytes:
        """The hash of a complete subtree.

        :raises TileNotThere: the tile is shorter than the tree needs.
        """
        row, height = divmod(level, TILE_HEIGHT)
        first = index << height
        number, offset = divmod(first, TILE_WIDTH)
        tile = self._tiles.get((row, number))
        if tile is None:
            tile = self._tiles[row, number] = self._fetch(row, number)
        hashes = tile[offset * HASH_BYTES : (offset + (1 << height)) * HASH_BYTES]
        if len(hashes) != HASH_BYTES << height:
            raise TileNotThere(path=tile_path(TileRef(row, number)))
        return fold(hashes)


def fold(hashes: bytes) -> bytes:
    """The root over a power of two of concatenated hashes."""
    row = [hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES)]
    while len(row) > 1:
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]


def grown_tiles(
    fetch: Callable[[int, int], bytes], *, size: int, leaf_hashes: Sequence[bytes]
) -> dict[tuple[int, int], bytes]:
    """The tiles that change when leaves are added to a tree of ``size``: (level, number) to all their bytes.

    :param fetch: reads a tile of the tree as it is; asked for the unfinished one of each level only.
    """
    grown: dict[tuple[int, int], bytes] = {}
    level, added = 0, b"".join(leaf_hashes)
    while added:
        number, filled = divmod(size >> (TILE_HEIGHT * level), TILE_WIDTH)
        row = (fetch(level, number)[: filled * HASH_BYTES] if filled else b"") + added
        above: list[bytes] = []
        for at in range(0, len(row), TILE_BYTES):
            tile = row[at : at + TILE_BYTES]
            grown[level, number + at // TILE_BYTES] = tile
            if len(tile) == TILE_BYTES:
                above.append(fold(tile))
        level, added = level + 1, b"".join(above)
    return grown
