"""Rows of ascending numbers come out as they were woven, whether a row is kept in two bytes a number or in four."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.index import files
from search.index.ascending import AscendingReader
from search.index.building.narrowing import narrow
from search.index.files import array_path, load_part

DOCUMENTS = 300_000
"""Five blocks, so that rows of twenty documents are long."""

ROWS = st.lists(
    st.one_of(
        st.lists(st.integers(0, DOCUMENTS - 1), max_size=8, unique=True),
        st.builds(lambda start, step, count: list(range(start, DOCUMENTS, step))[:count], st.integers(0, 140_000),
                  st.integers(1, 9000), st.integers(18, 60)),
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
    narrow(stem, "postings")
    assert not array_path(stem, "postings.values").exists()
    reader = AscendingReader(load_part(stem, "postings"))
    assert load_part(stem, "weights").tolist() == [weight for row in weights for weight in row]
    for number, row in enumerate(rows):
        assert reader.row(number).tolist() == row
        assert reader.total(range(number, number + 1)) == len(row)
        found, places = reader.within(number, range(*window))
        assert found.tolist() == row[places] == [each for each in row if window[0] <= each < window[1]]
    everything = np.arange(len(rows))
    assert sorted(reader.numbers(everything).tolist()) == sorted(each for row in rows for each in row)
    assert reader.rows(everything).tolist() == [each for row in rows for each in row]
    assert reader.lengths(everything).tolist() == [len(row) for row in rows]
