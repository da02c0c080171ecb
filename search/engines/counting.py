"""How many words of a query each document has: counted once, so that it may then be said how many it must have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Matches:
    """Documents of one segment, ascending, with a score each."""

    documents: NDArray[np.int64]
    scores: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Counted:
    """The documents that may be listed, how many of the words each has, and its score; `words`: who has each."""

    window: range
    inside: Matches
    matched: NDArray[np.int16]
    words: tuple[NDArray[np.int64], ...]

    @classmethod
    def of(cls, words: Sequence[Matches], inside: Matches, window: range) -> Counted:
        """Count the words in all documents of a window, of which those `inside` may be listed."""
        scores = np.zeros(len(window), dtype=np.int64)
        matched = np.zeros(len(window), dtype=np.int16)
        for word in words:
            places = word.documents - window.start
            scores[places] += word.scores
            matched[places] += 1
        # Where all may be listed, nothing has to be picked out.
        places = slice(None) if len(inside.documents) == len(window) else inside.documents - window.start
        summed = Matches(inside.documents, inside.scores + scores[places])
        return cls(window, summed, matched[places], tuple(word.documents for word in words))

    def tally(self) -> NDArray[np.int64]:
        """How many documents have exactly 0, 1, 2… of the words."""
        return np.bincount(self.matched, minlength=len(self.words) + 1)

    def with_at_least(self, need: int) -> Matches:
        """The documents that have so many of the words."""
        kept = np.flatnonzero(self.matched >= need)
        return Matches(self.inside.documents[kept], self.inside.scores[kept])

    def having(self, listed: Matches) -> NDArray[np.int64]:
        """How many of the listed documents have each of the words."""
        flags = np.zeros(len(self.window), dtype=bool)
        flags[listed.documents - self.window.start] = True
        counts = [np.count_nonzero(flags[documents - self.window.start]) for documents in self.words]
        return np.array(counts, dtype=np.int64)
