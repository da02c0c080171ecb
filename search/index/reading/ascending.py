"""Read rows of ascending numbers that are kept in two bytes where a row is long, and in one where it is dense.

    slots of «россии»: 812  65 540  65 601  131 080     →   812 4 65 8,   and how many lie in each block: 1 2 1

A long row keeps of each number what it is within its block of 65,536, a dense one within its block of 256; of a
short one this would save nothing.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import DENSE, LONG, Ascending, BlockKind, in_range, pieces, row_indices
from search.index.reading.three_bytes import Narrow

Numbers = NDArray[np.integer]
Mask = NDArray[np.bool_]

_NO_ROW = np.iinfo(np.uint32).max

_FEW_ROWS = 2000
"""So many are put together piece by piece; more, which are short for the most part, number by number."""


class AscendingReader:
    """Rows of ascending numbers. Many threads may share it."""

    def __init__(self, arrays: Ascending) -> None:
        self._offsets = arrays.offsets
        self._short = Narrow.of(arrays.short)
        kinds = (
            _Blocks(LONG, arrays.offsets, arrays.long_rows, arrays.long, arrays.long_counts),
            _Blocks(DENSE, arrays.offsets, arrays.dense_rows, arrays.dense, arrays.dense_counts),
        )
        self._kinds = [kind for kind in kinds if len(kind.rows)]

    @cached_property
    def _blocks(self) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """The rows that are kept in blocks, ascending, and behind them one that there is not; which each is of all
        those of the first kind and then the second."""
        rows = np.concatenate([*(kind.rows for kind in self._kinds), np.array([_NO_ROW], dtype=np.uint32)])
        order = rows.argsort(kind="stable")
        return rows[order], order

    @property
    def _block_rows(self) -> NDArray[np.uint32]:
        return self._blocks[0]

    def _place(self, row: int) -> int:
        """How many rows in blocks come before a row."""
        return int(self._block_rows.searchsorted(np.uint32(row)))

    def _block(self, place: int) -> tuple[_Blocks, int]:
        """Of the rows in blocks the one at a place: its kind, and as how manyth of it it is kept."""
        first, which = self._kinds[0], int(self._blocks[1][place])
        return (first, which) if which < len(first.rows) else (self._kinds[1], which - len(first.rows))

    @cached_property
    def _before(self) -> NDArray[np.int64]:
        """How many numbers all those before each of them have."""
        return np.concatenate(([0], self.lengths(self._block_rows[:-1]).cumsum()))

    def lengths(self, rows: Numbers) -> NDArray[np.int64]:
        """How many numbers some rows have."""
        return self._offsets[rows + 1].astype(np.int64) - self._offsets[rows]

    def total(self, rows: range) -> int:
        """How many numbers rows that follow each other have."""
        return int(self._offsets[rows.stop]) - int(self._offsets[rows.start])

    def row(self, row: int) -> NDArray[np.int64]:
        """One row."""
        place = self._place(row)
        if self._block_rows[place] == row:
            kind, its = self._block(place)
            return kind.numbers(its)
        return self._short_row(row, place)

    def within(self, row: int, numbers: range) -> tuple[NDArray[np.int64], slice]:
        """Those of a row that lie in a range, and which of the row they are."""
        place = self._place(row)
        if self._block_rows[place] == row:
            kind, its = self._block(place)
            return _inside(*kind.around(its, numbers), numbers)
        return _inside(self._short_row(row, place), 0, numbers)

    def rows(self, rows: Numbers) -> NDArray[np.int64]:
        """The numbers of several rows, one row after the other."""
        short, of_short, of_blocks = self._parted(rows)
        if not len(of_blocks) or not len(of_short):
            return of_short if len(of_short) else of_blocks
        of_each = short.repeat(self.lengths(rows))
        found = np.empty(len(of_each), dtype=np.int64)
        found[of_each], found[~of_each] = of_short, of_blocks
        return found

    def numbers(self, rows: Numbers, among: range | None = None) -> NDArray[np.int64]:
        """The numbers of several rows, or those in a range, in no order: quicker."""
        return in_range(np.concatenate(self._parted(rows, among)[1:]), among)

    def _parted(self, rows: Numbers, near: range | None = None) -> tuple[Mask, NDArray[np.int64], NDArray[np.int64]]:
        """Which of some rows are short, the numbers of these, and those of the others; of these near a range."""
        places = self._block_rows.searchsorted(rows.astype(np.uint32))  # of one type, or all would be copied into it
        short = self._block_rows[places] != rows
        blocks = map(self._block, places[~short].tolist())
        read = (kind.numbers(place) if near is None else kind.around(place, near)[0] for kind, place in blocks)
        of_blocks = np.concatenate([_NONE, *read])
        return short, self._of_short(rows[short], self._before[places[short]]), of_blocks

    def _short_row(self, row: int, place: int) -> NDArray[np.int64]:
        before = int(self._before[place])
        start, end = self._offsets[row : row + 2].tolist()
        return self._short.own(self._short.overlapping[start - before : end - before])

    def _of_short(self, rows: Numbers, before: NDArray[np.int64]) -> NDArray[np.int64]:
        """The numbers of several short rows; `before`: how many those in blocks before each of them have."""
        starts, ends = self._offsets[rows] - before, self._offsets[rows + 1] - before
        numbers = self._short.overlapping
        if len(rows) and (starts[1:] == ends[:-1]).all():  # forms that begin alike stand side by side
            return self._short.own(numbers[starts[0] : ends[-1]])
        if len(rows) > _FEW_ROWS:
            return self._short.own(numbers[row_indices(starts, ends)])
        return self._short.own(pieces(numbers, starts, ends))


_NONE = np.zeros(0, dtype=np.int64)


def _inside(found: NDArray[np.int64], before: int, numbers: range) -> tuple[NDArray[np.int64], slice]:
    """Those that lie in a range, and which of a row they are. `before`: how many stand before the first."""
    first, last = found.searchsorted((numbers.start, numbers.stop)).tolist()
    return found[first:last], slice(before + first, before + last)


class _Blocks:
    """Rows that are kept block by block. `rows`: which they are, ascending."""

    def __init__(
        self, kind: BlockKind, offsets: Numbers, rows: NDArray[np.uint32], within: Numbers, counts: Numbers
    ) -> None:
        self.rows = rows
        self._offsets = offsets
        self._within = within
        blocks = len(counts) // max(1, len(rows))
        self._counts = counts.reshape(len(rows), blocks)
        self._bits = kind.bits
        self._starts = np.arange(blocks) << kind.bits

    @cached_property
    def _before(self) -> NDArray[np.int64]:
        """How many numbers all of them before each one have."""
        lengths = self._offsets[self.rows + np.uint32(1)].astype(np.int64) - self._offsets[self.rows]
        return np.concatenate((_NONE, [0], lengths.cumsum()))

    def numbers(self, place: int) -> NDArray[np.int64]:
        """One of them. Raises ValueError where it has not as many numbers as its blocks."""
        return self._unpacked(place, self._starts, self._counted(place), 0)

    def around(self, place: int, numbers: range) -> tuple[NDArray[np.int64], int]:
        """Of one of them what lies in the blocks of a range, and how many numbers lie before these."""
        blocks = slice(numbers.start >> self._bits, (numbers.stop >> self._bits) + 1)
        counts = self._counted(place)
        before = int(counts[: blocks.start].sum())
        return self._unpacked(place, self._starts[blocks], counts[blocks], before), before

    def _counted(self, place: int) -> Numbers:
        """How many numbers one of them has in each block."""
        counts: Numbers = self._counts[place]
        length = int(self._before[place + 1]) - int(self._before[place])
        if int(counts.sum()) != length:
            raise ValueError(f"the row {self.rows[place]} has {length} numbers, and others in its blocks")
        return counts

    def _unpacked(self, place: int, starts: NDArray[np.int64], counts: Numbers, before: int) -> NDArray[np.int64]:
        """Numbers of one of them, block by block. `before`: how many it has before these."""
        first = int(self._before[place]) + before
        numbers = starts.repeat(counts)
        numbers += self._within[first : first + len(numbers)]
        return numbers
