"""In how many documents something stands, without ranking or scoring one of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search.engines.matching import Matcher
from search.index.arrays import WEIGHT_BITS
from search.index.segment import Segment
from search.query.patterns import AnyForm, Pattern, Wanted


def documents_having(segment: Segment, asked: Sequence[Wanted], most: int) -> int:
    """How many documents have one of the patterns; of a single term that is known without a look at its postings.

    Raises QueryLimit where a slot stands for more forms than `most`.
    """
    rows: list[NDArray[np.unsignedinteger]] = []
    places = []
    for wanted in asked:
        match wanted:
            case Pattern((AnyForm(terms),), "", _):
                rows += filter(len, map(segment.postings, terms))
            case _:
                places.append(Matcher(segment, most).parts(wanted)[0].starts)
    if len(rows) < 2 and not places:
        return sum(map(len, rows))
    having = np.zeros(segment.documents, dtype=bool)
    for row in rows:
        having[row >> WEIGHT_BITS] = True
    for starts in places:
        having[segment.owners(starts)] = True
    return int(np.count_nonzero(having))
