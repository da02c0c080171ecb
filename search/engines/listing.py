"""The order of a list over all segments, and which part of it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from search import ranking
from search.engines.base import Ranked
from search.engines.matches import Found, Matches, best
from search.index.arrays import UNDATED
from search.index.copies.reprints import Families
from search.index.segment import Segment
from search.request import Sort


@dataclass(frozen=True, slots=True)
class Listing:
    """Which part of the list is asked for, in which order, and how its scores fade with age."""

    sort: Sort
    offset: int
    limit: int
    fading: ranking.Fading | None = None

    @property
    def end(self) -> int:
        """How many documents of the list have to be known."""
        return self.offset + self.limit


@dataclass(frozen=True, slots=True)
class Listed:
    """Documents in the order of a list: of which segment each is, its number there, its score."""

    segments: NDArray[np.int64]
    numbers: NDArray[np.int64]
    scores: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.numbers)

    def at(self, places: slice | NDArray[np.integer]) -> Listed:
        """Some of the documents, in the order of their places."""
        return Listed(self.segments[places], self.numbers[places], self.scores[places])

    def followed_by(self, others: Listed) -> Listed:
        """These documents, and others behind them."""
        return Listed(
            np.concatenate([self.segments, others.segments]),
            np.concatenate([self.numbers, others.numbers]),
            np.concatenate([self.scores, others.scores]),
        )

    def ranked(self) -> tuple[Ranked, ...]:
        """The same as objects."""
        rows = zip(self.segments.tolist(), self.numbers.tolist(), self.scores.tolist(), strict=True)
        return tuple(Ranked(*row) for row in rows)


_NOTHING = Listed(*(np.zeros(0, dtype=np.int64) for _ in range(3)))


def best_of(segments: Sequence[Segment], found: Sequence[Found], sort: Sort, most: int) -> Listed:
    """The best `most` documents of all segments, best first."""
    bests = [best(segment, its, sort, most) for segment, its in zip(segments, found, strict=True)]
    listed = [Listed(np.full(len(its), place), its.documents, its.scores) for place, its in enumerate(bests)]
    if len(listed) < 2:
        return listed[0] if listed else _NOTHING
    return ordered(segments, reduce(Listed.followed_by, listed), sort).at(slice(most))


def one_of_each(segments: Sequence[Segment], families: Families, found: Sequence[Found], sort: Sort) -> list[Matches]:
    """The documents found, but of each family of reprints only the first in the order of the list."""
    sparse = [each.sparse() for each in found]
    of = [families.of_segment(place)[its.documents] for place, its in enumerate(sparse)]
    listed = [
        Listed(np.full(len(its), place), its.documents, its.scores).at(family.nonzero()[0])
        for place, (its, family) in enumerate(zip(sparse, of, strict=True))
    ]
    members = ordered(segments, reduce(Listed.followed_by, listed, _NOTHING), sort)
    family = np.zeros(len(members), dtype=np.uint32)
    for place in range(len(segments)):
        here = members.segments == place
        family[here] = families.of_segment(place)[members.numbers[here]]
    first = members.at(np.unique(family, return_index=True)[1])
    return [_without(its, of[place], first.numbers[first.segments == place]) for place, its in enumerate(sparse)]


def _without(found: Matches, families: NDArray[np.uint32], kept: NDArray[np.int64]) -> Matches:
    """Documents that are in no family, and those that are kept."""
    return found.at((families == 0) | np.isin(found.documents, kept))


def ordered(segments: Sequence[Segment], listed: Listed, sort: Sort) -> Listed:
    """The same documents in the order of a list, as `base.py` tells it."""
    scores = listed.scores if sort == "relevance" else np.zeros_like(listed.scores)
    # In one segment documents are numbered by instant, then id: there is nothing else to compare.
    instants = listed.numbers if len(segments) == 1 else _instants(segments, listed)
    if sort == "oldest":
        undated = listed.numbers < np.array([segment.undated for segment in segments])[listed.segments]
        order = np.lexsort((listed.numbers, listed.segments, instants, undated))
    else:
        order = np.lexsort((listed.numbers, listed.segments, instants, scores))[::-1]
    if len(segments) > 1:
        order = _by_id(segments, listed, order, scores, instants, descending=sort != "oldest")
    return listed.at(order)


def _instants(segments: Sequence[Segment], listed: Listed) -> NDArray[np.int64]:
    instants = np.full(len(listed), UNDATED)
    for place, segment in enumerate(segments):
        here = listed.segments == place
        instants[here] = segment.arrays.instants[listed.numbers[here]]
    return instants


def _by_id(
    segments: Sequence[Segment],
    listed: Listed,
    order: NDArray[np.int64],
    scores: NDArray[np.int64],
    instants: NDArray[np.int64],
    descending: bool,
) -> NDArray[np.int64]:
    """The same order, but documents of several segments with one score and one instant by their ids.

    Ids are read from the disk, and only where nothing else tells two documents apart.
    """
    scores, instants = scores[order], instants[order]
    differs = (scores[1:] != scores[:-1]) | (instants[1:] != instants[:-1])

    def ident(place: int) -> str:
        return segments[int(listed.segments[place])].ident(int(listed.numbers[place]))

    tied = np.split(order, differs.nonzero()[0] + 1)
    settled = [
        sorted(run.tolist(), key=ident, reverse=descending) if len(set(listed.segments[run].tolist())) > 1 else run
        for run in tied
    ]
    return np.concatenate(settled).astype(np.int64)
