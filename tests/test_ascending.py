"""Rows of ascending numbers come out as they were woven, in however few bytes a row keeps each."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.index import files
from search.index.building.narrowing import narrow
from search.index.files import array_path, load_part
from search.index.reading import three_bytes
from search.index.reading.ascending import AscendingReader

DOCUMENTS = 70_000
"""Two blocks of 65,536, so that rows of eight documents are long; 274 of 256, so that rows of 1,096 are dense."""

ROWS = st.lists(
    st.one_of(
        st.lists(st.integers(0, DOCUMENTS - 1), max_size=9, unique=True),
        st.builds(lambda start, step, count: list(range(start, DOCUMENTS, step))[:count], st.integers(0, 69_000),
                  st.integers(1, 3000), st.integers(6, 60)),
        st.builds(lambda start, step: list(range(start, DOCUMENTS, step))[:1200], st.integers(0, 1000),
                  st.integers(1, 64)),
    ).map(sorted),
    min_size=1,
    max_size=9,
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ascending")


@settings(max_examples=60)
@given(rows=ROWS, window=st.tuples(st.integers(0, DOCUMENTS), st.integers(0, DOCUMENTS)).map(sorted))
def test_rows_are_those_that_were_woven(folder, rows, window):
    stem = folder / "MAIN_1"
    weights = [[(number * 7 + place) % 256 for number in row] for place, row in enumerate(rows)]
    postings = [
        number << 8 | weight
        for row, its in zip(rows, weights, strict=True)
        for number, weight in zip(row, its, strict=True)
    ]
    files.save(stem, texts=np.zeros(DOCUMENTS, dtype=np.uint8))
    np.save(array_path(stem, "postings.offsets"), np.array([0, *accumulate(map(len, rows))], dtype=np.uint32))
    np.save(array_path(stem, "postings.values"), np.array(postings, dtype=np.uint32))
    narrow(stem, "postings", "weights")
    assert not array_path(stem, "postings.values").exists()
    reader = AscendingReader(load_part(stem, "postings"))
    assert load_part(stem, "weights").tolist() == [weight for row in weights for weight in row]
    for number, row in enumerate(rows):
        assert reader.row(number).tolist() == row
        assert reader.total(range(number, number + 1)) == len(row)
        found, places = reader.within(number, range(*window))
        assert found.tolist() == row[places] == [each for each in row if window[0] <= each < window[1]]
    _assert_several_are_read(reader, rows)


@settings(max_examples=30)
@given(rows=ROWS, past=st.integers(0, 1))
def test_positions_are_those_that_were_woven_whether_three_bytes_are_enough_or_not(folder, rows, past):
    stem, end = folder / "MAIN_2", three_bytes.MOST + past
    rows = [[end - DOCUMENTS + number for number in row] for row in rows]
    files.save(stem, titles=np.array([end]))
    np.save(array_path(stem, "positions.offsets"), np.array([0, *accumulate(map(len, rows))], dtype=np.uint32))
    np.save(array_path(stem, "positions.values"), np.array([each for row in rows for each in row], dtype=np.uint32))
    narrow(stem, "positions")
    reader = AscendingReader(load_part(stem, "positions"))
    assert [reader.row(number).tolist() for number in range(len(rows))] == rows
    _assert_several_are_read(reader, rows)


def _assert_several_are_read(reader: AscendingReader, rows: list[list[int]]) -> None:
    everything = np.arange(len(rows))
    assert sorted(reader.numbers(everything).tolist()) == sorted(each for row in rows for each in row)
    assert reader.rows(everything).tolist() == [each for row in rows for each in row]
    assert reader.lengths(everything).tolist() == [len(row) for row in rows]
    others = everything[::2]
    assert reader.rows(others).tolist() == [each for row in rows[::2] for each in row]
