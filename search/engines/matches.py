"""Documents of one segment that match, and slices of them by date: what the embedded engine works with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.dates import Period
from search.index.arrays import MOST_DOCUMENTS, WEIGHT_BITS
from search.index.derive import add_runs, run_starts
from search.index.segment import Segment
from search.request import Sort


@dataclass(frozen=True, slots=True)
class Matches:
    """Documents of one segment, ascending, with a weight each. `worth`: what a weight of 1 adds to a score.

    The two are kept apart: weights take one byte where scores take eight, and most of these are never asked for. A
    weight of one byte is never 0; others may be.
    """

    documents: NDArray[np.int64]
    weights: NDArray[np.integer]
    worth: int = 1

    def __len__(self) -> int:
        return len(self.documents)

    @property
    def scores(self) -> NDArray[np.int64]:
        """The score of each document."""
        scores: NDArray[np.int64] = np.multiply(self.weights, self.worth, dtype=np.int64)
        return scores

    @property
    def most(self) -> int:
        """No score is higher."""
        return int(np.iinfo(self.weights.dtype).max) * self.worth

    def worth_each(self, worth: int) -> Matches:
        """The same documents, their weights worth so much."""
        return Matches(self.documents, self.weights, worth)

    def at(self, places: NDArray[np.intp] | NDArray[np.bool_]) -> Matches:
        """Some of the documents."""
        return Matches(self.documents[places], self.weights[places], self.worth)

    def sparse(self) -> Matches:
        """The documents and their weights."""
        return self

    def contenders(self, most: int) -> Matches:
        """Those among which the `most` with the highest scores are, and few others where that is quickly told."""
        places = _contenders(self.weights, most)
        return self if places is None else self.at(places)


@dataclass(frozen=True, slots=True)
class Dense:
    """The weight of every document of a window: 0 for those that do not match, all others have more.

    So many match that picking them out would take longer than to add them up. `worth`: as of `Matches`.
    """

    window: range
    weights: NDArray[np.integer]
    worth: int = 1

    def __len__(self) -> int:
        return int(np.count_nonzero(self.weights))

    @property
    def most(self) -> int:
        """No score is higher."""
        return int(np.iinfo(self.weights.dtype).max) * self.worth

    def worth_each(self, worth: int) -> Dense:
        """The same documents, their weights worth so much."""
        return Dense(self.window, self.weights, worth)

    def sparse(self) -> Matches:
        """The documents that match."""
        return self._at((self.weights != 0).nonzero()[0])

    def contenders(self, most: int) -> Matches:
        """Those among which the `most` with the highest scores are, and few others where that is quickly told."""
        places = _contenders(self.weights, most)
        return self.sparse() if places is None else self._at(places)

    def _at(self, places: NDArray[np.intp]) -> Matches:
        documents = places + self.window.start if self.window.start else places
        return Matches(documents, self.weights.take(places), self.worth)


Found = Matches | Dense

_GROUPS = 8  # for each of the highest that are asked for
_LARGEST, _SMALLEST = 256, 8  # numbers of a group; in smaller ones all are sooner put in order


def _contenders(scores: NDArray[np.integer], most: int) -> NDArray[np.intp] | None:
    """Where the `most` highest scores are, and some others; None where all may be.

    Of so many groups the highest scores are at least as high as the least of the groups' own highest. Numbers of a
    group stand far apart: of rows that follow each other the highest are found in half the time.
    """
    size = min(_LARGEST, len(scores) // (_GROUPS * most)) if most else 0
    if size < _SMALLEST:
        return None
    groups = len(scores) // size
    highest = scores[: groups * size].reshape(size, groups).max(axis=0)
    least = int(np.partition(highest, groups - most)[groups - most])
    return (scores >= least).nonzero()[0] if least else None


def first_and_last(segments: Sequence[Segment]) -> tuple[int, int] | None:
    """The instants of the oldest and of the newest document that has a date."""
    dated = [
        segment.arrays.instants[list(segment.dated)].tolist() for segment in segments if segment.dated is not None
    ]
    return (min(first for first, _ in dated), max(last for _, last in dated)) if dated else None


def period_window(segment: Segment, period: Period | None, within: range | None = None) -> range:
    """The documents of a period: a slice, since they are numbered by date. Undated ones are in none."""
    whole = range(segment.documents) if within is None else within
    if period is None:
        return whole
    start, end = segment.arrays.instants.searchsorted((period.start, period.end)).tolist()
    start = max(start, whole.start)
    return range(start, max(start, min(end, whole.stop)))


def within(documents: NDArray[np.int64], window: range) -> NDArray[np.int64]:
    """Those of ascending documents that lie in a window."""
    start, end = documents.searchsorted((window.start, window.stop))
    return documents[start:end]


def everything(segment: Segment, window: range) -> Matches:
    """All documents of a window."""
    return left(segment, unscored(np.arange(window.start, window.stop)))


def left(segment: Segment, found: Matches) -> Matches:
    """Those of the documents found that are not gone."""
    return found if segment.stays is None else found.at(segment.stays[found.documents])


def left_of(segment: Segment, found: Found) -> Found:
    """The same, of however many."""
    return found if segment.stays is None else left(segment, found.sparse())


def unscored(documents: NDArray[np.int64]) -> Matches:
    """Documents that match without a score."""
    return Matches(documents, np.ones(len(documents), dtype=np.uint8), worth=0)


_NUMBER_BITS = MOST_DOCUMENTS.bit_length()
_SCORE_BITS = 63 - _NUMBER_BITS
_NO_KEYS = np.zeros(0, dtype=np.int64)

_MARK_BITS = 40
"""Above its score an accumulator has a mark: scores of two thousand clauses stay below."""


def added(found: Sequence[Found], window: range) -> NDArray[np.integer]:
    """For every document of a window the sum of its scores; in four bytes where these are enough."""
    narrow = sum(each.most for each in found) < np.iinfo(np.int32).max
    sums: NDArray[np.integer] = np.zeros(len(window), dtype=np.int32 if narrow else np.int64)
    for each in found:
        scores = np.multiply(each.weights, each.worth, dtype=sums.dtype)
        if isinstance(each, Dense):
            sums += scores
        else:
            np.add.at(sums, places_in(window, each.documents), scores)
    return sums


def marked(found: Sequence[Matches], marks: Sequence[int], window: range) -> NDArray[np.int64]:
    """For every document of a window the sum of its scores, and above it the sum of the marks of what it matches.

    One number for both, so that each match is added once.
    """
    sums = np.zeros(len(window), dtype=np.int64)
    for matches, mark in zip(found, marks, strict=True):
        np.add.at(sums, places_in(window, matches.documents), matches.scores + (mark << _MARK_BITS))
    return sums


def places_in(window: range, documents: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which documents of a window some are."""
    return documents - window.start if window.start else documents


def mark(sums: NDArray[np.int64]) -> NDArray[np.int64]:
    """The marks of sums."""
    return sums >> _MARK_BITS


def reaching(sums: NDArray[np.int64], least: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where sums have marks of at least so much, and the scores there."""
    places = (sums >= least << _MARK_BITS).nonzero()[0]
    return places, sums[places] & ((1 << _MARK_BITS) - 1)


_SPARSE = 16  # documents for each match: where there are more, matches are sooner sorted than added for all


def union(found: Sequence[Found], window: range) -> Found:
    """The documents that any of several match, with the sum of their scores."""
    if _SPARSE * sum(map(len, found)) < len(window):
        return _merged([each.sparse() for each in found])
    if not all(each.worth and (isinstance(each, Dense) or each.weights.all()) for each in found):
        return most_of([each.sparse() for each in found], 1, window)
    return Dense(window, added(found, window))


def _merged(found: Sequence[Matches]) -> Matches:
    """The same, without an entry for every document of a window."""
    keys = np.concatenate([_NO_KEYS, *(matches.documents << _SCORE_BITS | matches.scores for matches in found)])
    keys.sort(kind="stable")  # rows that ascend are merged: an eighth of what the other sort takes
    documents = keys >> _SCORE_BITS
    first = run_starts(documents)
    return Matches(documents[first], add_runs(keys & (1 << _SCORE_BITS) - 1, first))


def heaviest(found: Sequence[Found], window: range) -> Found:
    """The documents that any of several match, with the greatest of their weights: bytes, each worth 1."""
    having = [each for each in found if len(each)]
    if len(having) < 2:
        return having[0] if having else found[0]
    if _SPARSE * sum(map(len, having)) < len(window):
        return _merged_heaviest([each.sparse() for each in having])
    first, *others = having
    weights = _of_each(first, window)
    for each in others:
        if isinstance(each, Dense):
            np.maximum(weights, each.weights, out=weights)
        else:
            places = places_in(window, each.documents)
            weights[places] = np.maximum(weights.take(places), each.weights)
    return Dense(window, weights)


def _of_each(found: Found, window: range) -> NDArray[np.uint8]:
    """The weight of every document of a window, as a row of bytes of its own."""
    if isinstance(found, Dense):
        return found.weights.astype(np.uint8)
    weights = np.zeros(len(window), dtype=np.uint8)
    weights[places_in(window, found.documents)] = found.weights
    return weights


def _merged_heaviest(found: Sequence[Matches]) -> Matches:
    """The same, without an entry for every document of a window."""
    keys = np.concatenate([its.documents << WEIGHT_BITS | its.weights for its in found])
    keys.sort(kind="stable")
    documents = keys >> WEIGHT_BITS
    last = np.append(run_starts(documents)[1:], len(keys)) - 1
    return Matches(documents[last], keys[last].astype(np.uint8))


def most_of(found: Sequence[Matches], need: int, window: range) -> Matches:
    """The documents that at least `need` of several match, with the sum of their scores."""
    places, scores = reaching(marked(found, [1] * len(found), window), need)
    return Matches(places + window.start, scores)


_FEW = 32  # documents for each one that is looked for


def intersection(found: Sequence[Matches], window: range) -> Matches:
    """The documents that all of several match, with the sum of their scores: the rarest first, then the next…"""
    together, *others = sorted(found, key=len)
    for other in others:
        if not len(together):
            break
        both, weights = _matching(other, together.documents, window)
        kept = together.at(both)
        together = Matches(kept.documents, kept.scores + np.multiply(weights, other.worth, dtype=np.int64))
    return together


def _matching(
    found: Matches, documents: NDArray[np.int64], window: range
) -> tuple[NDArray[np.intp], NDArray[np.integer]]:
    """Which of some documents, which ascend, are among those found, and their weights."""
    if _FEW * len(documents) < len(window):
        places = found.documents.searchsorted(documents)
        both = (found.documents.take(places, mode="clip") == documents).nonzero()[0]
        return both, found.weights.take(places.take(both))
    more = 0 if found.weights.dtype == np.uint8 else 1  # where a weight may be nothing
    table = np.zeros(len(window), dtype=found.weights.dtype)
    table[places_in(window, found.documents)] = found.weights + more if more else found.weights
    here = table.take(places_in(window, documents))
    both = (here != 0).nonzero()[0]
    return both, here.take(both) - more if more else here.take(both)


def difference(found: Matches, unwanted: Sequence[Matches], window: range) -> Matches:
    """The documents found that none of the unwanted match."""
    excluded = np.zeros(len(window), dtype=bool)
    for other in unwanted:
        excluded[places_in(window, other.documents)] = True
    return found.at(~excluded[places_in(window, found.documents)])


def best(segment: Segment, found: Found, sort: Sort, most: int) -> Matches:
    """The best `most` documents, best first. Documents are numbered by date, then id."""
    if sort != "relevance":
        documents = found.sparse().documents
        return unscored(documents[_by_date(segment, documents, sort)[:most]])
    its = found.contenders(most)
    keys = its.scores << _NUMBER_BITS | its.documents  # one number to be compared: by score, then the newer first
    if 4 * most < len(keys):
        keys.partition(len(keys) - most)
        keys = keys[len(keys) - most :]
    keys.sort()
    keys = keys[::-1][:most]
    return Matches(keys & (1 << _NUMBER_BITS) - 1, keys >> _NUMBER_BITS)


def _by_date(segment: Segment, documents: NDArray[np.int64], sort: Sort) -> NDArray[np.int64]:
    if sort == "newest":
        return np.arange(len(documents))[::-1]
    return np.roll(np.arange(len(documents)), -int(documents.searchsorted(segment.undated)))
