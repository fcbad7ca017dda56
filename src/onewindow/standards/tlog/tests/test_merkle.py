"""The tree against the naive one, and the checks against proofs that were tampered with."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onewindow.standards import tlog
from onewindow.standards.tlog.tests import naive

# The test vectors of RFC 6962 implementations: eight leaves, and the root over all of them.
_LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
_ROOT = bytes.fromhex("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")


class Log:
    """A log in memory: the tiles, grown in batches."""

    def __init__(self) -> None:
        self.tiles: dict[tuple[int, int], bytes] = {}
        self.size = 0

    def add(self, leaves: Sequence[bytes]) -> None:
        hashes = [tlog.leaf_hash(leaf) for leaf in leaves]
        self.tiles |= tlog.grown_tiles(self.fetch, size=self.size, leaf_hashes=hashes)
        self.size += len(leaves)

    def fetch(self, level: int, number: int) -> bytes:
        return self.tiles[level, number]

    @property
    def read(self) -> tlog.TileReader:
        return tlog.TileReader(self.fetch)


def _leaves(count: int) -> list[bytes]:
    return [b"leaf %d" % number for number in range(count)]


def _log(count: int) -> Log:
    log = Log()
    log.add(_leaves(count))
    return log


def test_known_root() -> None:
    log = Log()
    log.add(_LEAVES)
    assert tlog.tree_root(log.read, size=8) == _ROOT == naive.mth(_LEAVES)
    assert tlog.tree_root(log.read, size=0) == naive.mth([])


@given(st.lists(st.integers(1, 300), min_size=1, max_size=5))
@settings(max_examples=30, deadline=None)
def test_batches_of_any_size_give_the_tree_of_all_leaves(batches: list[int]) -> None:
    leaves, log = _leaves(sum(batches)), Log()
    for batch in batches:
        log.add(leaves[log.size : log.size + batch])
        assert tlog.tree_root(log.read, size=log.size) == naive.mth(leaves[: log.size])
    assert {(ref.level, ref.number) for ref in tlog.tiles_of_size(size=log.size)} == set(log.tiles)
    assert all(
        len(log.tiles[ref.level or 0, ref.number]) == ref.width * 32
        for ref in tlog.tiles_of_size(size=log.size)
    )


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_proofs_are_the_naive_ones_and_hold(data: st.DataObject) -> None:
    new = data.draw(st.integers(1, 700) | st.sampled_from([255, 256, 257, 511, 512, 513]))
    old, index = data.draw(st.integers(1, new)), data.draw(st.integers(0, new - 1))
    leaves, log = _leaves(new), _log(new)
    root = naive.mth(leaves)
    inclusion = tlog.inclusion_proof(log.read, index=index, size=new)
    assert list(inclusion) == naive.path(index, leaves)
    tlog.check_inclusion(
        leaf=tlog.leaf_hash(leaves[index]), index=index, size=new, proof=inclusion, root=root
    )
    consistency = tlog.consistency_proof(log.read, old=old, new=new)
    assert list(consistency) == naive.proof(old, leaves)
    tlog.check_consistency(
        old=old, old_root=naive.mth(leaves[:old]), new=new, new_root=root, proof=consistency
    )


def test_every_leaf_and_every_pair_of_sizes_of_small_trees() -> None:
    for new in range(1, 34):
        leaves, read = _leaves(new), _log(new).read
        root = naive.mth(leaves)
        for index, leaf in enumerate(leaves):
            proof = tlog.inclusion_proof(read, index=index, size=new)
            tlog.check_inclusion(leaf=tlog.leaf_hash(leaf), index=index, size=new, proof=proof, root=root)
        for old in range(new + 1):
            steps = tlog.consistency_proof(read, old=old, new=new) if old else ()
            old_root = naive.mth(leaves[:old])
            tlog.check_consistency(old=old, old_root=old_root, new=new, new_root=root, proof=steps)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_changed_inclusion_proof_does_not_hold(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 40))
    index = data.draw(st.integers(0, size - 1))
    leaves, read = _leaves(size), _log(size).read
    good = {
        "leaf": tlog.leaf_hash(leaves[index]),
        "index": index,
        "size": size,
        "proof": list(tlog.inclusion_proof(read, index=index, size=size)),
        "root": naive.mth(leaves),
    }
    bad = dict(good)
    change = data.draw(st.sampled_from(["leaf", "root", "step", "shorter", "longer", "index", "swap"]))
    steps = list(good["proof"])
    if change in ("leaf", "root"):
        bad[change] = _flip(good[change], data.draw(st.integers(0, 255)))
    elif change == "step" and steps:
        at = data.draw(st.integers(0, len(steps) - 1))
        bad["proof"] = [*steps[:at], _flip(steps[at], data.draw(st.integers(0, 255))), *steps[at + 1 :]]
    elif change == "shorter":
        bad["proof"] = steps[:-1]
    elif change == "longer":
        bad["proof"] = [*steps, data.draw(st.binary(min_size=32, max_size=32))]
    elif change == "index":
        bad["index"] = data.draw(st.integers(-1, size))
    elif change == "swap":
        bad["proof"] = steps[::-1]
    if bad == good:
        return
    with pytest.raises(tlog.ProofNotValid):
        tlog.check_inclusion(**bad)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_changed_consistency_proof_does_not_hold(data: st.DataObject) -> None:
    new = data.draw(st.integers(2, 40))
    old = data.draw(st.integers(1, new - 1))
    leaves, read = _leaves(new), _log(new).read
    steps = list(tlog.consistency_proof(read, old=old, new=new))
    good = {
        "old": old,
        "old_root": naive.mth(leaves[:old]),
        "new": new,
        "new_root": naive.mth(leaves),
        "proof": steps,
    }
    bad = dict(good)
    change = data.draw(st.sampled_from(["old_root", "new_root", "step", "shorter", "longer", "forked"]))
    if change in ("old_root", "new_root"):
        bad[change] = _flip(good[change], data.draw(st.integers(0, 255)))
    elif change == "step":
        at = data.draw(st.integers(0, len(steps) - 1))
        bad["proof"] = [*steps[:at], _flip(steps[at], data.draw(st.integers(0, 255))), *steps[at + 1 :]]
    elif change == "shorter":
        bad["proof"] = steps[:-1]
    elif change == "longer":
        bad["proof"] = [*steps, data.draw(st.binary(min_size=32, max_size=32))]
    else:
        forked = [b"another past", *leaves[1:]]
        bad["new_root"], bad["proof"] = naive.mth(forked), naive.proof(old, forked)
    with pytest.raises(tlog.ProofNotValid):
        tlog.check_consistency(**bad)


def _flip(value: bytes, bit: int) -> bytes:
    return bytes(byte ^ (1 << bit % 8 if at == bit // 8 else 0) for at, byte in enumerate(value))


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 3)])
def test_no_proof_for_what_is_not_there(index: int, size: int) -> None:
    with pytest.raises(tlog.ProofNotValid):
        tlog.inclusion_proof(_log(4).read, index=index, size=size)


def test_a_tile_that_is_too_short_is_named() -> None:
    reader = tlog.TileReader(lambda level, number: bytes(32))
    with pytest.raises(tlog.TileNotThere, match="tile/0/000"):
        reader(0, 1)


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (tlog.TileRef(0, 1234067), "tile/0/x001/x234/067"),
        (tlog.TileRef(0, 0, 17), "tile/0/000.p/17"),
        (tlog.TileRef(63, 999, 255), "tile/63/999.p/255"),
        (tlog.TileRef(None, 1000), "tile/entries/x001/000"),
    ],
)
def test_paths_of_tiles(tile: tlog.TileRef, path: str) -> None:
    assert tlog.tile_path(tile) == path
    assert tlog.tile_of_path(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0", "tile/00/000", "tile/64/000", "tile/0/x000/000", "tile/0/000.p/0", "tile/0/000.p/256",
        "tile/0/000.p/017", "tile/x/000", "tile/0/../000", "tile/0/x01/000", "tile/0/000/", "tile/0/٠٠٠", "",
    ],
)  # fmt: skip
def test_what_is_no_path_of_a_tile(path: str) -> None:
    with pytest.raises(tlog.TileNotThere):
        tlog.tile_of_path(path)


def test_the_example_of_the_specification_has_the_tiles_that_it_lists() -> None:
    tiles = tlog.tiles_of_size(size=70_000)
    widths = {level: [ref.width for ref in tiles if ref.level == level] for level in (0, 1, 2)}
    assert widths == {0: [256] * 273 + [112], 1: [256, 17], 2: [1]}
    later = tlog.tiles_of_size(size=70_000, since=69_000)
    assert next(ref for ref in later if ref.level == 0).number == 69_000 // 256
