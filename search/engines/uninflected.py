"""Spellings of words that are hardly ever spelt otherwise: what the index says of such a word holds for them.

РФ   →  #рф, of which all forms are «РФ», but for «Рф» in a dozen documents
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from search.engines.pairs import occurrences
from search.index.segment import Numbers, Segment

_HARDLY = 30  # places for each one where the two differ: with fewer, all are sooner counted


@dataclass(frozen=True, slots=True)
class Nearly:
    """A term, and the forms that either it or the spelling has, and not both."""

    term: int
    differing: Numbers


def nearly(segment: Segment, forms: Numbers) -> Nearly | None:
    """The term that has some forms, and hardly any other; None where there is none."""
    if not len(forms):
        return None
    lengths = segment.positions.lengths(forms)
    commonest, standing = int(forms[lengths.argmax()]), int(lengths.sum())
    for term in segment.arrays.form_terms.row(commonest).tolist():
        differing = np.setxor1d(segment.arrays.term_forms.row(term), forms, assume_unique=True)
        if occurrences(segment, differing) * _HARDLY <= standing:
            return Nearly(term, differing)
    return None
