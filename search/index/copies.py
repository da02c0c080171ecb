"""Is one text a copy of another, cut, added to, or reworded? What a pair that sketches pointed at has to prove.

A copy of which four words in ten were dropped, added or replaced keeps six in ten of its words, and, where they were
replaced here and there, .6² of its pairs of neighbours: 22 in a hundred of all that either text has. Short texts vary
around that, so that less is asked for. Numbers tell a copy from a form that is filled in anew, as «за сутки выявлено
57 случаев» is every day: a copy keeps them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import Ragged
from search.index.derive import run_starts
from search.index.sketches import Hashes, have_digits, mixed, shingles

_WORDS = (1, 2)
"""Of the words of the longer text so many have to be in the other one."""

_NEIGHBOURS = (1, 6)
"""Of all pairs of neighbours that one of the two texts has, so many have to be in both."""

_NUMBERS = (1, 2)
"""Of the numbers of the text that has fewer, so many have to be in the other one."""

_FEW_NUMBERS = 4
"""Fewer distinct ones tell nothing."""

MOST = 0xFFFF
"""How alike a text is to itself."""

_HASH = np.uint64(32)
_Kind = TypeVar("_Kind", bound=np.integer)

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
    words, numbers = _shared(texts.words, one, other), _shared(texts.numbers, one, other)
    longer = np.maximum(texts.words.lengths()[one], texts.words.lengths()[other])
    fewer = np.minimum(texts.numbers.lengths()[one], texts.numbers.lengths()[other])
    neighbours = _shared(texts.neighbours, one, other)
    together = texts.neighbours.lengths()[one] + texts.neighbours.lengths()[other] - neighbours
    copies = _are(words, _WORDS, longer) & _are(neighbours, _NEIGHBOURS, together)
    copies &= (fewer < _FEW_NUMBERS) | _are(numbers, _NUMBERS, fewer)
    return np.where(copies, neighbours * MOST // np.maximum(together, 1), 0)


def _are(some: Numbers, share: tuple[int, int], of: Numbers) -> NDArray[np.bool_]:
    """Are these at least such a share of those?"""
    numerator, denominator = share
    found: NDArray[np.bool_] = denominator * some >= numerator * of
    return found


def _shared(rows: Ragged, one: Numbers, other: Numbers) -> Numbers:
    """How many values the rows of each pair share."""
    pairs = np.arange(len(one))
    lengths = rows.lengths()
    keys = [_keys(np.repeat(pairs, lengths[each]), rows.rows(each)) for each in (one, other)]
    together = np.sort(np.concatenate(keys))
    shared = together[1:][together[1:] == together[:-1]]
    return np.bincount((shared >> _HASH).astype(np.int64), minlength=len(one))


def _keys(owners: NDArray[np.integer], hashes: NDArray[np.integer]) -> NDArray[np.uint64]:
    return owners.astype(np.uint64) << _HASH | hashes.astype(np.uint64)


def distinct(numbers: NDArray[_Kind]) -> NDArray[_Kind]:
    """Each number once, ascending: a fraction of what `np.unique` takes."""
    ordered = np.sort(numbers)
    return ordered[run_starts(ordered)]


def _rows(keys: NDArray[np.uint64], count: int) -> Ragged:
    """Values by their owners, given as ascending keys."""
    offsets = np.searchsorted(keys, np.arange(count + 1).astype(np.uint64) << _HASH)
    return Ragged(offsets, keys.astype(np.uint32))
