"""How much of a query each document has: counted once, so that it may then be said how much it must have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.engines.matches import Matches


@dataclass(frozen=True, slots=True)
class Counted:
    """The documents of a window that may be listed, and the worth of the words that each has; `words`: who has it."""

    window: range
    inside: Matches
    worth: NDArray[np.int64]
    words: tuple[NDArray[np.int64], ...]

    @classmethod
    def of(cls, words: Sequence[Matches], worths: Sequence[int], inside: Matches, window: range) -> Counted:
        """Add up the words in all documents of a window, of which those `inside` may be listed."""
        scores = np.zeros(len(window), dtype=np.int64)
        worth = np.zeros(len(window), dtype=np.int64)
        for word, its_worth in zip(words, worths, strict=True):
            places = word.documents - window.start
            scores[places] += word.scores
            worth[places] += its_worth
        # Where all may be listed, nothing has to be picked out.
        if len(inside.documents) < len(window):
            places = inside.documents - window.start
            scores, worth = scores[places], worth[places]
        summed = Matches(inside.documents, inside.scores + scores)
        return cls(window, summed, worth, tuple(word.documents for word in words))

    @classmethod
    def of_one(cls, word: Matches, its_worth: int, window: range) -> Counted:
        """The documents of a single word: no others have to be looked at."""
        return cls(window, word, np.full(len(word.documents), its_worth), (word.documents,))

    def having(self, listed: Matches) -> NDArray[np.int64]:
        """How many of the listed documents have each of the words."""
        flags = np.zeros(len(self.window), dtype=bool)
        flags[listed.documents - self.window.start] = True
        counts = [np.count_nonzero(flags[documents - self.window.start]) for documents in self.words]
        return np.array(counts, dtype=np.int64)

    def with_at_least(self, least: int) -> Matches:
        """The documents whose words are worth so much."""
        kept = np.flatnonzero(self.worth >= least)
        return Matches(self.inside.documents[kept], self.inside.scores[kept])
