"""The Merkle tree of RFC 9162 §2.1 over SHA-256: hashes, proofs, and their checks."""

from collections.abc import Callable, Sequence
from hashlib import sha256

from onewindow.standards.tlog.errors import ProofNotValid

NodeReader = Callable[[int, int], bytes]
"""``read(level, index)``: the hash over the leaves from ``index * 2**level`` to ``(index + 1) *
2**level``."""

EMPTY_ROOT = sha256(b"").digest()
HASH_BYTES = 32


def leaf_hash(data: bytes) -> bytes:
    """The hash of an entry (§2.1.1)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees (§2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


def tree_root(read: NodeReader, *, size: int) -> bytes:
    """The root hash of the first ``size`` leaves."""
    return _range_hash(read, 0, size) if size else EMPTY_ROOT


def inclusion_proof(read: NodeReader, *, index: int, size: int) -> tuple[bytes, ...]:
    """The hashes from the leaf's sibling up to the root's child (§2.1.3.1).

    :raises ProofNotValid: there is no such leaf in a tree of that size.
    """
    if not 0 <= index < size:
        raise ProofNotValid(what=f"a tree of {size} has no leaf {index}")
    return tuple(_path(read, index, 0, size))


def consistency_proof(read: NodeReader, *, old: int, new: int) -> tuple[bytes, ...]:
    """The hashes that show that the tree of ``new`` leaves extends the one of ``old`` (§2.1.4.1).

    :raises ProofNotValid: not 0 < old <= new. (Every tree extends the empty one; there is nothing to prove.)
    """
    if not 0 < old <= new:
        raise ProofNotValid(what=f"no proof leads from a tree of {old} to one of {new}")
    return tuple(_subproof(read, old, 0, new, True))


def check_inclusion(*, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Accept only if the leaf hash is at ``index`` of the tree with that size and root (§2.1.3.2).

    :raises ProofNotValid: it is not proven.
    """
    if not 0 <= index < size:
        raise ProofNotValid(what=f"a tree of {size} has no leaf {index}")
    fn, sn, reached = index, size - 1, leaf
    for step in proof:
        if sn == 0:
            raise ProofNotValid(what="it is too long")
        if fn & 1 or fn == sn:
            reached = node_hash(step, reached)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            reached = node_hash(reached, step)
        fn, sn = fn >> 1, sn >> 1
    if sn:
        raise ProofNotValid(what="it is too short")
    if reached != root:
        raise ProofNotValid(what="it leads to another root")


def check_consistency(
    *, old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Accept only if the new tree holds the old one unchanged at its beginning (§2.1.4.2).

    :raises ProofNotValid: it is not proven.
    """
    if not 0 <= old <= new:
        raise ProofNotValid(what=f"a tree of {new} cannot extend one of {old}")
    if old == new or old == 0:
        same = old_root == (new_root if old == new else EMPTY_ROOT)
        if proof or not same:
            raise ProofNotValid(what="the old root is not what it must be")
        return
    first = [old_root] if old & (old - 1) == 0 else []
    reached_old, reached_new = _walk_consistency([*first, *proof], old, new)
    if reached_old != old_root:
        raise ProofNotValid(what="it leads to another old root")
    if reached_new != new_root:
        raise ProofNotValid(what="it leads to another new root")


def _walk_consistency(path: Sequence[bytes], old: int, new: int) -> tuple[bytes, bytes]:
    """§2.1.4.2 steps 4 to 6: the two roots that a path leads to."""
    if not path:
        raise ProofNotValid(what="it is too short")
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for step in path[1:]:
        if sn == 0:
            raise ProofNotValid(what="it is too long")
        if fn & 1 or fn == sn:
            fr, sr = node_hash(step, fr), node_hash(step, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, step)
        fn, sn = fn >> 1, sn >> 1
    if sn:
        raise ProofNotValid(what="it is too short")
    return fr, sr


def _split(count: int) -> int:
    """The largest power of two smaller than ``count``, which is at least 2."""
    return 1 << ((count - 1).bit_length() - 1)


def _range_hash(read: NodeReader, start: int, end: int) -> bytes:
    count = end - start
    if count & (count - 1) == 0:  # a complete subtree; every range met here starts at a multiple of its size
        level = count.bit_length() - 1
        return read(level, start >> level)
    middle = start + _split(count)
    return node_hash(_range_hash(read, start, middle), _range_hash(read, middle, end))


def _path(read: NodeReader, index: int, start: int, end: int) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        return [*_path(read, index, start, middle), _range_hash(read, middle, end)]
    return [*_path(read, index, middle, end), _range_hash(read, start, middle)]


def _subproof(read: NodeReader, old: int, start: int, end: int, whole: bool) -> list[bytes]:
    """SUBPROOF of §2.1.4.1, with ``old`` counted from the beginning of the tree."""
    if old == end:
        return [] if whole else [_range_hash(read, start, end)]
    middle = start + _split(end - start)
    if old <= middle:
        return [*_subproof(read, old, start, middle, whole), _range_hash(read, middle, end)]
    return [*_subproof(read, old, middle, end, False), _range_hash(read, start, middle)]
