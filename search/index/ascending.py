"""Read rows of ascending numbers that are kept in two bytes where a row is long.

    slots of «россии»: 812  65 540  65 601  131 080     →   812 4 65 8,   and where the blocks of 65,536 end: 1 3 4

A long row keeps of each number what it is within its block; of a short one this would save nothing.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import BLOCK_BITS, Ascending, pieces, row_indices

Numbers = NDArray[np.integer]

_FEW_ROWS = 2000
"""So many are put together piece by piece; more, which are short for the most part, number by number."""


class AscendingReader:
    """Rows of ascending numbers. Many threads may share it."""

    def __init__(self, arrays: Ascending) -> None:
        self._arrays = arrays
        self._blocks = len(arrays.ends) // max(1, len(arrays.long_rows))

    @cached_property
    def _long(self) -> dict[int, int]:
        """As how manyth long row each of them is kept."""
        return {row: place for place, row in enumerate(self._arrays.long_rows.tolist())}

    @cached_property
    def _before(self) -> NDArray[np.int64]:
        """How many numbers all long rows before each one have."""
        lengths = self.lengths(self._arrays.long_rows)
        return np.concatenate(([0], lengths.cumsum(dtype=np.int64)))

    def lengths(self, rows: Numbers) -> NDArray[np.int64]:
        """How many numbers some rows have."""
        offsets = self._arrays.offsets
        return offsets[rows + 1].astype(np.int64) - offsets[rows]

    def total(self, rows: range) -> int:
        """How many numbers rows that follow each other have."""
        return int(self._arrays.offsets[rows.stop]) - int(self._arrays.offsets[rows.start])

    def row(self, row: int) -> NDArray[np.int64]:
        """One row."""
        place = self._long.get(row)
        if place is not None:
            return self._unpacked(place)
        before = int(self._before[self._arrays.long_rows.searchsorted(np.uint32(row))])
        start, end = self._arrays.offsets[row : row + 2].tolist()
        return self._arrays.short[start - before : end - before].astype(np.int64)

    def within(self, row: int, numbers: range) -> tuple[NDArray[np.int64], slice]:
        """Those of a row that lie in a range, and which of the row they are."""
        found = self.row(row)
        first, last = found.searchsorted((numbers.start, numbers.stop)).tolist()
        return found[first:last], slice(first, last)

    def rows(self, rows: Numbers) -> NDArray[np.int64]:
        """The numbers of several rows, one row after the other."""
        long, short, its_long = self._parted(rows)
        if not its_long or not len(short):
            return np.concatenate([short, *its_long])
        found = np.empty(int(self.lengths(rows).sum()), dtype=np.int64)
        in_long = long.repeat(self.lengths(rows))
        found[~in_long], found[in_long] = short, np.concatenate(its_long)
        return found

    def numbers(self, rows: Numbers) -> NDArray[np.int64]:
        """The numbers of several rows, in no order: quicker."""
        _, short, its_long = self._parted(rows)
        return np.concatenate([short, *its_long])

    def _parted(self, rows: Numbers) -> tuple[NDArray[np.bool_], NDArray[np.int64], list[NDArray[np.int64]]]:
        """Which of some rows are long; the numbers of the others; those of each long one."""
        # Numbers of one type, and a search instead of `isin`, which costs half a millisecond before it begins.
        places = self._arrays.long_rows.searchsorted(rows.astype(np.uint32))
        long = (
            self._arrays.long_rows.take(places, mode="clip") == rows
            if len(self._long)
            else np.zeros(len(rows), dtype=bool)
        )
        return long, self._short(rows[~long], places[~long]), [self._unpacked(each) for each in places[long].tolist()]

    def _short(self, rows: Numbers, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """The numbers of several rows that are not long; `places`: how many long ones lie before each."""
        before = self._before[places]
        starts, ends = self._arrays.offsets[rows] - before, self._arrays.offsets[rows + 1] - before
        if len(rows) > _FEW_ROWS:
            return self._arrays.short[row_indices(starts, ends)].astype(np.int64)
        return pieces(self._arrays.short, starts, ends).astype(np.int64)

    def _unpacked(self, place: int) -> NDArray[np.int64]:
        start, end = self._before[place : place + 2].tolist()
        numbers = self._arrays.long[start:end].astype(np.int64)
        if self._blocks > 1:
            ends = self._arrays.ends[place * self._blocks : (place + 1) * self._blocks]
            lengths = np.concatenate((ends[:1], ends[1:] - ends[:-1]))
            numbers += (np.arange(self._blocks) << BLOCK_BITS).repeat(lengths)
        return numbers
