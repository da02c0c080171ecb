"""Which documents are copies of each other: pairs, as they were found when a generation was published, and families.

Documents are numbered through all segments of the generation, one after the other, those that are gone among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.index import files
from search.index.arrays import UNDATED
from search.index.segment import Segment

NAME = "reprints"
_NAMES = ("firsts", "seconds", "likeness")

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of copies, ascending: the first document of each is the smaller number; how alike they are, 1…65535."""

    firsts: NDArray[np.uint32]
    seconds: NDArray[np.uint32]
    likeness: NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.firsts)

    @classmethod
    def of(cls, firsts: Numbers, seconds: Numbers, likeness: Numbers) -> Pairs:
        """Pairs in any order, each once."""
        order = np.lexsort((seconds, firsts))
        return cls(
            firsts[order].astype(np.uint32), seconds[order].astype(np.uint32), likeness[order].astype(np.uint16)
        )

    def equals(self, other: Pairs) -> bool:
        """Are these the same pairs?"""
        return all(np.array_equal(getattr(self, name), getattr(other, name)) for name in _NAMES)


NO_PAIRS = Pairs.of(*(np.zeros(0, dtype=np.int64),) * 3)


def save(folder: Path, pairs: Pairs) -> None:
    """Write the pairs of a generation to its folder."""
    files.save(folder / NAME, **{name: getattr(pairs, name) for name in _NAMES})


def load(folder: Path) -> Pairs:
    """Map those of a generation. Raises OSError or ValueError where they are damaged."""
    pairs = Pairs(*(files.map_array(folder / NAME, name) for name in _NAMES))
    if len({len(pairs.firsts), len(pairs.seconds), len(pairs.likeness)}) != 1:
        raise ValueError("pairs of reprints are not of one length")
    return pairs


def firsts_of(segments: Sequence[Segment]) -> Numbers:
    """The number that the first document of each segment has in the generation, and how many there are in all."""
    return np.cumsum([0, *(segment.documents for segment in segments)])


class Families:
    """Documents that are copies of each other, the earliest first; read-only, many threads may share it.

    A document belongs to the one that it resembles most, and so do those that resemble it most: a long chain of
    texts, each a little like the next, is not one family.
    """

    def __init__(self, segments: Sequence[Segment], pairs: Pairs) -> None:
        self._segments = segments
        self._firsts = firsts_of(segments)
        self._pairs = pairs

    @cached_property
    def _heads(self) -> list[NDArray[np.uint32]]:
        """For each segment, of each document, which family it is in, counted from 1; 0 where it is in none."""
        revisions = np.concatenate(
            [np.zeros(0, dtype=np.uint64), *(each.arrays.revisions for each in self._segments)]
        )
        heads = closest(self._pairs, revisions)
        members = np.flatnonzero(heads >= 0)
        families = np.zeros(len(heads), dtype=np.uint32)
        families[members] = np.unique(heads[members], return_inverse=True)[1] + 1
        return np.split(families, self._firsts[1:-1])

    @cached_property
    def _members(self) -> tuple[Numbers, Numbers]:
        """All documents that are in a family, family by family; and where in that list each family begins."""
        families = np.concatenate([np.zeros(0, dtype=np.uint32), *self._heads])
        members = np.flatnonzero(families)
        members = members[np.argsort(families[members], kind="stable")]
        return members, np.searchsorted(families[members], np.arange(1, int(families.max(initial=0)) + 2))

    def of_segment(self, segment: int) -> NDArray[np.uint32]:
        """For each document of a segment the number of its family, from 1 on; 0 where it has no copies."""
        return self._heads[segment]

    def of(self, segment: int, number: int) -> list[tuple[int, int]]:
        """The family of a document, the earliest first, as pairs of segment and number; () where it has no copies."""
        family = int(self._heads[segment][number])
        if not family:
            return []
        members, starts = self._members
        its = members[starts[family - 1] : starts[family]]
        places = np.searchsorted(self._firsts, its, side="right") - 1
        found = zip(places.tolist(), (its - self._firsts[places]).tolist(), strict=True)
        return sorted(found, key=lambda one: self._age(*one))

    def _age(self, segment: int, number: int) -> tuple[bool, int, str]:
        its = self._segments[segment]
        instant = int(its.arrays.instants[number])
        return instant == UNDATED, instant, its.about(number).id


def closest(pairs: Pairs, revisions: NDArray[np.uint64]) -> Numbers:
    """For each document one that stands for its family; -1 for one that is in no pair.

    Each points to the one that it resembles most; who follows the pointers comes to two that point to each other. Of
    pairs that are equally alike the revisions of their documents decide, which are the same in every segment.
    """
    one = np.concatenate((pairs.firsts, pairs.seconds)).astype(np.int64)
    other = np.concatenate((pairs.seconds, pairs.firsts)).astype(np.int64)
    alike = np.tile(pairs.likeness.astype(np.int64), 2)
    ranks = (revisions[one], revisions[other])
    order = np.lexsort((np.minimum(*ranks), np.maximum(*ranks), -alike, one))
    points = np.full(len(revisions), -1)
    paired, best = np.unique(one[order], return_index=True)
    points[paired] = other[order][best]
    mutual = paired[points[points[paired]] == paired]
    points[mutual] = np.minimum(mutual, points[mutual])
    while not np.array_equal(points[points[paired]], points[paired]):
        points[paired] = points[points[paired]]
    return points
