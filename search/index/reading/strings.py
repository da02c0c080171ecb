"""Sorted strings in one block of bytes, and where a string stands among them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import Ragged, row_indices

AFTER_ANY_CONTINUATION = "\U0010ffff"
"""Appended to a prefix it sorts behind every string that starts with the prefix."""

_LANDMARK = 128


def pack(strings: Iterable[str]) -> Ragged:
    """Strings as one block of UTF-8."""
    encoded = [string.encode("utf-8", "surrogatepass") for string in strings]
    offsets = np.zeros(len(encoded) + 1, dtype=np.int64)
    np.cumsum([len(piece) for piece in encoded], out=offsets[1:])
    return Ragged(offsets, np.frombuffer(b"".join(encoded), dtype=np.uint8))


def unpack(packed: Ragged) -> list[str]:
    """All strings of the block."""
    spelt = packed.values.tobytes()
    bounds = packed.offsets.tolist()
    return [spelt[start:end].decode("utf-8", "surrogatepass") for start, end in pairwise(bounds)]


def string(packed: Ragged, number: int) -> str:
    """One string out of the block."""
    return packed.row(number).tobytes().decode("utf-8", "surrogatepass")


def several(packed: Ragged, numbers: NDArray[np.int64]) -> list[str]:
    """Some strings out of the block, cut out of their letters together: a third of what each by itself takes."""
    starts, ends = (packed.offsets[places].astype(np.int64) for places in (numbers, numbers + 1))
    letters = packed.values[row_indices(starts, ends)].tobytes()
    bounds = [0, *(ends - starts).cumsum().tolist()]
    return [letters[start:end].decode("utf-8", "surrogatepass") for start, end in pairwise(bounds)]


class Sorted(Sequence[str]):
    """Packed strings as a sequence in the order of `by(string)`; None: in that of the strings themselves.

    >>> [*Sorted(pack(["сталь", "стать", "стекло"])).starting("ста")]
    [0, 1]
    """

    def __init__(self, packed: Ragged, by: Callable[[str], str] | None = None) -> None:
        self._count = len(packed)
        self._by = by
        self._packed = packed
        # One number out of a memoryview costs a third of one out of an array, and a search takes many.
        self._bounds, self._letters = memoryview(packed.offsets), memoryview(packed.values)  # type: ignore[arg-type]

    @cached_property
    def _landmarks(self) -> list[str]:
        """The key of every so manyth string: a search among them leaves few to be read from the disk."""
        found = several(self._packed, np.arange(0, self._count, _LANDMARK))
        return list(map(self._by, found)) if self._by else found

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number):  # type: ignore[no-untyped-def]  # Sequence's overloads; slices are not used
        return str(self._letters[self._bounds[number] : self._bounds[number + 1]], "utf-8", "surrogatepass")

    def place(self, wanted: str) -> int:
        """How many strings sort before the wanted key."""
        landmark = bisect_left(self._landmarks, wanted)
        low, high = max(0, (landmark - 1) * _LANDMARK), min(self._count, landmark * _LANDMARK)
        return bisect_left(self, wanted, low, high, key=self._by)

    def starting(self, prefix: str) -> range:
        """The numbers of all strings whose key starts with the prefix."""
        return range(self.place(prefix), self.place(prefix + AFTER_ANY_CONTINUATION))


class Directory(Sorted):
    """Packed strings in their own order, in which each is found at once.

    >>> Directory(pack(["сталь", "стать"])).find("стать")
    1
    """

    def __init__(self, packed: Ragged) -> None:
        super().__init__(packed)

    def find(self, wanted: str) -> int | None:
        """The number of a string, or None.

        It is looked for in the letters of the few strings among which it would be: a fifth of what reading these one
        by one takes, and a query asks for a dozen.
        """
        landmark = bisect_right(self._landmarks, wanted)
        first, last = max(0, (landmark - 1) * _LANDMARK), min(self._count, landmark * _LANDMARK)
        start = self._bounds[first]
        letters, sought = bytes(self._letters[start : self._bounds[last]]), wanted.encode("utf-8", "surrogatepass")
        place = letters.find(sought)
        while place >= 0:  # it may stand within another one, too
            begins, ends = start + place, start + place + len(sought)
            after = bisect_left(self._bounds, ends, first + 1, last + 1)
            if after <= last and self._bounds[after - 1] == begins and self._bounds[after] == ends:
                return after - 1
            place = letters.find(sought, place + 1)
        return None
