"""Which document a slot is in."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

_FEW = 2000  # slots: so many are found by binary search before the table is ready
_TOGETHER = 1 << 13  # documents: what is made of so many on the way to the table stays in the cache
_BLOCKS = 2  # to a document of average length: with more the table leaves the cache


class Owners:
    """Finds the documents of slots, by a table of blocks: a third of what a binary search among all documents costs.

    `titles`: the slots at which documents start, and where one more would. Many threads may share it.
    """

    def __init__(self, titles: NDArray[np.int64]) -> None:
        self._titles = titles
        documents = max(1, len(titles) - 1)
        self._bits = max(0, (int(titles[-1]) // documents // _BLOCKS).bit_length() - 1)

    @cached_property
    def _next(self) -> NDArray[np.int32]:
        """For each block of slots the document behind the one that its first slot is in."""
        last = self._block_behind(self._titles[-1:])[0]
        following = np.empty(int(last) + 1, dtype=np.int32)
        done = 0
        for first in range(0, len(self._titles), _TOGETHER):
            blocks = self._block_behind(self._titles[first : first + _TOGETHER])
            documents = np.arange(first, first + len(blocks), dtype=np.int32)
            following[done : blocks[-1]] = documents.repeat(np.diff(blocks, prepend=done))
            done = int(blocks[-1])
        following[done] = len(self._titles)
        return following

    def _block_behind(self, slots: NDArray[np.int64]) -> NDArray[np.int64]:
        """The first block that begins at or behind each slot."""
        return (slots + (1 << self._bits) - 1) >> self._bits

    def of(self, slots: NDArray[np.int64]) -> NDArray[np.int64]:
        """The document of each slot, in any order; -1 for the gap before the first."""
        if len(slots) < _FEW:
            return self._titles.searchsorted(slots, side="right") - 1
        following = self._next.take(slots >> self._bits).astype(np.int64)
        behind = (self._titles.take(following) <= slots).nonzero()[0]
        while len(behind):
            following[behind] += 1
            behind = behind[self._titles.take(following[behind]) <= slots[behind]]
        following -= 1
        return following
