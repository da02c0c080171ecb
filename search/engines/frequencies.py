"""In how many documents something stands, without ranking or scoring one of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search.engines.matching import Matcher
from search.engines.weighing import uncovered
from search.index.segment import Segment
from search.query.patterns import AnyForm, Pattern, Starting, Wanted


def documents_having(segment: Segment, asked: Sequence[Wanted], most: int) -> int:
    """How many documents have one of the patterns; of a single term that is known without a look at its postings.

    Raises QueryLimit where a slot stands for more forms than `most`.
    """
    terms: list[str] = []
    others: list[Wanted] = []
    for wanted in asked:
        match wanted:
            case Pattern((AnyForm(its_terms),), "", _):
                terms += uncovered(segment, its_terms)
            case _:
                others.append(wanted)
    if len(terms) < 2 and not others:
        return sum(map(segment.having, terms))
    everywhere = range(segment.documents)
    having = np.zeros(segment.documents, dtype=bool)
    for term in terms:
        having[segment.weighed(term, everywhere)[0]] = True
    for wanted in others:
        having[_documents(segment, wanted, most)] = True
    return int(np.count_nonzero(having if segment.stays is None else having & segment.stays))


def _documents(segment: Segment, wanted: Wanted, most: int) -> NDArray[np.int64] | NDArray[np.bool_]:
    """The documents where a pattern stands, or for each document whether it does."""
    match wanted:
        case Pattern((Starting(beginning),), "", _) if (weights := segment.beginning(beginning)) is not None:
            having: NDArray[np.bool_] = weights != 0
            return having
    return segment.owners(Matcher(segment, most).parts(wanted)[0].starts)
