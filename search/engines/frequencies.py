"""In how many documents terms stand, without ranking or scoring one of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.index.arrays import WEIGHT_BITS
from search.index.segment import Segment
from search.query.patterns import AnyForm, Pattern, pattern
from search.query.tree import Leaf, Lemma, Word


def terms_of(leaf: Leaf) -> tuple[str, ...] | None:
    """The terms of a leaf that asks for nothing but one of them, anywhere; None of any other leaf."""
    if isinstance(leaf, Word | Lemma):
        match pattern(leaf):
            case Pattern((AnyForm(terms),), "", _):
                return terms
    return None


def documents_having(segment: Segment, terms: Sequence[str]) -> int:
    """How many documents have one of the terms; of a single one that is known without a look at its postings."""
    rows = [row for term in terms if len(row := segment.postings(term))]
    if len(rows) < 2:
        return sum(map(len, rows))
    having = np.zeros(segment.documents, dtype=bool)
    for row in rows:
        having[row >> WEIGHT_BITS] = True
    return int(np.count_nonzero(having))
