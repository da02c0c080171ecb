"""What is kept of each text to know its copies by: a sketch of its shingles.

    «Токаев прибыл в Астану с визитом»   →   токай прибыть в · прибыть в астана · в астана с · астана с визит

A *shingle* is three lemmas that follow each other, as one number of 32 bits; a *sketch* are the smallest of those of
a document. Two sketches tell how alike two sets of shingles are, as samples of both that were drawn alike (MinHash
with one hash function: Broder, «On the resemblance and containment of documents», 1997). They hang on nothing but the
text and the rules of analysis, so that those of segments written apart can be compared, and joined.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import SKETCH, Ragged
from search.index.building.forms import Spelt
from search.index.derive import Stretch, distinct

SHINGLE = 3
"""Lemmas: of two, texts on one subject share many; of four, few are left where words were replaced."""

NOTHING = np.uint32(0xFFFFFFFF)
"""Fills up the sketch of a text that has fewer shingles."""

Hashes = NDArray[np.uint32]

_DIGIT = np.uint32(1)
_WORD = np.uint64(32)


def of_terms(terms: Ragged) -> Hashes:
    """A number for each term, the same in every segment; the last bit says whether it has a digit."""
    digits = np.zeros(len(terms.values) + 1, dtype=np.int64)
    np.cumsum((terms.values >= ord("0")) & (terms.values <= ord("9")), out=digits[1:])
    has_digit = np.diff(digits[terms.offsets.astype(np.int64)]) > 0
    hashes = (mixed(Spelt.of(terms).hashes) >> _WORD).astype(np.uint32)
    return (hashes & ~_DIGIT) | has_digit.astype(np.uint32)


def have_digits(hashes: Hashes) -> NDArray[np.bool_]:
    """Which of some terms have a digit, by their numbers."""
    return (hashes & _DIGIT).astype(bool)


def by_form(form_terms: Ragged, term_hashes: Hashes) -> Hashes:
    """The number of the likeliest lemma of each form, and 0 for the gap, which is one past the last form."""
    return np.append(term_hashes.take(form_terms.values.take(form_terms.offsets[:-1])), np.uint32(0))


def shingles(lemmas: Hashes, words: NDArray[np.bool_], length: int) -> tuple[Hashes, NDArray[np.int64]]:
    """So many words that follow each other, as one number each, and the slots at which they begin.

    `lemmas`: one of each slot; `words`: which slots are none of the gaps, across which no shingle reaches.
    """
    starts = max(0, len(lemmas) - length + 1)
    hashes, whole = np.zeros(starts, dtype=np.uint64), np.ones(starts, dtype=bool)
    for place in range(length):
        hashes = mixed(hashes + lemmas[place : place + starts])
        whole &= words[place : place + starts]
    return (hashes[whole] >> _WORD).astype(np.uint32), np.flatnonzero(whole)


def of_stretch(stretch: Stretch, lemmas: Hashes) -> Hashes:
    """The sketches of the documents of a stretch, SKETCH numbers each, ascending. `lemmas`: by form."""
    words = stretch.forward < len(lemmas) - 1
    found, slots = shingles(lemmas.take(stretch.forward), words, SHINGLE)
    count = len(stretch.texts)
    keys = _smallest(stretch.owners(slots), np.minimum(found, NOTHING - np.uint32(1)), count)
    owners = (keys >> _WORD).astype(np.int64)
    places = np.arange(len(keys)) - np.searchsorted(owners, np.arange(count))[owners]
    kept = places < SKETCH
    sketched = np.full(count * SKETCH, NOTHING)
    sketched[owners[kept] * SKETCH + places[kept]] = keys[kept].astype(np.uint32)
    return sketched


def _smallest(owners: NDArray[np.uint32], hashes: Hashes, count: int) -> NDArray[np.uint64]:
    """The smallest hashes of each owner, each once, ascending, and some more; above them stands the owner.

    Of many hashes those are put in order among which twice as many should be; where there are too few, all.
    """
    keys = owners.astype(np.uint64) << _WORD | hashes
    bounds = (2 * SKETCH << 32) // np.maximum(np.bincount(owners, minlength=count), 1)
    small = hashes < bounds.take(owners)
    found = distinct(keys[small])
    lack = (np.bincount((found >> _WORD).astype(np.int64), minlength=count) < SKETCH) & (bounds <= int(NOTHING))
    return distinct(keys[small | lack.take(owners)]) if lack.any() else found


def mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finalizer of SplitMix64 (Steele, Lea and Flood, 2014)."""
    numbers = numbers + np.uint64(0x9E3779B97F4A7C15)
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))
