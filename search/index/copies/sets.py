"""Sets of hashes, and how many of them any two have in common: a bit for each.

Sets are compared within groups. A hash that one set of a group alone has tells nothing of any two. Each of the others
is a column, and a set a row of as many bits: what two sets have in common are the bits that both rows have.

    {3, 5, 8}  {5, 8, 9}  {1, 8}   →   columns 5 8   →   11  11  01

What stands in a set comes as *keys*: numbers that sort by group, then hash, then set.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import row_indices
from search.index.derive import run_starts

MOST_SETS = 1 << 16
"""So many sets, and groups, are told apart by keys."""

Numbers = NDArray[np.int64]
Keys = NDArray[np.uint64]

_HASH, _GROUP = np.uint64(16), np.uint64(48)  # where in a key; the set stands below
_SET = np.uint64(MOST_SETS - 1)
_GROUP_OF_HASH = _GROUP - _HASH
_BITS = 64  # of a word of a row


def owners(groups: Numbers) -> Keys:
    """Keys without a hash, of sets in their order; given: the group of each."""
    return groups.astype(np.uint64) << _GROUP | np.arange(len(groups), dtype=np.uint64)


def keys(owners: Keys, hashes: NDArray[np.integer]) -> Keys:
    """Keys of hashes, each with its owner."""
    return owners | hashes.astype(np.uint64) << _HASH


def hashes(keys: Keys) -> NDArray[np.uint32]:
    """The hashes in keys."""
    return (keys >> _HASH).astype(np.uint32)


def without_hashes(keys: Keys) -> Keys:
    """The owners in keys."""
    return keys & ~(np.uint64(0xFFFFFFFF) << _HASH)


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
        sets = (keys & _SET).astype(np.int64)
        members, lengths = _shared(keys >> _HASH)
        its_groups = (keys[members[np.cumsum(lengths) - lengths]] >> _GROUP).astype(np.int64)
        columns = np.bincount(its_groups, minlength=int(groups.max(initial=-1)) + 1)
        within = np.arange(len(lengths)) - (np.cumsum(columns) - columns)[its_groups]
        widths = np.maximum(1, -(-columns // _BITS))[groups]
        ends = np.cumsum(widths)
        there = np.zeros(int(widths.sum()) * _BITS, dtype=bool)
        there[((ends - widths) * _BITS)[sets[members]] + np.repeat(within, lengths)] = True
        return cls(np.bincount(sets, minlength=len(groups)), np.packbits(there).view(np.uint64), ends, widths)

    def shared(self, one: Numbers, other: Numbers) -> Numbers:
        """How many hashes two sets of each pair have in common; both are in one group."""
        widths = self.widths[one]
        its, others = (self.bits.take(row_indices(self.ends[sets] - widths, self.ends[sets])) for sets in (one, other))
        counts: Numbers = np.add.reduceat(np.bitwise_count(its & others), np.cumsum(widths) - widths, dtype=np.int64)
        return counts


def _shared(values: NDArray[np.uint64]) -> tuple[Numbers, Numbers]:
    """The places of values that are there more than once, and how often each of them is; they ascend."""
    starts = run_starts(values)
    lengths = np.diff(np.append(starts, len(values)))
    several = lengths > 1
    return row_indices(starts[several], starts[several] + lengths[several]), lengths[several]
