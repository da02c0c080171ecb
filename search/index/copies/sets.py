"""Sets of hashes, and how many of them any two have in common: a bit for each.

Sets are compared within groups. A hash that one set of a group alone has tells nothing of any two. Each of the others
is a column, and a set a row of as many bits: what two sets have in common are the bits that both rows have.

    {3, 5, 8}  {5, 8, 9}  {1, 8}   →   columns 5 8   →   11  11  01

What stands in a set comes as *keys*: numbers that sort by hash, then group, then set.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import row_indices
from search.index.derive import run_lengths, run_starts

MOST_SETS = 1 << 16
"""So many sets, and groups, are told apart by keys."""

Numbers = NDArray[np.int64]
Keys = NDArray[np.uint64]

_GROUP, _HASH = np.uint64(16), np.uint64(32)  # where in a key; the set stands below
_DIGITS = (np.uint64(0), np.uint64(32), np.uint64(48))  # of the set, which says the group, and of the hash
_LOWER = np.uint64(MOST_SETS - 1)
_BITS = 64  # of a word of a row


def owners(groups: Numbers) -> Keys:
    """Keys without a hash, of sets in their order; given: the group of each, ascending."""
    return groups.astype(np.uint64) << _GROUP | np.arange(len(groups), dtype=np.uint64)


def keys(owners: Keys, hashes: NDArray[np.integer]) -> Keys:
    """Keys of hashes, each with its owner."""
    return hashes.astype(np.uint64) << _HASH | owners


def hashes(keys: Keys) -> NDArray[np.uint32]:
    """The hashes in keys."""
    return (keys >> _HASH).astype(np.uint32)


def without_hashes(keys: Keys) -> Keys:
    """The owners in keys."""
    return keys & np.uint64(0xFFFFFFFF)


def ordered(keys: Keys) -> Keys:
    """Keys in order: half of what sorting them takes, as numbers of 16 bits are sorted by counting them."""
    for digits in _DIGITS:
        keys = keys[(keys >> digits).astype(np.uint16).argsort(kind="stable")]
    return keys


@dataclass(frozen=True, slots=True)
class Sets:
    """Sets of hashes, in groups.

    `sizes`: how many hashes each has; `bits`: their rows, one after the other; `ends`: where in `bits` each ends,
    `widths`: how long it is.
    """

    sizes: Numbers
    bits: NDArray[np.uint64]
    ends: Numbers
    widths: Numbers

    @classmethod
    def of(cls, keys: Keys, groups: Numbers) -> Sets:
        """Sets by their keys, ascending, each once, and the group of each, counted from 0."""
        sets = (keys & _LOWER).astype(np.int64)
        members, lengths = _shared(keys >> _GROUP)
        its_groups = groups[sets[members[np.cumsum(lengths) - lengths]]]
        columns = np.bincount(its_groups, minlength=int(groups.max(initial=-1)) + 1)
        order = np.argsort(its_groups.astype(np.uint16), kind="stable")
        within = np.empty(len(lengths), dtype=np.int64)
        within[order] = np.arange(len(lengths)) - np.repeat(np.cumsum(columns) - columns, columns)
        widths = np.maximum(1, -(-columns // _BITS))[groups]
        ends = np.cumsum(widths)
        there = np.zeros(int(widths.sum()) * _BITS, dtype=bool)
        there[((ends - widths) * _BITS)[sets[members]] + np.repeat(within, lengths)] = True
        return cls(np.bincount(sets, minlength=len(groups)), np.packbits(there).view(np.uint64), ends, widths)

    def shared(self, one: Numbers, other: Numbers) -> Numbers:
        """How many hashes two sets of each pair have in common, which are two of one group."""
        widths = self.widths[one]
        ends = (self.ends[sets] for sets in (one, other))
        its, others = (self.bits.take(row_indices(its_ends - widths, its_ends)) for its_ends in ends)
        counts: Numbers = np.add.reduceat(np.bitwise_count(its & others), np.cumsum(widths) - widths, dtype=np.int64)
        return counts


def _shared(values: NDArray[np.uint64]) -> tuple[Numbers, Numbers]:
    """The places of values that are there more than once, and how often each of them is; they ascend."""
    starts = run_starts(values)
    lengths = run_lengths(starts, len(values))
    several = lengths > 1
    return row_indices(starts[several], starts[several] + lengths[several]), lengths[several]
