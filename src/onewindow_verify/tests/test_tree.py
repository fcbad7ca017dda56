"""The verifier's tree: known roots, and proofs that it computes by itself from whole lists of leaves."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from onewindow_verify.exports import tile_name
from onewindow_verify.tree import Frontier, hash_of_leaf, root_from_inclusion, roots_from_consistency

_LEAVES = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243")]


def _root(leaves: list[bytes]) -> bytes:
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(hash_of_leaf(leaf))
    return frontier.root()


def _split(leaves: list[bytes]) -> int:
    return max(power for power in (1 << n for n in range(20)) if power < len(leaves))


def _path(index: int, leaves: list[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    at = _split(leaves)
    if index < at:
        return [*_path(index, leaves[:at]), _root(leaves[at:])]
    return [*_path(index - at, leaves[at:]), _root(leaves[:at])]


def _proof(old: int, leaves: list[bytes], *, whole: bool = True) -> list[bytes]:
    if old == len(leaves):
        return [] if whole else [_root(leaves)]
    at = _split(leaves)
    if old <= at:
        return [*_proof(old, leaves[:at], whole=whole), _root(leaves[at:])]
    return [*_proof(old - at, leaves[at:], whole=False), _root(leaves[:at])]


def test_known_roots() -> None:
    assert _root([]) == hashlib.sha256().digest()
    assert _root(_LEAVES[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert _root(_LEAVES[:2]).hex() == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    assert _root(_LEAVES[:3]).hex() == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"


@given(st.data())
def test_proofs_lead_to_the_root_and_shorter_or_longer_ones_nowhere(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 70))
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    leaves = [b"%d" % number for number in range(size)]
    leaf, path = hash_of_leaf(leaves[index]), _path(index, leaves)
    assert root_from_inclusion(leaf=leaf, index=index, size=size, path=path) == _root(leaves)
    assert root_from_inclusion(leaf=leaf, index=index, size=size, path=[*path, leaf]) is None
    assert root_from_inclusion(leaf=leaf, index=size, size=size, path=path) is None
    old_root, proof = _root(leaves[:old]), _proof(old, leaves)
    roots = roots_from_consistency(old=old, old_root=old_root, new=size, path=proof)
    assert roots == (old_root, _root(leaves))
    assert roots_from_consistency(old=old, old_root=old_root, new=size, path=[*proof, leaf]) is None
    if proof:
        assert roots_from_consistency(old=old, old_root=old_root, new=size, path=proof[:-1]) is None
        assert root_from_inclusion(leaf=leaf, index=index, size=size, path=path[:-1]) is None


def test_names_of_tiles() -> None:
    assert tile_name("0", 1234067, 256) == "tile/0/x001/x234/067"
    assert tile_name("entries", 7, 3) == "tile/entries/007.p/3"
