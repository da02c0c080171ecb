"""Where patterns stand in a few documents: for the pieces that a page shows of them, and for why they were found."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search.engines.base import Occurrence
from search.engines.matching import Matcher
from search.index.arrays import row_indices
from search.index.segment import Segment
from search.query.patterns import Pattern, Slot, Wanted

Places = tuple[NDArray[np.int64], NDArray[np.int64]]
"""The first slots of places, ascending, and how many slots each takes."""


class DocumentPlaces:
    """Finds where patterns stand in a few documents of a segment, given by their numbers, ascending."""

    def __init__(self, segment: Segment, most: int, documents: Sequence[int]) -> None:
        numbers = np.array(documents)
        self._titles, self._texts = segment.arrays.titles[numbers], segment.arrays.texts[numbers]
        ends = segment.arrays.titles[numbers + 1] - 1
        self._matcher = Matcher(segment, most, row_indices(self._titles, ends))

    def occurrences(self, asked: Sequence[Wanted]) -> list[list[list[Occurrence]]]:
        """For each pattern and each of the documents where the one matches in the other, ascending, title first."""
        found: list[list[list[Occurrence]]] = [[[] for _ in self._titles] for _ in asked]
        if not asked:
            return found
        places = self._places(asked)
        slots, lengths = (np.concatenate(part) for part in zip(*places, strict=True))
        of = np.repeat(np.arange(len(asked)), [len(its) for its, _ in places])
        documents = self._titles.searchsorted(slots, side="right") - 1
        in_title = slots < self._texts[documents]
        within = slots - np.where(in_title, self._titles[documents], self._texts[documents])
        rows = (array.tolist() for array in (of, documents, in_title, within, lengths))
        for pattern, document, *where in zip(*rows, strict=True):
            found[pattern][document].append(Occurrence(*where))
        return found

    def _places(self, asked: Sequence[Wanted]) -> list[Places]:
        """Where each pattern stands; single words are looked for together."""
        words = {wanted: slot for wanted in asked if (slot := _only_slot(wanted))}
        standing = dict(zip(words, self._matcher.words([*words.values()]), strict=True)) if words else {}
        return [
            (slots, np.ones_like(slots))
            if (slots := standing.get(wanted)) is not None
            else self._matcher.places(wanted)
            for wanted in asked
        ]


def _only_slot(wanted: Wanted) -> Slot | None:
    """The slot of a pattern that has no other and may stand anywhere."""
    match wanted:
        case Pattern((slot,), ""):
            return slot
    return None
