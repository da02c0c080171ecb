"""A slot is in the document that starts last before it."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.index.reading import owners
from search.index.reading.owners import Owners


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # the same is set each time
@given(
    lengths=st.lists(st.one_of(st.integers(2, 9), st.integers(200, 900)), min_size=1, max_size=40),
)
@pytest.mark.parametrize("few", [0, 100_000])
def test_every_slot_is_in_its_document(monkeypatch, few, lengths):
    monkeypatch.setattr(owners, "_FEW", few)
    titles = np.array([1, *accumulate(lengths, initial=1)][1:], dtype=np.int64)
    plain = [-1] + [document for document, length in enumerate(lengths) for _ in range(length)]
    slots = np.arange(int(titles[-1]))
    assert Owners(titles).of(slots).tolist() == plain
    assert Owners(titles).of(slots[::-1]).tolist() == plain[::-1]
