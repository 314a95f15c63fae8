"""An append-only Merkle tree as certificate transparency hashes it (RFC 6962, section 2.1).

Whoever keeps a root can be shown, by a few hashes, that a leaf stands in the tree of that root, and
that a later tree only grew. Nothing here knows what the leaves say.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

_LEAF, _NODE = b"\x00", b"\x01"
"""A leaf can never pass for a node, nor the other way round."""
LONGEST_PROOF = 64
"""Hashes; a tree of 2^64 leaves has no longer one."""


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(_LEAF + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees side by side."""
    return hashlib.sha256(_NODE + left + right).digest()


class MerkleTree:
    """A tree that only grows; roots and proofs of any earlier size can still be had."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        """Take the leaves' bytes in order."""
        self._levels: list[list[bytes]] = [[]]
        for leaf in leaves:
            self.append(leaf)

    def __len__(self) -> int:
        """Return the number of leaves."""
        return len(self._levels[0])

    def append(self, leaf: bytes) -> None:
        """Add a leaf behind the others."""
        made, level = leaf_hash(leaf), 0
        self._levels[0].append(made)
        while len(self._levels[level]) % 2 == 0:
            made = node_hash(*self._levels[level][-2:])
            level += 1
            if level == len(self._levels):
                self._levels.append([])
            self._levels[level].append(made)

    def root(self, size: int | None = None) -> bytes:
        """Return the root over the first ``size`` leaves, all by default.

        Raises ``ValueError`` where there are fewer.
        """
        size = self._checked(len(self) if size is None else size)
        return self._range(0, size) if size else hashlib.sha256().digest()

    def proof(self, index: int, size: int | None = None) -> list[bytes]:
        """Return the hashes that lead from leaf ``index`` to the root over the first ``size`` leaves."""
        size = self._checked(len(self) if size is None else size)
        if not 0 <= index < size:
            raise ValueError("no such leaf")
        path: list[bytes] = []
        start, end = 0, size
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                path.append(self._range(middle, end))
                end = middle
            else:
                path.append(self._range(start, middle))
                start = middle
        return path[::-1]

    def _checked(self, size: int) -> int:
        if not 0 <= size <= len(self):
            raise ValueError("the tree is smaller")
        return size

    def _range(self, start: int, end: int) -> bytes:
        size = end - start
        level = size.bit_length() - 1
        if size == 1 << level:  # Whole subtrees are kept; they always begin where they fit.
            return self._levels[level][start >> level]
        middle = start + _split(size)
        return node_hash(self._range(start, middle), self._range(middle, end))


def _split(size: int) -> int:
    """Return the largest power of two below ``size``."""
    return 1 << ((size - 1).bit_length() - 1)


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether ``proof`` leads from the leaf's bytes to the root of a tree of ``size`` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or len(proof) > LONGEST_PROOF:
        return False
    at, last, found = index, size - 1, leaf_hash(leaf)
    for other in proof:
        if last == 0:
            return False
        if at % 2 or at == last:
            found = node_hash(other, found)
            while not at % 2 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, other)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root
