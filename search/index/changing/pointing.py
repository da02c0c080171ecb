"""Which pairs of documents may be copies of each other, as far as their sketches tell.

Documents whose sketches share three *rare* shingles are compared. A shingle that more than COMMON documents have in
their sketches is one of a form that is filled in («за сутки в Пермском крае выявлено…») or of what stands under every
post of a channel: it points at nobody, and of a pair whose shared shingles are mostly common nothing is thought.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.index.building.vocabulary import Spread
from search.index.changing.sketched import Leading, Mask, Numbers, Sketched
from search.index.copies.sketches import NOTHING, Hashes
from search.index.derive import run_lengths, run_starts

COMMON = 32
"""More documents than any story has copies, but for the greatest."""

Some = tuple[Numbers, Numbers]
"""Pairs: the first document of each, and the second."""

_LEAST_SHARED = 3
_FEW = 1 << 15  # documents whose shingles are looked for one by one
_LOT = 1 << 20  # shingles of sketches that a process puts in order at a time
_TOGETHER = 1 << 22  # rare shingles of pairs that are counted at a time
_COMPARED = 1 << 14  # pairs whose sketches are held at once
_NUMBER = np.uint64(32)


@dataclass(frozen=True, slots=True)
class _Shingles:
    """Which documents have some shingles in their sketches.

    `documents`: those of rare ones, shingle by shingle, and `left`: how many come after each that have the same;
    `common`: those of common ones, once for each.
    """

    documents: NDArray[np.uint32]
    left: NDArray[np.uint8]
    common: NDArray[np.uint32]

    @classmethod
    def of(cls, hashes: Hashes, documents: Numbers) -> _Shingles:
        """Shingles, ascending, and a document of each."""
        starts = run_starts(hashes)
        lengths = run_lengths(starts, len(hashes))
        of_each = np.repeat(lengths, lengths)
        left = np.repeat(starts + lengths, lengths) - np.arange(len(hashes)) - 1
        rare = (of_each > 1) & (of_each <= COMMON)
        common = documents[of_each > COMMON]
        return cls(documents[rare].astype(np.uint32), left[rare].astype(np.uint8), common.astype(np.uint32))

    @classmethod
    def joined(cls, some: Sequence[_Shingles]) -> _Shingles:
        """Several, of which no two have a shingle in common."""
        return cls(*(np.concatenate([getattr(each, name) for each in some]) for name in cls.__slots__))


def pointed_at(sketched: Sketched, anew: Mask, spread: Spread) -> Iterator[Some]:
    """Pairs in which most of the shared shingles are rare, and three at least, and one document is looked at anew."""
    shingles = _shingles(sketched, anew, spread)
    common = np.bincount(shingles.common, minlength=len(anew))
    for firsts, seconds, shared in _sharing(shingles, anew):
        tell = _tell(sketched, firsts, seconds, shared, np.minimum(common[firsts], common[seconds]))
        yield firsts[tell], seconds[tell]


def _shingles(sketched: Sketched, anew: Mask, spread: Spread) -> _Shingles:
    """The shingles that documents to be looked at anew have, and perhaps others."""
    if np.count_nonzero(anew) <= _FEW:
        return _Shingles.of(*sketched.having(sketched.shingles(anew)))
    lots = ((sketched, leading) for leading in sketched.leading(_LOT))
    return _Shingles.joined(list(spread(_of_lot, lots)))


def _of_lot(lot: tuple[Sketched, Leading]) -> _Shingles:
    sketched, leading = lot
    return _Shingles.of(*sketched.beginning(leading))


def _sharing(shingles: _Shingles, anew: Mask) -> Iterator[tuple[Numbers, Numbers, Numbers]]:
    """Pairs that share three rare shingles, the smaller number first, and how many they share."""
    pairs = np.bincount(shingles.documents, shingles.left, minlength=len(anew))
    batches = (np.cumsum(pairs) // _TOGETHER).astype(np.int64)
    for batch in np.unique(batches).tolist():
        bounds = np.searchsorted(batches, (batch, batch + 1))
        places = np.flatnonzero((shingles.documents >= bounds[0]) & (shingles.documents < bounds[1]))
        found = np.sort(np.concatenate(list(_pairs(shingles, places, anew))))
        starts = run_starts(found)
        shared = run_lengths(starts, len(found))
        found, shared = found[starts[shared >= _LEAST_SHARED]], shared[shared >= _LEAST_SHARED]
        yield (found >> _NUMBER).astype(np.int64), (found & np.uint64(0xFFFFFFFF)).astype(np.int64), shared


def _pairs(shingles: _Shingles, places: Numbers, anew: Mask) -> Iterator[NDArray[np.uint64]]:
    """Pairs of documents that share a rare shingle, as one number; once for each that they share."""
    yield np.zeros(0, dtype=np.uint64)
    for step in range(1, COMMON):
        places = places[shingles.left[places] >= step]
        one, other = shingles.documents[places], shingles.documents[places + step]
        wanted = anew[one] | anew[other]
        yield one[wanted].astype(np.uint64) << _NUMBER | other[wanted]


def _tell(sketched: Sketched, firsts: Numbers, seconds: Numbers, shared: Numbers, common: Numbers) -> Mask:
    """Of pairs that share so many rare shingles, and at most so many common ones: are most of those shared rare?"""
    tell = shared >= common
    for start in range(0, len(doubtful := np.flatnonzero(~tell)), _COMPARED):
        part = doubtful[start : start + _COMPARED]
        tell[part] = 2 * shared[part] >= _in_both(sketched.rows(firsts[part]), sketched.rows(seconds[part]))
    return tell


def _in_both(one: Hashes, other: Hashes) -> Numbers:
    """How many shingles two sketches share."""
    both = np.sort(np.concatenate((one, other), axis=1), axis=1)
    counts: Numbers = ((both[:, 1:] == both[:, :-1]) & (both[:, 1:] != NOTHING)).sum(axis=1)
    return counts
