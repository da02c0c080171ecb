"""How much each document is about what a pattern asks for: one weight a document, before its rarity counts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search import ranking
from search.engines.matching import Matcher, counts
from search.index.arrays import WEIGHT_BITS, WEIGHT_MASK
from search.index.derive import field_lengths
from search.index.segment import Segment
from search.query.patterns import AnyForm, Pattern, Wanted
from search.russian.names import is_name_key

Weighed = tuple[NDArray[np.int64], NDArray[np.uint8]]
"""Documents of a segment, ascending, and the weight of each."""


def weighed_expanded(segment: Segment, wanted: Wanted, others: Sequence[Wanted], most: int) -> Weighed:
    """The documents where a pattern matches, or one of the others, which weigh less.

    Raises QueryLimit where a slot stands for more forms than `most`.
    """
    alternatives = [weighed(segment, wanted, most)]
    for other in others:
        documents, weights = weighed(segment, other, most)
        alternatives.append((documents, ranking.expanded_weights(weights)))
    return _best(segment, alternatives)


def weighed(segment: Segment, wanted: Wanted, most: int) -> Weighed:
    """The documents where a pattern matches. A plain word is known by its terms; anything else is looked for.

    Raises QueryLimit where a slot of it stands for more forms than `most`.
    """
    match wanted:
        case Pattern((AnyForm() as word,), "", 0):
            return _best(segment, [_of_term(segment, term) for term in word.terms])
    documents, counted = counts(segment, Matcher(segment, most).parts(wanted))
    lengths = field_lengths(segment.arrays.titles, segment.arrays.texts, documents)
    return documents, ranking.weights(counted, lengths)


def _best(segment: Segment, alternatives: Sequence[Weighed]) -> Weighed:
    """The documents of any alternative, with the greatest weight that one of them gives."""
    alternatives = [found for found in alternatives if len(found[0])]
    if len(alternatives) == 1:
        return alternatives[0]
    best = np.zeros(segment.documents, dtype=np.uint8)
    for documents, weights in alternatives:
        best[documents] = np.maximum(best[documents], weights)
    having = np.flatnonzero(best)
    return having, best[having]


def _of_term(segment: Segment, term: str) -> Weighed:
    """The documents of a term with their weights; a name key weighs less than a true form."""
    postings = segment.postings(term)
    weights = (postings & WEIGHT_MASK).astype(np.uint8)
    documents = (postings >> WEIGHT_BITS).astype(np.int64)
    return documents, ranking.name_weights(weights) if is_name_key(term) else weights
