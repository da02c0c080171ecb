"""Rows of numbers that are made in runs, each of a part of the archive, and woven into one array of rows.

    run 1   row 0: 3 8     row 2: 5          →   row 0: 3 8 21   row 1: 20   row 2: 5 22
    run 2   row 0: 21      row 1: 20     row 2: 22

The parts follow each other in the archive, so that the values of a row ascend from run to run. Rows are cut into
blocks of neighbours; one block of all runs is in memory at a time.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import NpyWriter, offsets_type

_BLOCK = 1 << 21  # values, of an average block
_BYTES = 4  # everything in a run is uint32


@dataclass(frozen=True, slots=True)
class Run:
    """Where one run lies in a scratch file: its rows that are not empty, how long each is, the values of all.

    `blocks`: how many rows lie before each block, and how many values; one more entry for the end.
    """

    path: Path
    start: int
    blocks: NDArray[np.int64]
    values: NDArray[np.int64]


def block_edges(rows: int, values: int) -> NDArray[np.int64]:
    """Where blocks of rows begin and end, for so many values in all runs together."""
    blocks = max(1, min(values // _BLOCK, rows))
    return np.linspace(0, rows, blocks + 1).astype(np.int64)


def write_run(
    file: BinaryIO, path: Path, edges: NDArray[np.int64], rows: NDArray[np.integer], values: NDArray[np.uint32]
) -> Run:
    """Put a run aside. `rows`: of every value its row, ascending."""
    firsts = np.flatnonzero(np.diff(rows, prepend=-1))
    present = rows[firsts].astype(np.uint32)
    lengths = np.diff(firsts, append=len(rows)).astype(np.uint32)
    start = file.tell()
    for part in (present, lengths, values):
        file.write(np.ascontiguousarray(part, dtype=np.uint32).data)
    blocks = np.searchsorted(present, edges)
    return Run(path, start, blocks, np.append(firsts, len(rows))[blocks])


def weave(runs: Sequence[Run], edges: NDArray[np.int64], offsets: Path, values: Path) -> None:
    """Write the rows of all runs as a ragged array: its offsets and its values, each a `.npy` file."""
    total = sum(int(run.values[-1]) for run in runs)
    with ExitStack() as opened:
        handles = {run.path: opened.enter_context(run.path.open("rb")).fileno() for run in runs}
        to_offsets = opened.enter_context(NpyWriter(offsets, offsets_type(total), int(edges[-1]) + 1))
        to_values = opened.enter_context(NpyWriter(values, np.dtype(np.uint32), total))
        to_offsets.write(np.zeros(1))
        written = 0
        for block in range(len(edges) - 1):
            pieces = [_piece(handles[run.path], run, block) for run in runs]
            ends, woven = _woven(pieces, int(edges[block]), int(edges[block + 1]))
            to_offsets.write(ends + written)
            to_values.write(woven)
            written += len(woven)


_Piece = tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32]]


def _piece(handle: int, run: Run, block: int) -> _Piece:
    """The rows, lengths and values of one block of one run."""
    first, last = run.blocks[block : block + 2].tolist()
    begin, end = run.values[block : block + 2].tolist()
    rows = int(run.blocks[-1])
    return (
        _read(handle, run.start, first, last),
        _read(handle, run.start + rows * _BYTES, first, last),
        _read(handle, run.start + 2 * rows * _BYTES, begin, end),
    )


def _read(handle: int, start: int, first: int, last: int) -> NDArray[np.uint32]:
    found = np.empty(last - first, dtype=np.uint32)
    if os.preadv(handle, [found.data], start + first * _BYTES) != found.nbytes:
        raise OSError(f"a scratch file is shorter than it was when it was written: {handle}")
    return found


def _woven(pieces: Sequence[_Piece], first_row: int, end_row: int) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Where the rows of a block end, and their values: those of each run go behind those of the runs before it."""
    counts = np.zeros(end_row - first_row, dtype=np.int64)
    for rows, lengths, _ in pieces:
        counts[rows - np.uint32(first_row)] += lengths
    ends = np.cumsum(counts)
    free = ends - counts
    woven = np.empty(int(counts.sum()), dtype=np.uint32)
    for rows, lengths, values in pieces:
        places = rows - np.uint32(first_row)
        before = np.cumsum(lengths, dtype=np.int64) - lengths
        woven[np.repeat(free[places] - before, lengths) + np.arange(len(values))] = values
        free[places] += lengths
    return ends, woven
