"""Sets of hashes as bits: what they share is what sets share."""

from __future__ import annotations

from itertools import permutations
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.index.copies import sets
from search.index.copies.sets import Sets

FEW = st.integers(0, 99) | st.sampled_from([1 << 16, 1 << 31, (1 << 32) - 1])
"""Hashes, of which most are met again, and some differ in their leading bits."""

GROUPS = st.lists(st.lists(st.sets(FEW, max_size=90), min_size=1, max_size=5), min_size=1, max_size=4)


@given(GROUPS, st.randoms(use_true_random=False))
def test_sets_of_a_group_share_what_both_have(groups: list[list[set[int]]], rng: Random) -> None:
    numbers = np.array([number for number, some in enumerate(groups) for _ in some])
    some = [its for each in groups for its in each]
    values = [(owner, value) for owner, its in enumerate(some) for value in its]
    rng.shuffle(values)
    of, hashes = np.array(values, dtype=np.int64).reshape(-1, 2).T
    made = Sets.of(sets.ordered(sets.keys(sets.owners(numbers)[of], hashes)), numbers)
    pairs = [(one, other) for one, other in permutations(range(len(some)), 2) if numbers[one] == numbers[other]]
    shared = made.shared(*np.array(pairs, dtype=np.int64).reshape(-1, 2).T)
    assert shared.tolist() == [len(some[one] & some[other]) for one, other in pairs]
    assert made.sizes.tolist() == [len(its) for its in some]
