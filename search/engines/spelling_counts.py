"""By which spellings the documents of a result match: «стали» in 53 of them, «сталью» in 14."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search.engines.matching import Part
from search.engines.scanning import spelling
from search.index.segment import Segment

Rows = NDArray[np.int64]


def spelling_counts(segment: Segment, parts: Sequence[Part], documents: Rows) -> Counter[str]:
    """How many of some documents, ascending, have each spelling of a match."""
    among = np.zeros(segment.documents, dtype=bool)
    among[documents] = True
    numbers: dict[str, int] = {}
    pairs = np.unique(np.concatenate([_pairs(segment, part, among, numbers) for part in parts]))
    counts = np.bincount(pairs // segment.documents, minlength=len(numbers))
    return Counter(dict(zip(numbers, counts.tolist(), strict=True)))


def _pairs(segment: Segment, part: Part, among: NDArray[np.bool_], numbers: dict[str, int]) -> Rows:
    """For each place of a part, in the documents among: the number of its spelling and its document, in one.

    Spellings that have no number yet get the next ones.
    """
    owners = segment.owners(part.starts)
    kept = among[owners]
    slots = part.starts[kept][:, None] + np.arange(part.length)
    rows, row_of_place = _distinct(segment.forward.at(slots.ravel()).reshape(slots.shape), segment.gap)
    texts = [spelling([segment.forms[form] for form in row]) for row in rows.tolist()]
    number_of_row = np.array([numbers.setdefault(text, len(numbers)) for text in texts], dtype=np.int64)
    return number_of_row[row_of_place] * segment.documents + owners[kept]


def _distinct(forms: NDArray[np.uint32], gap: int) -> tuple[NDArray[np.integer], Rows]:
    """The distinct rows of forms, and for each row which of them it is."""
    if forms.shape[1] > 1:
        rows, which = np.unique(forms, axis=0, return_inverse=True)
        return rows, which.reshape(-1)
    known = np.flatnonzero(np.bincount(forms[:, 0], minlength=gap + 1))
    place = np.zeros(gap + 1, dtype=np.int64)
    place[known] = np.arange(len(known))
    return known[:, None], place[forms[:, 0]]
