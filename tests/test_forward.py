"""The forward index in two bytes a slot tells the same forms as four bytes a slot, rare ones too."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.index import arrays, files
from search.index.arrays import Ragged, row_indices
from search.index.building import packing
from search.index.building.narrowing import narrow
from search.index.building.stretches import SLOTS
from search.index.files import array_path, load_part
from search.index.reading import strings
from search.index.reading.ascending import AscendingReader
from search.index.reading.forward import ForwardReader

FORMS = 40
RANKS = 7
"""So few have a rank here; in an index 65,535. The rare ones are counted in blocks of 64 slots, of which there are
several here."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("forward")


@pytest.mark.parametrize("ranks", [RANKS, arrays.RARE])
@settings(max_examples=60)
@given(
    between=st.tuples(st.lists(st.integers(0, FORMS), max_size=60), st.sampled_from((1, 9, 40))).map(
        lambda some: some[0] * some[1]
    ),
    groups=st.lists(st.lists(st.integers(0, FORMS - 1), max_size=5), min_size=1, max_size=19),
    stretches=st.lists(st.integers(0, 500), max_size=6).map(sorted),
)
def test_the_forms_in_slots_are_those_that_were_written(folder, ranks, between, groups, stretches):
    slots = np.array([FORMS, *between, FORMS], dtype=np.uint32)
    reader = _packed(folder / "MAIN_1", slots, ranks)
    everywhere = np.arange(len(slots))
    assert reader.row(0, len(slots)).tolist() == reader.at(everywhere).tolist() == slots.tolist()

    starts, stops = (np.minimum(stretches[odd : len(stretches) // 2 * 2 : 2], len(slots)) for odd in (0, 1))
    here = row_indices(np.array(starts, dtype=np.int64), np.array(stops, dtype=np.int64))
    for start, stop in zip(starts, stops, strict=True):
        assert reader.row(start, stop).tolist() == slots[start:stop].tolist()
    rows = reader.rows(np.array(starts, dtype=np.int64), np.array(stops, dtype=np.int64))
    assert rows.forms().tolist() == slots[here].tolist()
    asked = [np.array(sorted(group), dtype=np.uint32) for group in groups]
    standing = rows.standing(asked)
    for group, there in zip(asked, standing.there, strict=True):
        places = np.flatnonzero(np.isin(slots[here], group)).tolist()
        assert rows.places(group).tolist() == standing.places[there].tolist() == places
        past = np.append(everywhere, len(slots))
        assert reader.has(past, group).tolist() == [*np.isin(slots, group).tolist(), False]


def _packed(stem: Path, slots: np.ndarray, ranks: int) -> ForwardReader:
    order = np.argsort(slots, kind="stable")
    counts = np.bincount(slots, minlength=FORMS + 1)[:FORMS]
    positions = Ragged(np.append(0, np.cumsum(counts)), order[: counts.sum()].astype(np.uint32))
    forms = strings.pack(f"{number:02}" for number in range(FORMS))
    files.save(
        stem,
        positions=positions,
        forms=forms,
        titles=np.array([1, len(slots)]),
        texts=np.array([len(slots) // 2]),
        form_terms=Ragged(np.arange(FORMS + 1), np.arange(FORMS, dtype=np.uint32)),  # for the sketches
        term_hashes=np.arange(FORMS, dtype=np.uint32),
    )
    np.save(array_path(stem, SLOTS), slots)
    packing.pack(stem, [range(1)], map, ranks)
    narrow(stem, "positions")
    assert not array_path(stem, SLOTS).exists()
    return ForwardReader(load_part(stem, "forward"), AscendingReader(load_part(stem, "positions")), FORMS)
