"""Which pairs of documents may be copies of each other, as far as their sketches tell.

Documents whose sketches share three *rare* shingles are compared. A shingle that more than COMMON documents have in
their sketches is one of a form that is filled in («за сутки в Пермском крае выявлено…») or of what stands under every
post of a channel: it points at nobody, and of a pair whose shared shingles are mostly common nothing is thought.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from search.index.changing.sketched import Mask, Numbers, Sketched, sketches_of
from search.index.copies.sketches import NOTHING, Hashes
from search.index.derive import distinct, run_starts

COMMON = 32
"""More documents than any story has copies, but for the greatest."""

Some = tuple[Numbers, Numbers]
"""Pairs: the first document of each, and the second."""

_LEAST_SHARED = 3
_LEAST_SHARE = (5, 64)  # of the smaller sketch: a copy with four words in ten replaced shares .6³ of its shingles
_TOGETHER = 1 << 14  # pairs whose sketches are held at once
_NUMBER = np.uint64(32)


def pointed_at(sketched: Sketched, some: Numbers, anew: Mask) -> Some:
    """Pairs with some of the documents in which most of the shared shingles are rare, and three at least.

    A pair of two documents that are looked at anew comes with the first of them.
    """
    firsts, seconds, shared = _sharing(sketched, some, anew)
    told = [np.zeros(0, dtype=bool)]
    for start in range(0, len(firsts), _TOGETHER):
        part = slice(start, start + _TOGETHER)
        told.append(_tell(sketched.rows(firsts[part]), sketched.rows(seconds[part]), shared[part]))
    tell = np.concatenate(told)
    return firsts[tell], seconds[tell]


def _sharing(sketched: Sketched, some: Numbers, anew: Mask) -> tuple[Numbers, Numbers, Numbers]:
    """Pairs with some of the documents that share three rare shingles, and how many they share."""
    theirs = [sketches_of(segment)[its].reshape(-1) for segment, its in sketched.by_segment(some)]
    numbers = distinct(np.concatenate(theirs))
    here = np.zeros(len(anew), dtype=bool)
    here[some] = True
    pairs = [np.zeros(0, dtype=np.uint64)]
    for one, other in _neighbours(*sketched.having(numbers[numbers != NOTHING])):
        wanted = here[one] | (here[other] & ~anew[one])
        pairs.append(one[wanted].astype(np.uint64) << _NUMBER | other[wanted].astype(np.uint64))
    found, shared = np.unique(np.concatenate(pairs), return_counts=True)
    found, shared = found[shared >= _LEAST_SHARED], shared[shared >= _LEAST_SHARED]
    return (found >> _NUMBER).astype(np.int64), (found & np.uint64(0xFFFFFFFF)).astype(np.int64), shared


def _neighbours(hashes: Hashes, documents: Numbers) -> Iterator[Some]:
    """All pairs of documents that share a rare shingle, the smaller number first; once for each that they share."""
    starts = run_starts(hashes)
    lengths = np.diff(np.append(starts, len(hashes)))
    left = np.repeat(lengths, lengths) - (np.arange(len(hashes)) - np.repeat(starts, lengths)) - 1
    left[np.repeat(lengths, lengths) > COMMON] = 0
    for step in range(1, COMMON):
        places = np.flatnonzero(left >= step)
        if not len(places):
            return
        yield documents[places], documents[places + step]


def _tell(one: Hashes, other: Hashes, shared: Numbers) -> Mask:
    """Of pairs of sketches that share so many rare shingles, which are worth looking into the texts."""
    smaller = np.minimum((one != NOTHING).sum(axis=1), (other != NOTHING).sum(axis=1))
    both = np.sort(np.concatenate((one, other), axis=1), axis=1)
    in_both = ((both[:, 1:] == both[:, :-1]) & (both[:, 1:] != NOTHING)).sum(axis=1)
    share, of = _LEAST_SHARE
    tell: Mask = (2 * shared >= in_both) & (of * shared >= share * smaller)
    return tell
