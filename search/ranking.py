"""How documents are ranked: by whole numbers, the same in every segment and every engine.

    score(document) = Σ over the words of the query: idf(word) × weight(word, document)
                    + for the best forty of several words: how near these stand, and words of the same root

*True* BM25F (Robertson, Zaragoza, Taylor, «Simple BM25 extension to multiple weighted fields», CIKM 2004): title
and text are added up to one frequency before it is saturated. The lengths of reference are frozen constants
instead of averages, so that a weight fits into one byte, stays when segments merge, and is the same everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# The constants were chosen together on the sets of benchmarks/QUALITY.md; each line says what it is for.
K1 = 0.8  # saturation of a frequency: a word said ten times is not ten times as relevant
TITLE_BOOST = 2  # a word in the title says what the article is about
LEAD_TOKENS = 30  # the first tokens of a text, in which a news item says who, what, where…
LEAD_BOOST = 1  # …so that a word there counts once more
TITLE_B, TEXT_B = 0.4, 0.25  # how far length is held against a field: titles are all of a length
TITLE_LENGTH, TEXT_LENGTH = 10, 300  # frozen lengths of reference, in tokens
HIGHEST_WEIGHT = 255  # a weight is one byte
IDF_SCALE = 256  # idf is a whole number: 256 to the nat

RELAXED_ENOUGH = 20
"""One page: where fewer documents have every word of a long query, those with most of it join them."""

LONG_QUERY = 3
"""Words. A shorter query means every word it has: it is relaxed only where no document has them all."""

RELAXED_SHARE = {"relevance": (1, 6), "newest": (3, 4), "oldest": (3, 4)}
"""What joins has words worth so much of those of the best document, each word being worth its rarity. By relevance
the weak ones stand last, so that little has to be kept out; by date they would stand among the others."""


Numbers = NDArray[np.integer]
Counts = tuple[Numbers, Numbers, Numbers]
"""How often something stands in the title, in the text, and in the lead of that text; one entry a document."""

Lengths = tuple[Numbers, Numbers]
"""The lengths of title and text in tokens; one entry a document."""


Norms = tuple[NDArray[np.float64], NDArray[np.float64]]
"""By what frequencies in title and text are divided, one entry a document: by more where the field is long."""


def norms(lengths: Lengths) -> Norms:
    """The norms of fields of these lengths; 1 for the lengths of reference."""
    titles, texts = lengths
    return 1 - TITLE_B + TITLE_B * titles / TITLE_LENGTH, 1 - TEXT_B + TEXT_B * texts / TEXT_LENGTH


def weights(counts: Counts, norms: Norms) -> NDArray[np.uint8]:
    """How much each document is about a word, 1…255: its saturated BM25F frequency."""
    (title_count, text_count, lead_count), (title_norm, text_norm) = counts, norms
    frequency = TITLE_BOOST * title_count / title_norm + (text_count + LEAD_BOOST * lead_count) / text_norm
    weight = np.rint(HIGHEST_WEIGHT * frequency / (K1 + frequency))
    return np.clip(weight, 1, HIGHEST_WEIGHT).astype(np.uint8)


def idf(documents: int, having: int) -> int:
    """How rare a word is: round(256 · ln(1 + (N − n + ½)/(n + ½))), n of N documents having it; never nothing."""
    return max(1, round(IDF_SCALE * math.log(1 + (documents - having + 0.5) / (having + 0.5))))


# The second look, at the best documents of a query of several plain words. It adds to their scores, so that they
# stay ahead of all others.

RESCORED = 40
"""How many documents get the second look."""

LOOKED_AT = 1000
"""Slots: so much of a document is looked at, its title counted. A news item says in its first half what it is about;
the rest of long ones costs more than it tells (nDCG@10 is the same to the third digit)."""

PASSAGE = 60
"""Slots: words that stand so near each other speak of one thing; the nearer, the more (Tao, Zhai, SIGIR 2007)."""

NAME_WEIGHT = (7, 10)
"""A form found only by its name key counts so much: true forms of the word come first."""

EXPANDED_WEIGHT = (8, 10)
"""What says the same as a word counts so much: documents with the word as typed come first."""

_PASSAGE_SHARE = (3, 10)  # less is better among few documents, and worse among many
_PAIR_SHARE = (1, 40)  # enough for names of two words; more outweighs words that stand apart

PAIR_REACH = 2
"""Slots: two words that follow each other in the query stand as a pair in a text, if at most one other word parts
them («цены на нефть»): they are one name or one notion."""

FAMILY_LETTERS = 4
"""Lemmas that begin with the same letters as a longer lemma are taken for its family: «уступить», «уступка»."""


def name_weights(weights: NDArray[np.integer]) -> NDArray[np.uint8]:
    """The weights of documents found by a name key."""
    return _lessened(weights, NAME_WEIGHT)


def expanded_weights(weights: NDArray[np.integer]) -> NDArray[np.uint8]:
    """The weights of documents found by what says the same as a word."""
    return _lessened(weights, EXPANDED_WEIGHT)


def _lessened(weights: NDArray[np.integer], share: tuple[int, int]) -> NDArray[np.uint8]:
    """A share of each weight, at least 1."""
    numerator, denominator = share
    return np.maximum(weights.astype(np.uint16) * numerator // denominator, 1).astype(np.uint8)


def nearness(distance: NDArray[np.int64]) -> NDArray[np.int64]:
    """What a word adds to a passage that begins so many slots before it: 2·PASSAGE … PASSAGE + 1, then nothing."""
    return np.where(distance < PASSAGE, 2 * PASSAGE - distance, 0)


def passage_bonus(best: NDArray[np.int64]) -> NDArray[np.int64]:
    """What a document gains by its best passage: `best` is the largest Σ idf × nearness in it."""
    numerator, denominator = _PASSAGE_SHARE
    return best * (HIGHEST_WEIGHT * numerator) // (2 * PASSAGE * denominator)


def most_passage_bonus(idf: int) -> int:
    """What a passage brings at most: words, of so much idf together, all in one place."""
    numerator, denominator = _PASSAGE_SHARE
    return idf * HIGHEST_WEIGHT * numerator // denominator


def pair_bonus(one_idf: int, other_idf: int) -> int:
    """What a document gains by two neighbours of the query that stand as a pair in it, somewhere."""
    numerator, denominator = _PAIR_SHARE
    return min(one_idf, other_idf) * HIGHEST_WEIGHT * numerator // denominator


def family_bonus(weights: NDArray[np.uint8], word_idf: int, family_idf: int) -> NDArray[np.int64]:
    """What a document that lacks a word gains by words of the same root in it: at most what the word would bring."""
    return weights.astype(np.int64) * min(word_idf, family_idf)


def most_family_bonus(word_idf: int, family_idf: int) -> int:
    """What the family of a word brings at most."""
    return HIGHEST_WEIGHT * min(word_idf, family_idf)


# Broadening, where a search asks for it.

BROADENING_DOCUMENTS = 5
"""So many of the best documents tell which words to add."""

BROADENING_WORDS = 5
"""So many are added. Documents with most of them follow those of the query itself."""

SIGNIFICANT_LEMMAS = 20
"""By so many of its lemmas documents are found that are like one."""

_TELLING_SHARE = 10  # a lemma of a tenth of all documents tells nothing
_HALF_TELLING = 2  # times that a lemma has to stand in a document to count half


def telling(counts: Sequence[int], documents: int, having: int) -> int:
    """How much a lemma tells that stands so often in each of some documents: its saturated frequencies × its idf."""
    if having * _TELLING_SHARE > documents:
        return 0
    return sum(IDF_SCALE * count // (count + _HALF_TELLING) for count in counts) * idf(documents, having)


# Age, where a search asks for it.

_STEPS = 64
_FACTOR_BITS = 16
_DAY = 86_400
_FACTORS = np.array([round(2 ** (_FACTOR_BITS - step / _STEPS)) for step in range(_STEPS)], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Fading:
    """How scores fall with age: score × 2^(−age / half-life), in 64 steps to the half, by whole numbers.

    `half_life` in days; `now`: the newest document of the index, or the end of the period asked for where that is
    earlier; `oldest`: the oldest document with a date, for whose age the undated ones are taken. In seconds.
    """

    half_life: int
    now: int
    oldest: int

    def faded(self, scores: NDArray[np.int64], instants: NDArray[np.int64]) -> NDArray[np.int64]:
        """The scores of documents of these instants."""
        steps = np.maximum(self.now - instants, 0) * _STEPS // (self.half_life * _DAY)
        halves, step = np.divmod(steps, _STEPS)
        faded: NDArray[np.int64] = scores * _FACTORS[step] >> np.minimum(_FACTOR_BITS + halves, 63)
        return faded
