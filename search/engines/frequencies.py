"""In how many documents something stands, without ranking or scoring one of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.engines.weighing import standing, uncovered
from search.index.segment import Segment
from search.query.patterns import AnyForm, Pattern, Wanted


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
    if others:
        having[standing(segment, others, everywhere, most)] = True
    return int(np.count_nonzero(having if segment.stays is None else having & segment.stays))
