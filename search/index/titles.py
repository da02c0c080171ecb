"""Which forms follow each other in the titles of a segment. Worked out when first asked, and kept."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.index.segment import Segment

Numbers = NDArray[np.integer]


class Titles:
    """All pairs of neighbours in titles of documents that are not gone. Many threads may share it."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def following(self, forms: range, among: range) -> tuple[Numbers, Numbers]:
        """Which of some forms come after one of others, ascending, and how often each does."""
        firsts, seconds = self._pairs
        # Numbers of one type: others would have the whole array copied into theirs.
        start, end = np.searchsorted(firsts, np.array((forms.start, forms.stop), dtype=firsts.dtype))
        after = seconds[start:end]
        return np.unique(after[(after >= among.start) & (after < among.stop)], return_counts=True)

    @cached_property
    def _pairs(self) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """The first form of every pair, ascending, and the second."""
        segment = self._segment
        live = segment.live_numbers()
        starts, ends = segment.arrays.titles[live].astype(np.int64), segment.arrays.texts[live].astype(np.int64)
        forms = segment.forward.rows(starts, ends).forms()  # each title with the gap behind it
        firsts, seconds = forms[:-1], forms[1:]
        real = np.flatnonzero((firsts != segment.gap) & (seconds != segment.gap))
        order = real[np.argsort(firsts[real], kind="stable")]
        return firsts[order], seconds[order]
