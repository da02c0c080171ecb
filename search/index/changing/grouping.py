"""Which pairs are proved together, so that a text that is compared with many is read once.

A *family* are documents between which a chain of pairs leads. A *group* are all pairs of a family; where its texts
are longer than a group may be, as where half of the archive hangs together by what it quotes, those of a few first
documents, each with all of its seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from search.index.changing.sketched import Numbers
from search.index.derive import run_lengths, run_starts

_TOGETHER = 1 << 17  # slots of groups that are compared at a time: what is made of them stays in the cache
_GROUP_BITS = 15  # slots of a group, as a power of two; its last text may be longer
_SHORTEST = 1 << 7  # slots that every text counts for, so that a group has no more than some 256 of them

_FAMILY = np.int64(32)


@dataclass(frozen=True, slots=True)
class Groups:
    """Pairs of documents; `numbers`: the group of each pair, ascending from 0."""

    firsts: NDArray[np.uint32]
    seconds: NDArray[np.uint32]
    numbers: NDArray[np.uint32]


def grouped(firsts: Numbers, seconds: Numbers, lengths: Numbers) -> Iterator[Groups]:
    """Pairs of documents, so many groups of them as are compared at a time; given: the slots of each document."""
    documents, places = np.unique(np.concatenate((firsts, seconds)), return_inverse=True)
    one, other = np.split(places, 2)
    lengths = np.maximum(lengths[documents], _SHORTEST)
    families = _families(one, other, len(documents))
    order = np.lexsort((one, families[one]))
    starts, ends = _groups(one[order], other[order], families, lengths)
    bounds = np.append(starts, len(order))
    for first, last in pairwise([*run_starts(ends // _TOGETHER).tolist(), len(starts)]):
        its = bounds[first : last + 1]
        pairs = order[its[0] : its[-1]]
        numbers = np.repeat(np.arange(last - first, dtype=np.uint32), np.diff(its))
        yield Groups(firsts[pairs].astype(np.uint32), seconds[pairs].astype(np.uint32), numbers)


def _groups(one: Numbers, other: Numbers, families: Numbers, lengths: Numbers) -> tuple[Numbers, Numbers]:
    """With which pair each group starts, and how long its texts and those of all before it are.

    Pairs come family by family, those of one first document together.
    """
    its, firsts = families[one], run_starts(one)
    whole = np.bincount(families, lengths).astype(np.int64)[its]
    read = lengths[other]
    read[firsts] += lengths[one[firsts]]
    before, first_pairs = np.cumsum(read) - read, run_starts(its)
    before -= np.repeat(before[first_pairs], run_lengths(first_pairs, len(its)))  # in the same family
    small = whole >> _GROUP_BITS == 0
    starts = run_starts(its << _FAMILY | np.where(small, 0, before >> _GROUP_BITS))
    return starts, np.cumsum(np.where(small[starts], whole[starts], np.add.reduceat(read, starts)))


def _families(one: Numbers, other: Numbers, count: int) -> Numbers:
    """For each of so many documents a number that all have in common between which a chain of pairs leads."""
    least = np.arange(count)
    while True:
        lower = np.minimum(least[one], least[other])
        if np.array_equal(least[one], lower) and np.array_equal(least[other], lower):
            return least
        np.minimum.at(least, one, lower)
        np.minimum.at(least, other, lower)
        least = least[least]
