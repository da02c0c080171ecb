"""Long rows of ascending numbers in two bytes a number, out of four: see `ascending.py` for what is read.

What was woven is a scratch file of rows, `<name>.values`; its offsets stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import BLOCK_BITS, WEIGHT_BITS
from search.index.files import NpyWriter, array_path, load_part, map_array, save

_TOGETHER = 1 << 20  # numbers
_WORTH_IT = 4
"""Numbers for each block: so many make a row long, of which two bytes a number are saved for four bytes a block."""

_Pieces = Iterable[tuple[range, NDArray[np.uint32]]]
"""Rows that follow each other, and their numbers."""


def narrow(stem: Path, name: str) -> None:
    """Write positions or postings narrow, and the weights of postings beside them; remove the scratch file."""
    pieces = _pieces(stem, name)
    if name == "positions":
        _narrow(stem, name, int(load_part(stem, "titles")[-1]), pieces)
        return
    with NpyWriter(
        array_path(stem, "weights"), np.dtype(np.uint8), len(map_array(stem, f"{name}.values"))
    ) as weights:
        _narrow(stem, name, len(load_part(stem, "texts")), _documents(pieces, weights))


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


def _narrow(stem: Path, name: str, end: int, pieces: _Pieces) -> None:
    """Write rows of numbers below `end`."""
    offsets = map_array(stem, f"{name}.offsets").astype(np.int64)
    lengths = offsets[1:] - offsets[:-1]
    blocks = max(1, -(-end >> BLOCK_BITS))
    is_long = lengths >= _WORTH_IT * blocks
    long_rows = np.flatnonzero(is_long)
    counts = np.zeros((len(long_rows), blocks), dtype=np.int64)
    in_long = int(lengths[long_rows].sum())
    with (
        NpyWriter(array_path(stem, f"{name}.short"), np.dtype(np.uint32), int(lengths.sum()) - in_long) as to_short,
        NpyWriter(array_path(stem, f"{name}.long"), np.dtype(np.uint16), in_long) as to_long,
    ):
        for rows, numbers in pieces:
            kept = np.repeat(is_long[rows.start : rows.stop], lengths[rows.start : rows.stop])
            to_short.write(numbers[~kept])
            to_long.write(numbers[kept] & np.uint32((1 << BLOCK_BITS) - 1))
            here = slice(*np.searchsorted(long_rows, (rows.start, rows.stop)).tolist())
            counts[here] = _by_block(numbers[kept], lengths[long_rows[here]], blocks)
    ends = np.cumsum(counts, axis=1, dtype=np.uint32).reshape(-1)
    save(stem, **{f"{name}.long_rows": long_rows.astype(np.uint32), f"{name}.ends": ends})
    array_path(stem, f"{name}.values").unlink()


def _by_block(numbers: NDArray[np.uint32], lengths: NDArray[np.int64], blocks: int) -> NDArray[np.int64]:
    """How many numbers of each row lie in each block."""
    cells = np.repeat(np.arange(len(lengths)) * blocks, lengths) + (numbers >> np.uint32(BLOCK_BITS))
    return np.bincount(cells, minlength=len(lengths) * blocks).reshape(-1, blocks)
