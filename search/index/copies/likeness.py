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

from search.index.copies import sets
from search.index.copies.sets import Keys, Numbers, Sets
from search.index.copies.sketches import Hashes, have_digits, mixed, shingles
from search.index.derive import run_lengths, run_starts

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


@dataclass(frozen=True, slots=True)
class Texts:
    """What is compared of documents: their words, their pairs of neighbours, their numbers, as hashes.

    A word that stands twice in a text is two words: the first one of that spelling, and the second.
    """

    words: Sets
    neighbours: Sets
    numbers: Sets

    @classmethod
    def of(cls, lemmas: Hashes, words: NDArray[np.bool_], owners: Keys, groups: Numbers) -> Texts:
        """Documents, by the lemma in each of their slots.

        `words`: which slots are none of the gaps, of which one ends each document; `owners`: the document of each
        slot, as `sets.owners` names those of some groups.
        """
        pairs, slots = shingles(lemmas, words, 2)
        neighbours = _each_once(sets.keys(owners[slots], pairs))
        standing = sets.ordered(sets.keys(owners[words], lemmas[words]))
        first = run_starts(standing)
        which = np.arange(len(standing)) - np.repeat(first, run_lengths(first, len(standing)))
        spelt = sets.hashes(standing).astype(np.uint64) << _HASH | which.astype(np.uint64)
        told_apart = _each_once(sets.keys(sets.without_hashes(standing), mixed(spelt) >> _HASH))
        numbers = standing[first][have_digits(sets.hashes(standing[first]))]
        return cls(*(Sets.of(each, groups) for each in (told_apart, neighbours, numbers)))


def likeness(texts: Texts, one: Numbers, other: Numbers) -> Numbers:
    """How alike the texts of each pair are, 1…MOST, by their pairs of neighbours; 0 where neither is a copy.

    Both are in one group.
    """
    lengths, counts, neighbours = texts.words.sizes, texts.numbers.sizes, texts.neighbours.sizes
    fewer = np.minimum(counts[one], counts[other])
    shared = texts.neighbours.shared(one, other)
    alike = _share(shared, neighbours[one] + neighbours[other] - shared)
    words = _share(texts.words.shared(one, other), np.maximum(lengths[one], lengths[other]))
    numbers = _share(texts.numbers.shared(one, other), fewer)
    copies = (words >= _WORDS) & (alike >= _NEIGHBOURS) & (words + alike >= _BOTH)
    copies &= (numbers >= _NUMBERS) | (fewer < _FEW_NUMBERS)
    return np.where(copies, alike, 0)


def _share(some: Numbers, of: Numbers) -> Numbers:
    """How many of them that are, in parts of MOST."""
    return some * MOST // np.maximum(of, 1)


def _each_once(keys: Keys) -> Keys:
    keys = sets.ordered(keys)
    return keys[run_starts(keys)]
