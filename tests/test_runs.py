"""Rows made in runs are woven into the rows that one run would have made."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.index.arrays import Ragged
from search.index.building.runs import blocks, weave, write_run

ROWS = 7
RUNS = st.lists(st.lists(st.tuples(st.integers(0, ROWS - 1), st.integers(0, 99))).map(sorted), max_size=4)
"""Each run: pairs of row and value, in order."""


@given(RUNS, st.integers(1, ROWS))
def test_a_row_holds_its_values_run_after_run(runs, together):
    found = woven(runs, together)
    assert [found.row(row).tolist() for row in range(ROWS)] == [
        [value for run in runs for its_row, value in run if its_row == row] for row in range(ROWS)
    ]


def woven(runs, together):
    with tempfile.TemporaryDirectory() as name:
        scratch, offsets, values = (Path(name) / part for part in ("scratch", "offsets", "values"))
        with scratch.open("wb") as file:
            written = [
                write_run(
                    file, scratch, np.array([row for row, _ in run], dtype=np.uint32),
                    np.array([value for _, value in run], dtype=np.uint32),
                )
                for run in runs
            ]  # fmt: skip
        weave(written, ROWS, offsets, values, together)
        return Ragged(np.load(offsets), np.load(values))


@given(st.lists(st.integers(0, 9)), st.integers(1, 20))
def test_blocks_cover_all_rows_once_and_only_a_long_row_is_larger(lengths, most):
    found = list(blocks(np.cumsum([0, *lengths]), most))
    assert [row for first, last in found for row in range(first, last)] == list(range(len(lengths)))
    assert all(last == first + 1 or sum(lengths[first:last]) <= most for first, last in found)
