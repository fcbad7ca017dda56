"""The Merkle tree of RFC 9162 §2.1, as a frontier: the roots of complete subtrees, one for each 1 bit of
the size."""

import hashlib


def hash_of_leaf(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def hash_of_pair(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """A tree that leaves are added to one by one, in memory that grows with the logarithm of its size."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []  # largest subtree first

    def add(self, leaf: bytes) -> None:
        """Append a leaf's hash."""
        merged = self.size
        self.size += 1
        while merged & 1:
            leaf = hash_of_pair(self._peaks.pop(), leaf)
            merged >>= 1
        self._peaks.append(leaf)

    def root(self) -> bytes:
        """The root over all leaves so far."""
        if not self._peaks:
            return hashlib.sha256().digest()
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = hash_of_pair(peak, root)
        return root


def root_from_inclusion(*, leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """The root that an inclusion proof leads to; None when the path cannot belong to that index and size.

    Top down: the sizes of the subtrees on the way to the leaf say on which side each sibling lies.
    """
    if not 0 <= index < size:
        return None
    siblings_are_left: list[bool] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + (1 << (end - start - 1).bit_length() - 1)
        siblings_are_left.append(index >= middle)
        start, end = (middle, end) if index >= middle else (start, middle)
    if len(path) != len(siblings_are_left):
        return None
    for sibling, is_left in zip(path, reversed(siblings_are_left), strict=True):
        leaf = hash_of_pair(sibling, leaf) if is_left else hash_of_pair(leaf, sibling)
    return leaf


def roots_from_consistency(
    *, old: int, old_root: bytes, new: int, path: list[bytes]
) -> tuple[bytes, bytes] | None:
    """The old and the new root that a consistency proof leads to; None when it has another length.

    The proof lists subtrees in the order in which RFC 9162 §2.1.4.1 meets them: this follows that recursion
    and takes them off the end.
    """
    left = list(path)

    def follow(start: int, end: int, whole: bool) -> tuple[bytes, bytes] | None:
        if old == end:
            found = old_root if whole else (left.pop(0) if left else None)
            return None if found is None else (found, found)
        middle = start + (1 << (end - start - 1).bit_length() - 1)
        if old <= middle:
            inner = follow(start, middle, whole)
            if inner is None or not left:
                return None
            return inner[0], hash_of_pair(inner[1], left.pop(0))
        inner = follow(middle, end, False)
        if inner is None or not left:
            return None
        sibling = left.pop(0)
        return hash_of_pair(sibling, inner[0]), hash_of_pair(sibling, inner[1])

    roots = follow(0, new, True)
    return None if left else roots
