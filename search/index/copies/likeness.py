"""Is one text a copy of another, cut, added to, or reworded? What a pair that sketches pointed at has to prove.

Of a copy in which four words in ten were replaced here and there, six in ten are left, and .6² of its pairs of
neighbours: .22 of all that either text has. Where sentences were dropped or added instead, more neighbours are left.
So both shares together have to be .8; short texts vary, and neither may be low. Two reports on one affair, which tell
in the same words what went before, have less. Numbers tell a copy from a form that is filled in anew, as «за сутки
выявлено 57 случаев» is every day: a copy keeps them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import Ragged
from search.index.copies.sketches import Hashes, have_digits, mixed, shingles
from search.index.derive import distinct, run_starts

MOST = 0xFFFF
"""All of a text: how alike it is to itself."""

_WORDS = MOST // 2
"""Of the words of the longer text so many have to be in the other one."""

_NEIGHBOURS = MOST // 6
"""Of all pairs of neighbours that one of the two texts has, so many have to be in both."""

_BOTH = 4 * MOST // 5
"""Both shares, added up."""

_NUMBERS = MOST // 2
"""Of the numbers of the text that has fewer, so many have to be in the other one."""

_FEW_NUMBERS = 4
"""Fewer distinct ones tell nothing."""

_HASH = np.uint64(32)

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Texts:
    """What is compared of documents, a row each: their words, their pairs of neighbours, their numbers, as hashes.

    A word that stands twice in a text is two words: the first one of that spelling, and the second.
    """

    words: Ragged
    neighbours: Ragged
    numbers: Ragged

    @classmethod
    def of(cls, lemmas: Hashes, words: NDArray[np.bool_], ends: Numbers) -> Texts:
        """Documents that follow each other, by the lemma in each of their slots.

        `words`: which slots are none of the gaps; `ends`: before which slot each document ends.
        """
        pairs, slots = shingles(lemmas, words, 2)
        neighbours = distinct(_keys(np.searchsorted(ends, slots, side="right"), pairs))
        standing = np.sort(_keys(np.searchsorted(ends, np.flatnonzero(words), side="right"), lemmas[words]))
        first = run_starts(standing)
        which = np.arange(len(standing)) - np.repeat(first, np.diff(np.append(first, len(standing))))
        told_apart = _keys(standing >> _HASH, mixed(_keys(standing.astype(np.uint32), which)) >> _HASH)
        digits = standing[first][have_digits(standing[first].astype(np.uint32))]
        return cls(*(_rows(keys, len(ends)) for keys in (distinct(told_apart), neighbours, digits)))


def likeness(texts: Texts, one: Numbers, other: Numbers) -> Numbers:
    """How alike the texts of each pair are, 1…MOST, by their pairs of neighbours; 0 where neither is a copy."""
    lengths, counts, neighbours = (each.lengths() for each in (texts.words, texts.numbers, texts.neighbours))
    fewer = np.minimum(counts[one], counts[other])
    shared = _shared(texts.neighbours, one, other)
    alike = _share(shared, neighbours[one] + neighbours[other] - shared)
    words = _share(_shared(texts.words, one, other), np.maximum(lengths[one], lengths[other]))
    numbers = _share(_shared(texts.numbers, one, other), fewer)
    copies = (words >= _WORDS) & (alike >= _NEIGHBOURS) & (words + alike >= _BOTH)
    copies &= (numbers >= _NUMBERS) | (fewer < _FEW_NUMBERS)
    return np.where(copies, alike, 0)


def _share(some: Numbers, of: Numbers) -> Numbers:
    """How many of them that are, in parts of MOST."""
    return some * MOST // np.maximum(of, 1)


def _shared(rows: Ragged, one: Numbers, other: Numbers) -> Numbers:
    """How many values the rows of each pair share. Rows ascend, each value once."""
    pairs = np.arange(len(one))
    lengths = rows.lengths()
    its, others = (_keys(np.repeat(pairs, lengths[each]), rows.rows(each)) for each in (one, other))
    if not len(others):
        return np.zeros(len(one), dtype=np.int64)
    shared = its[others.take(np.searchsorted(others, its), mode="clip") == its]
    return np.bincount((shared >> _HASH).astype(np.int64), minlength=len(one))


def _keys(owners: NDArray[np.integer], hashes: NDArray[np.integer]) -> NDArray[np.uint64]:
    return owners.astype(np.uint64) << _HASH | hashes.astype(np.uint64)


def _rows(keys: NDArray[np.uint64], count: int) -> Ragged:
    """Values by their owners, given as ascending keys."""
    offsets = np.searchsorted(keys, np.arange(count + 1).astype(np.uint64) << _HASH)
    return Ragged(offsets, keys.astype(np.uint32))
