"""Read rows of ascending numbers that are kept in two bytes where a row is long, and in one where it is dense.

    slots of «россии»: 812  65 540  65 601  131 080     →   812 4 65 8,   and how many lie in each block: 1 2 1

A long row keeps of each number what it is within its block of 65,536, a dense one within its block of 256; of a
short one this would save nothing.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import DENSE, LONG, Ascending, BlockKind, pieces, row_indices
from search.index.reading.three_bytes import Narrow

Numbers = NDArray[np.integer]
Mask = NDArray[np.bool_]

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

    def lengths(self, rows: Numbers) -> NDArray[np.int64]:
        """How many numbers some rows have."""
        return self._offsets[rows + 1].astype(np.int64) - self._offsets[rows]

    def total(self, rows: range) -> int:
        """How many numbers rows that follow each other have."""
        return int(self._offsets[rows.stop]) - int(self._offsets[rows.start])

    def row(self, row: int) -> NDArray[np.int64]:
        """One row."""
        for kind in self._kinds:
            if (place := kind.places.get(row)) is not None:
                return kind.numbers(place)
        before = sum(int(kind.before[kind.rows.searchsorted(np.uint32(row))]) for kind in self._kinds)
        start, end = self._offsets[row : row + 2].tolist()
        return self._short.own(self._short.overlapping[start - before : end - before])

    def within(self, row: int, numbers: range) -> tuple[NDArray[np.int64], slice]:
        """Those of a row that lie in a range, and which of the row they are."""
        for kind in self._kinds:
            if (place := kind.places.get(row)) is not None:
                return _inside(*kind.around(place, numbers), numbers)
        return _inside(self.row(row), 0, numbers)

    def rows(self, rows: Numbers) -> NDArray[np.int64]:
        """The numbers of several rows, one row after the other."""
        parts = [(which, numbers) for which, numbers in self._parted(rows) if len(numbers)]
        if len(parts) == 1:
            return parts[0][1]
        lengths = self.lengths(rows)
        found = np.empty(int(lengths.sum()), dtype=np.int64)
        for which, numbers in parts:
            found[which.repeat(lengths)] = numbers
        return found

    def numbers(self, rows: Numbers) -> NDArray[np.int64]:
        """The numbers of several rows, in no order: quicker."""
        return np.concatenate([numbers for _, numbers in self._parted(rows)])

    def _parted(self, rows: Numbers) -> list[tuple[Mask, NDArray[np.int64]]]:
        """Which of some rows are short, and the numbers of these; the same of those that are long, and dense."""
        short, before = np.ones(len(rows), dtype=bool), np.zeros(len(rows), dtype=np.int64)
        parts = []
        for kind in self._kinds:
            places = kind.rows.searchsorted(rows.astype(np.uint32))  # of one type, or all would be copied into it
            its = kind.rows.take(places, mode="clip") == rows
            short &= ~its
            before += kind.before[places]
            parts.append((its, np.concatenate([_NONE, *map(kind.numbers, places[its].tolist())])))
        return [(short, self._of_short(rows[short], before[short])), *parts]

    def _of_short(self, rows: Numbers, before: NDArray[np.int64]) -> NDArray[np.int64]:
        """The numbers of several short rows; `before`: how many those of the other kinds before each of them have."""
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
    def places(self) -> dict[int, int]:
        """As how manyth of them each row is kept."""
        return {row: place for place, row in enumerate(self.rows.tolist())}

    @cached_property
    def before(self) -> NDArray[np.int64]:
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
        length = int(self.before[place + 1]) - int(self.before[place])
        if int(counts.sum()) != length:
            raise ValueError(f"the row {self.rows[place]} has {length} numbers, and others in its blocks")
        return counts

    def _unpacked(self, place: int, starts: NDArray[np.int64], counts: Numbers, before: int) -> NDArray[np.int64]:
        """Numbers of one of them, block by block. `before`: how many it has before these."""
        first = int(self.before[place]) + before
        numbers = starts.repeat(counts)
        numbers += self._within[first : first + len(numbers)]
        return numbers
