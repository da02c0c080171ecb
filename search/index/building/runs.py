"""Rows of numbers that are made in runs, each of a part of the archive, and woven into one array of rows.

    run 1   row 0: 3 8     row 2: 5          →   row 0: 3 8 21   row 1: 20   row 2: 5 22
    run 2   row 0: 21      row 1: 20     row 2: 22

The parts follow each other in the archive, so that the values of a row ascend from run to run. Runs are mapped; one
block of neighbouring rows is in memory at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from search.index.derive import run_starts
from search.index.files import NpyWriter, offsets_type


@dataclass(frozen=True, slots=True)
class Run:
    """Where one run lies in a scratch file: the numbers of its rows, how long each is, the values of all."""

    path: Path
    start: int
    rows: int
    values: int


def write_run(file: BinaryIO, path: Path, rows: NDArray[np.integer], values: NDArray[np.uint32]) -> Run:
    """Put a run aside. `rows`: of every value its row, ascending."""
    firsts = run_starts(rows)
    lengths = np.diff(firsts, append=len(rows))
    start = file.tell()
    for part in (rows[firsts], lengths, values):
        file.write(np.ascontiguousarray(part, dtype=np.uint32).data)
    return Run(path, start, len(firsts), len(values))


def weave(runs: Sequence[Run], rows: int, offsets: Path, values: Path, block: int) -> None:
    """Write so many rows of all runs as a ragged array: its offsets and its values, each a `.npy` file.

    `block`: so many values are in memory together, or one row that is longer.
    """
    mapped = [_Mapped(run) for run in runs if run.values]
    ends = np.zeros(rows + 1, dtype=np.int64)
    for run in mapped:
        ends[run.rows + np.int64(1)] += run.lengths
    np.cumsum(ends, out=ends)
    total = int(ends[-1])
    with NpyWriter(offsets, offsets_type(total), rows + 1) as to:
        to.write(ends)
    with NpyWriter(values, np.dtype(np.uint32), total) as to:
        for first, last in blocks(ends, block):
            to.write(_woven(mapped, ends, first, last))


def blocks(ends: NDArray[np.int64], values: int) -> Iterator[tuple[int, int]]:
    """Cut rows into blocks of so many values at most, or of one row. `ends`: how many values lie before each row."""
    first, rows = 0, len(ends) - 1
    while first < rows:
        last = int(np.searchsorted(ends, ends[first] + values, side="right")) - 1
        yield first, (last := max(last, first + 1))
        first = last


_Piece = tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32]]


class _Mapped:
    """A run on the disk, from which blocks are taken one after the other."""

    def __init__(self, run: Run) -> None:
        whole = np.memmap(run.path, np.uint32, "r", run.start, (2 * run.rows + run.values,)).view(np.ndarray)
        self.rows, self.lengths, self._values = np.split(whole, [run.rows, 2 * run.rows])
        self._row = self._value = 0

    def until(self, row: int) -> _Piece:
        """The rows before this one that were not taken yet, how long each is, and their values."""
        begin, value = self._row, self._value
        self._row = int(np.searchsorted(self.rows, np.uint32(row)))
        lengths = self.lengths[begin : self._row]
        self._value += int(lengths.sum())
        return self.rows[begin : self._row], lengths, self._values[value : self._value]


def _woven(runs: Sequence[_Mapped], ends: NDArray[np.int64], first: int, last: int) -> NDArray[np.uint32]:
    """The values of a block of rows: those of each run go behind those of the runs before it."""
    free = ends[first:last] - ends[first]
    woven = np.empty(int(ends[last] - ends[first]), dtype=np.uint32)
    for run in runs:
        rows, lengths, values = run.until(last)
        places = rows - np.uint32(first)
        before = np.cumsum(lengths, dtype=np.int64) - lengths
        woven[np.repeat(free[places] - before, lengths) + np.arange(len(values))] = values
        free[places] += lengths
    return woven
