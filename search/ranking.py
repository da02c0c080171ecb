"""How documents are ranked: integer BM25F, the same in every segment and every engine.

    score(document) = Σ over the words of the query: idf(word) × weight(word, document)

*True* BM25F (Robertson, Zaragoza, Taylor, «Simple BM25 extension to multiple weighted fields», CIKM 2004): title
and text are added up to one frequency before it is saturated. The lengths of reference are frozen constants
instead of averages, so that a weight fits into one byte, stays when segments merge, and is the same everywhere.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

K1 = 1.2  # saturation of a frequency: a word said ten times is not ten times as relevant
TITLE_BOOST = 2.5  # a word in the title says what the article is about
TITLE_B, TEXT_B = 0.4, 0.6  # how far length is held against a field: titles are all of a length
TITLE_LENGTH, TEXT_LENGTH = 10, 300  # frozen lengths of reference, in tokens
HIGHEST_WEIGHT = 255  # a weight is one byte
IDF_SCALE = 256  # idf is a whole number: 256 to the nat

RELAXED_ENOUGH = 10
"""A relaxed list asks for as many words at once as some document has; where fewer documents than this have so
many, for somewhat fewer words, so that a long headline still finds what is near it."""

RELAXED_SLACK = 4
"""…but for no more than a quarter of the words fewer: two or three words stay together."""


def weights(
    title_count: NDArray[np.integer],
    text_count: NDArray[np.integer],
    title_length: NDArray[np.integer],
    text_length: NDArray[np.integer],
) -> NDArray[np.uint8]:
    """How much each document is about a word, 1…255: its saturated BM25F frequency.

    One entry a document: how often the word stands in its title and in its text, and their lengths in tokens.
    """
    title_norm = 1 - TITLE_B + TITLE_B * title_length / TITLE_LENGTH
    text_norm = 1 - TEXT_B + TEXT_B * text_length / TEXT_LENGTH
    frequency = TITLE_BOOST * title_count / title_norm + text_count / text_norm
    weight = np.rint(HIGHEST_WEIGHT * frequency / (K1 + frequency))
    return np.clip(weight, 1, HIGHEST_WEIGHT).astype(np.uint8)


def idf(documents: int, having: int) -> int:
    """How rare a word is: round(256 · ln(1 + (N − n + ½)/(n + ½))), n of N documents having it."""
    return round(IDF_SCALE * math.log(1 + (documents - having + 0.5) / (having + 0.5)))
