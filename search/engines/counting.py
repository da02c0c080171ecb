"""How much of a query each document has: counted once, so that it may then be said how much it must have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.engines.matches import Matches, mark, marked, places_in, reaching


@dataclass(frozen=True, slots=True)
class Counted:
    """The documents of a window that may be listed, and of each the worth of the words that it has above its score.

    `inside`: those that may be listed; none: all. `sums` as `marked` makes them; `words`: who has each word.
    """

    window: range
    inside: Sequence[Matches]
    sums: NDArray[np.int64]
    words: Sequence[Matches]

    @classmethod
    def of(cls, words: Sequence[Matches], worths: Sequence[int], inside: Sequence[Matches], window: range) -> Counted:
        """Add up the words in all documents of a window, of which those `inside` may be listed."""
        sums = marked(words, worths, window)
        for listed in inside:
            sums = sums[places_in(window, listed.documents)] + listed.scores
        return cls(window, inside, sums, words)

    @property
    def most(self) -> int:
        """The most that the words of a document are worth."""
        return int(mark(self.sums.max(initial=0)))

    def with_at_least(self, least: int) -> Matches:
        """The documents whose words are worth so much."""
        places, scores = reaching(self.sums, least)
        documents = [listed.documents[places] for listed in self.inside] or [places + self.window.start]
        return Matches(documents[0], scores)

    def having(self, listed: Matches) -> list[int]:
        """How many of the listed documents have each of the words."""
        flags = np.zeros(len(self.window), dtype=bool)
        flags[places_in(self.window, listed.documents)] = True
        return [int(np.count_nonzero(flags.take(places_in(self.window, word.documents)))) for word in self.words]
