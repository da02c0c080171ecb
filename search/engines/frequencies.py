"""In which documents something stands, and in how many, without ranking or scoring one of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search.engines.matches import places_in
from search.engines.weighing import standing
from search.index.segment import Segment
from search.query.patterns import AnyForm, Pattern, Wanted


def standing_any(segment: Segment, asked: Sequence[Wanted], window: range, most: int) -> NDArray[np.int64]:
    """The documents of a window where one of several patterns matches, ascending.

    Put together by a flag for each document: sorting half a million would take ten times as long. Raises QueryLimit
    where a slot stands for more forms than `most`.
    """
    if len(asked) == 1:
        return standing(segment, asked[0], window, most)
    having = np.zeros(len(window), dtype=bool)
    for wanted in asked:
        having[places_in(window, standing(segment, wanted, window, most))] = True
    return having.nonzero()[0] + window.start


def documents_having(segment: Segment, asked: Sequence[Wanted], most: int) -> int:
    """How many documents have one of the patterns; of a single term that is known without a look at its postings.

    Raises QueryLimit where a slot stands for more forms than `most`.
    """
    terms: list[str] = []
    others: list[Wanted] = []
    for wanted in asked:
        match wanted:
            case Pattern((AnyForm(its_terms),), "", _):
                terms += segment.uncovered(its_terms)
            case _:
                others.append(wanted)
    if len(terms) < 2 and not others:
        return sum(map(segment.having, terms))
    everywhere = range(segment.documents)
    having = np.zeros(segment.documents, dtype=bool)
    for term in terms:
        having[segment.weighed(term, everywhere)[0]] = True
    for wanted in others:
        having[standing(segment, wanted, everywhere, most)] = True
    return int(np.count_nonzero(having if segment.stays is None else having & segment.stays))
