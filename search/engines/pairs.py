"""Two words side by side, each so frequent that looking at all of its places would take too long: «и в», «не было».

Where the commonest forms follow each other is written down in the index. What is left is looked at: the rarer forms
of either word, and what stands beside these.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import in_range
from search.index.segment import Numbers, Segment


@dataclass(frozen=True, slots=True)
class Pair:
    """Two groups of forms that stand side by side, each parted into the commonest forms and the rarer ones."""

    segment: Segment
    second: Numbers
    common: tuple[Numbers, Numbers]
    rarer: tuple[Numbers, Numbers]

    @classmethod
    def of(cls, segment: Segment, first: Numbers, second: Numbers) -> Pair:
        """Part the forms of two neighbours."""
        (one, its_rarer), (other, others_rarer) = segment.commonest(first), segment.commonest(second)
        return cls(segment, second, (one, other), (its_rarer, others_rarer))

    @property
    def looked_at(self) -> int:
        """How many places have to be looked at."""
        return self.segment.pairs(*self.common) + sum(occurrences(self.segment, forms) for forms in self.rarer)

    def starts(self, among: range | None) -> NDArray[np.int64]:
        """Where a form of the first group is followed by one of the second; in no order. `among`: in these slots."""
        segment, (first, second) = self.segment, self.rarer
        before, behind = segment.positions.numbers(first, among), segment.positions.numbers(second, among) - 1
        found = [
            in_range(segment.pair_slots(*self.common), among),
            before[segment.forward.has(before + 1, self.second)],
            behind[segment.forward.has(behind, self.common[0])],
        ]
        return np.concatenate(found)


def occurrences(segment: Segment, forms: Numbers) -> int:
    """How often forms stand in a segment."""
    return int(segment.positions.lengths(forms).sum())
