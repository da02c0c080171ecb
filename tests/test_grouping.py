"""Pairs that are proved together: each once, families whole, and no group longer than may be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.index.changing import grouping
from search.index.changing.grouping import grouped

PAIRS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30)).filter(lambda pair: pair[0] < pair[1]), unique=True
)


def _groups(pairs: list[tuple[int, int]], length: int, documents: int) -> list[list[tuple[int, int]]]:
    firsts, seconds = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    groups: list[list[tuple[int, int]]] = []
    for some in grouped(firsts, seconds, np.full(documents, length)):
        its: dict[int, list[tuple[int, int]]] = {}
        for one, other, number in zip(
            *(each.tolist() for each in (some.firsts, some.seconds, some.numbers)), strict=True
        ):
            its.setdefault(number, []).append((one, other))
        groups += its.values()
    return groups


@given(PAIRS, st.sampled_from((200, 1 << 13, 1 << 16)))
def test_each_pair_is_in_one_group(pairs: list[tuple[int, int]], length: int) -> None:
    assert sorted(pair for group in _groups(pairs, length, 31) for pair in group) == sorted(pairs)


def test_a_family_is_a_group_and_what_hangs_together_no_two() -> None:
    groups = _groups([(0, 1), (1, 2), (3, 4)], 200, 5)
    assert sorted(map(sorted, groups)) == [[(0, 1), (1, 2)], [(3, 4)]]


@pytest.mark.parametrize("reach", [1, 40])
def test_a_chain_through_the_whole_archive_is_cut_and_hardly_more_is_read_than_there_are_pairs(reach: int) -> None:
    documents, length = 20_000, 150
    pairs = [(one, one + step) for step in range(1, reach + 1) for one in range(documents - step)]
    groups = _groups(pairs, length, documents)
    read = [len({document for pair in group for document in pair}) for group in groups]
    assert max(read) * length <= (1 << grouping._GROUP_BITS) + 2 * length
    assert sum(read) <= 2 * len(pairs)
