"""Rows made in runs are woven into the rows that one run would have made."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.index.arrays import Ragged
from search.index.building.runs import block_edges, weave, write_run

ROWS = 7
RUNS = st.lists(st.lists(st.tuples(st.integers(0, ROWS - 1), st.integers(0, 99))).map(sorted), max_size=4)
"""Each run: pairs of row and value, in order."""


@given(RUNS, st.integers(1, ROWS))
def test_a_row_holds_its_values_run_after_run(runs, blocks):
    found = woven(runs, np.linspace(0, ROWS, blocks + 1).astype(np.int64))
    assert [found.row(row).tolist() for row in range(ROWS)] == [
        [value for run in runs for its_row, value in run if its_row == row] for row in range(ROWS)
    ]


def woven(runs, edges):
    with tempfile.TemporaryDirectory() as name:
        scratch, offsets, values = (Path(name) / part for part in ("scratch", "offsets", "values"))
        with scratch.open("wb") as file:
            written = [
                write_run(
                    file, scratch, edges, np.array([row for row, _ in run], dtype=np.uint32),
                    np.array([value for _, value in run], dtype=np.uint32),
                )
                for run in runs
            ]  # fmt: skip
        weave(written, edges, offsets, values)
        return Ragged(np.load(offsets), np.load(values))


@given(st.integers(0, 10_000), st.integers(0, 1 << 40))
def test_blocks_cover_all_rows_once(rows, values):
    edges = block_edges(rows, values).tolist()
    assert edges[0] == 0
    assert edges[-1] == rows
    assert edges == sorted(edges)
