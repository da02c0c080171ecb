"""Whole numbers below 16 777 216 in three bytes each.

They are read as numbers of four bytes that overlap: the highest byte of each is the lowest of the next one, and is
taken away. So slices and places are numpy's, and bounds are kept. A last byte of nothing belongs to no number.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST = 1 << 24
"""Numbers below this one are narrow."""

_BYTES = 3
_WHOLE = np.dtype("<u4")


def in_bytes(count: int) -> int:
    """How many bytes so many numbers take."""
    return _BYTES * count + 1


def packed(numbers: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Numbers in three bytes each, without the last byte of nothing.

    >>> packed(np.array([1, 515], dtype=np.uint32))
    array([1, 0, 0, 3, 2, 0], dtype=uint8)
    """
    whole = np.ascontiguousarray(numbers, dtype=_WHOLE).view(np.uint8)
    return whole.reshape(-1, _WHOLE.itemsize)[:, :_BYTES].reshape(-1)


@dataclass(frozen=True, slots=True)
class Narrow:
    """Numbers that are kept in three bytes each, or in four. `overlapping`: each with what is not its own."""

    overlapping: NDArray[np.uint32]
    mask: int

    @classmethod
    def of(cls, kept: NDArray[np.unsignedinteger]) -> Narrow:
        """The numbers of an array that is mapped; bytes are those of numbers of three."""
        if kept.dtype != np.uint8:
            return cls(kept.view(np.uint32), (1 << 32) - 1)
        count = max(0, len(kept) - 1) // _BYTES
        return cls(np.ndarray((count,), _WHOLE, kept.data, strides=(_BYTES,)), MOST - 1)

    def __len__(self) -> int:
        return len(self.overlapping)

    def own(self, overlapping: NDArray[np.uint32]) -> NDArray[np.int64]:
        """Some of the numbers, without what is not their own."""
        numbers = overlapping.astype(np.int64)
        numbers &= self.mask
        return numbers
