"""The values of document fields: numbered in order, the empty one first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.documents import DOCUMENT_FIELDS, Document
from search.index.building.labels import Labelling, LabelNumbers, united
from search.index.generations import Generation
from search.index.reading.strings import string

VALUES = st.lists(st.sampled_from(["", "ТАСС", "РИА Новости", "Волна", "\ud800"]))


def labelling(values: Sequence[str]) -> Labelling:
    numbers = LabelNumbers()
    numbers.extend(values)
    return numbers.gathered()


@given(VALUES, st.randoms())
def test_each_document_has_its_value_and_the_values_are_in_order(added, rng):
    cut = rng.randint(0, len(added))
    order = rng.sample(range(len(added)), rng.randint(0, len(added)))
    labels = united([labelling(added[:cut]), labelling(added[cut:])], np.array(order, dtype=np.int64))
    values = [string(labels.values, number) for number in range(len(labels.values))]
    assert values == sorted({"", *(added[place] for place in order)})
    assert [values[code] for code in labels.codes] == [added[place] for place in order]
    assert labels.codes.dtype == np.uint32


def test_a_segment_keeps_every_field(publish: Callable[[Sequence[Sequence[Document]]], Generation]) -> None:
    full = Document("1", "", "", **{field: f"Значение {field}" for field in DOCUMENT_FIELDS})
    (segment,) = publish([[Document("0", "", ""), full]]).segments
    for field in DOCUMENT_FIELDS:
        labels = getattr(segment.arrays, field)
        assert [string(labels.values, code) for code in labels.codes] == ["", f"Значение {field}"]
