"""Sorted strings in one block of bytes, and where a string stands among them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np

from search.index.arrays import Ragged

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


class Sorted(Sequence[str]):
    """Packed strings as a sequence in the order of `by(string)`.

    >>> Sorted(pack(["сталь", "стать"])).find("стать")
    1
    """

    def __init__(self, packed: Ragged, by: Callable[[str], str] = str) -> None:
        self._packed = packed
        self._by = by
        # One number out of a memoryview costs a third of one out of an array, and a search takes many.
        self._bounds, self._letters = memoryview(packed.offsets), memoryview(packed.values)  # type: ignore[arg-type]

    @cached_property
    def _landmarks(self) -> list[str]:
        """The key of every so manyth string: a search among them leaves few to be read from the disk."""
        return [self._by(self[number]) for number in range(0, len(self), _LANDMARK)]

    def __len__(self) -> int:
        return len(self._packed)

    def __getitem__(self, number):  # type: ignore[no-untyped-def]  # Sequence's overloads; slices are not used
        return str(self._letters[self._bounds[number] : self._bounds[number + 1]], "utf-8", "surrogatepass")

    def place(self, wanted: str) -> int:
        """How many strings sort before the wanted key."""
        landmark = bisect_left(self._landmarks, wanted)
        low, high = max(0, (landmark - 1) * _LANDMARK), min(len(self), landmark * _LANDMARK)
        return bisect_left(self, wanted, low, high, key=self._by)

    def find(self, wanted: str) -> int | None:
        """The number of the first string with this key, or None."""
        number = self.place(wanted)
        return number if number < len(self) and self._by(self[number]) == wanted else None

    def starting(self, prefix: str) -> range:
        """The numbers of all strings whose key starts with the prefix."""
        return range(self.place(prefix), self.place(prefix + AFTER_ANY_CONTINUATION))
