"""Documents of one segment that match, and slices of them by date: what the embedded engine works with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.dates import Period
from search.index.segment import Segment
from search.results import Sort


@dataclass(frozen=True, slots=True)
class Matches:
    """Documents of one segment, ascending, with a score each."""

    documents: NDArray[np.int64]
    scores: NDArray[np.int64]


NOTHING = Matches(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


def first_and_last(segments: Sequence[Segment]) -> tuple[int, int] | None:
    """The instants of the oldest and of the newest document that has a date."""
    dated = [
        segment.arrays.instants[segment.undated :] for segment in segments if segment.undated < segment.documents
    ]
    return (min(int(each[0]) for each in dated), max(int(each[-1]) for each in dated)) if dated else None


def period_window(segment: Segment, period: Period | None, within: range | None = None) -> range:
    """The documents of a period: a slice, since they are numbered by date. Undated ones are in none."""
    whole = range(segment.documents) if within is None else within
    if period is None:
        return whole
    start, end = np.searchsorted(segment.arrays.instants, (period.start, period.end)).tolist()
    start = max(start, whole.start)
    return range(start, max(start, min(end, whole.stop)))


def within(documents: NDArray[np.int64], window: range) -> NDArray[np.int64]:
    """Those of ascending documents that lie in a window."""
    start, end = np.searchsorted(documents, (window.start, window.stop))
    return documents[start:end]


def everything(window: range) -> Matches:
    """All documents of a window."""
    return unscored(np.arange(window.start, window.stop))


def unscored(documents: NDArray[np.int64]) -> Matches:
    """Documents that match without a score."""
    return Matches(documents, np.zeros_like(documents))


def best_places(segment: Segment, found: Matches, sort: Sort, most: int) -> NDArray[np.int64]:
    """The places of the best `most` matches, best first. Documents are numbered by date, then id."""
    count = len(found.documents)
    if sort == "oldest":
        dated_from = int(np.searchsorted(found.documents, segment.undated))
        return np.roll(np.arange(count), -dated_from)[:most]
    if sort == "newest" or not most:
        return np.arange(count)[::-1][:most]
    if count > 4 * most:
        # Only what reaches the score of the last place is sorted.
        threshold = np.partition(found.scores, count - most)[count - most]
        candidates = np.flatnonzero(found.scores >= threshold)
    else:
        candidates = np.arange(count)
    return candidates[np.lexsort((-candidates, -found.scores[candidates]))][:most]
