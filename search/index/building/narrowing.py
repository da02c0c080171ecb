"""Rows of ascending numbers in fewer bytes than four a number: see `ascending.py` for what is read.

What was woven is a scratch file of rows, `<name>.values`; its offsets stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import DENSE, LONG, WEIGHT_BITS, BlockKind
from search.index.files import NpyWriter, array_path, load_part, map_array, save
from search.index.reading import three_bytes

_TOGETHER = 1 << 20  # numbers
_WORTH_IT = 4
"""Numbers for each block: so many make a row long or dense, of which a byte or two for each are saved for what is
kept of each block."""

_Pieces = Iterable[tuple[range, NDArray[np.uint32]]]
"""Rows that follow each other, and their numbers."""


def narrow(stem: Path, name: str, weights: str = "") -> None:
    """Write rows of slots narrow, or rows of postings and beside them their weights; remove the scratch file.

    `weights`: the name of the array for these.
    """
    pieces = _pieces(stem, name)
    if weights:
        count = len(map_array(stem, f"{name}.values"))
        with NpyWriter(array_path(stem, weights), np.dtype(np.uint8), count) as to:
            _narrow(stem, name, len(load_part(stem, "texts")), _documents(pieces, to), may_be_dense=True)
    else:
        # But a few rows would be dense, and those are looked through most often.
        _narrow(stem, name, int(load_part(stem, "titles")[-1]), pieces, may_be_dense=False)
    array_path(stem, f"{name}.values").unlink()


def _documents(postings: _Pieces, weights: NpyWriter) -> _Pieces:
    for rows, numbers in postings:
        weights.write(numbers.astype(np.uint8))  # the lowest byte
        yield rows, numbers >> np.uint32(WEIGHT_BITS)


def _pieces(stem: Path, name: str) -> Iterator[tuple[range, NDArray[np.uint32]]]:
    offsets, values = map_array(stem, f"{name}.offsets"), map_array(stem, f"{name}.values")
    first = 0
    while first < len(offsets) - 1:
        end = int(offsets[first]) + _TOGETHER
        last = max(first + 1, int(np.searchsorted(offsets, end, side="right")) - 1)
        yield range(first, last), values[int(offsets[first]) : int(offsets[last])]
        first = last


def _narrow(stem: Path, name: str, end: int, pieces: _Pieces, may_be_dense: bool) -> None:
    """Write rows of numbers below `end`."""
    offsets = map_array(stem, f"{name}.offsets").astype(np.int64)
    lengths = offsets[1:] - offsets[:-1]
    is_dense = (lengths >= _WORTH_IT * DENSE.blocks(end)) & may_be_dense
    is_long = ~is_dense & (lengths >= _WORTH_IT * LONG.blocks(end))
    is_short = ~is_dense & ~is_long
    with (
        _short_numbers(stem, name, end, int(lengths[is_short].sum())) as short,
        _Blocks(stem, f"{name}.long", LONG, end, lengths, is_long) as long,
        _Blocks(stem, f"{name}.dense", DENSE, end, lengths, is_dense) as dense,
    ):
        narrow_enough = end <= three_bytes.MOST
        for rows, numbers in pieces:
            its = numbers[np.repeat(is_short[rows.start : rows.stop], lengths[rows.start : rows.stop])]
            short.write(three_bytes.packed(its) if narrow_enough else its)
            long.write(rows, numbers)
            dense.write(rows, numbers)
        long.save()
        dense.save()
        if narrow_enough:
            short.write(np.zeros(1, dtype=np.uint8))


def _short_numbers(stem: Path, name: str, end: int, count: int) -> NpyWriter:
    path = array_path(stem, f"{name}.short")
    if end <= three_bytes.MOST:
        return NpyWriter(path, np.dtype(np.uint8), three_bytes.in_bytes(count))
    return NpyWriter(path, np.dtype(np.uint32), count)


class _Blocks(ExitStack):
    """Writes those of some rows that are kept block by block: their numbers as they come, and all else at the end.

    Numbers are below `end`. `lengths`: of all rows; `chosen`: which of them are kept so.
    """

    def __init__(
        self,
        stem: Path,
        name: str,
        kind: BlockKind,
        end: int,
        lengths: NDArray[np.int64],
        chosen: NDArray[np.bool_],
    ) -> None:
        super().__init__()
        self._stem, self._name, self._kind = stem, name, kind
        self._lengths, self._chosen = lengths, chosen
        self._rows = np.flatnonzero(chosen)
        self._counts = np.zeros((len(self._rows), kind.blocks(end)), dtype=kind.counts)
        path, count = array_path(stem, name), int(lengths[self._rows].sum())
        self._file = self.enter_context(NpyWriter(path, kind.within, count))

    def write(self, rows: range, numbers: NDArray[np.uint32]) -> None:
        """Write the next rows."""
        part = slice(rows.start, rows.stop)
        kept = numbers[np.repeat(self._chosen[part], self._lengths[part])]
        self._file.write(kept & np.uint32((1 << self._kind.bits) - 1))
        here = slice(*np.searchsorted(self._rows, (rows.start, rows.stop)).tolist())
        lengths = self._lengths[self._rows[here]]
        blocks = self._counts.shape[1]
        cells = np.repeat(np.arange(len(lengths)) * blocks, lengths) + (kept >> np.uint32(self._kind.bits))
        self._counts[here] = np.bincount(cells, minlength=len(lengths) * blocks).reshape(-1, blocks)

    def save(self) -> None:
        """Write which rows they were, and how many numbers of each lie in each block."""
        rows = self._rows.astype(np.uint32)
        save(self._stem, **{f"{self._name}_rows": rows, f"{self._name}_counts": self._counts.reshape(-1)})
