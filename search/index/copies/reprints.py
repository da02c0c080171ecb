"""Which documents are copies of each other: pairs, and the families they make, as a generation was published with.

Documents are numbered through all segments of the generation, one after the other, those that are gone among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.index import files
from search.index.segment import Segment

NAME = "reprints"
_NAMES = ("firsts", "seconds", "likeness")
_GROUPED = ("families", "members", "starts")

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


def save(folder: Path, pairs: Pairs, segments: Sequence[Segment]) -> None:
    """Write the pairs of a generation to its folder, and the families that they make of its documents."""
    families = Grouped.of(pairs, segments)
    files.save(folder / NAME, **{name: getattr(pairs, name) for name in _NAMES})
    files.save(folder / NAME, **{name: getattr(families, name) for name in _GROUPED})


def load(folder: Path) -> Pairs:
    """Map those of a generation. Raises OSError or ValueError where they are damaged."""
    pairs = Pairs(*(files.map_array(folder / NAME, name) for name in _NAMES))
    if len({len(pairs.firsts), len(pairs.seconds), len(pairs.likeness)}) != 1:
        raise ValueError("pairs of reprints are not of one length")
    return pairs


def firsts_of(segments: Sequence[Segment]) -> Numbers:
    """The number that the first document of each segment has in the generation, and how many there are in all."""
    return np.cumsum([0, *(segment.documents for segment in segments)])


@dataclass(frozen=True, slots=True)
class Grouped:
    """Documents by their families, which are counted from 1.

    `families`: for each document the family it is in, 0 for none. `members`: the documents of all families, family by
    family, each ascending; `starts`: where among them each family starts, and where one more would.

    A document belongs to the one that it resembles most, and so do those that resemble it most: a long chain of
    texts, each a little like the next, is not one family.
    """

    families: NDArray[np.uint32]
    members: NDArray[np.uint32]
    starts: NDArray[np.uint32]

    @classmethod
    def of(cls, pairs: Pairs, segments: Sequence[Segment]) -> Grouped:
        """The documents of a generation, by its pairs of copies."""
        revisions = np.concatenate([np.zeros(0, dtype=np.uint64), *(each.arrays.revisions for each in segments)])
        heads = closest(pairs, revisions)
        members = np.flatnonzero(heads >= 0)
        is_head = np.zeros(len(heads), dtype=np.uint32)
        is_head[heads[members]] = 1
        families = np.zeros(len(heads), dtype=np.uint32)
        families[members] = is_head.cumsum(dtype=np.uint32)[heads[members]]
        by_family = members[families[members].argsort(kind="stable")]
        starts = np.bincount(families[members], minlength=1).cumsum()
        return cls(families, by_family.astype(np.uint32), starts.astype(np.uint32))

    @classmethod
    def of_none(cls, documents: int) -> Grouped:
        """So many documents, none of which has a copy."""
        nobody = np.zeros(0, dtype=np.uint32)
        return cls(np.zeros(documents, dtype=np.uint32), nobody, np.zeros(1, dtype=np.uint32))

    @classmethod
    def load(cls, folder: Path) -> Grouped:
        """Map those of a generation. Raises OSError or ValueError where they are damaged."""
        grouped = cls(*(files.map_array(folder / NAME, name) for name in _GROUPED))
        if grouped.starts[-1:].tolist() != [len(grouped.members)]:
            raise ValueError("families of reprints have not as many members as they tell")
        return grouped

    def equals(self, other: Grouped) -> bool:
        """Are these the same families?"""
        return all(np.array_equal(getattr(self, name), getattr(other, name)) for name in _GROUPED)


class Families:
    """Which documents of some segments are copies of each other; read-only, many threads may share it."""

    def __init__(self, segments: Sequence[Segment], grouped: Grouped | None = None) -> None:
        self._firsts = firsts_of(segments)
        self.grouped = grouped or Grouped.of_none(int(self._firsts[-1]))
        if len(self.grouped.families) != self._firsts[-1]:
            raise ValueError("families of reprints are not those of so many documents")

    def __len__(self) -> int:
        return len(self.grouped.starts) - 1

    def of_segment(self, segment: int) -> NDArray[np.uint32]:
        """For each document of a segment the number of its family, from 1 on; 0 where it has no copies."""
        return self.grouped.families[self._firsts[segment] : self._firsts[segment + 1]]

    def of(self, segment: int, number: int) -> list[tuple[int, int]]:
        """The family of a document as pairs of segment and number, ascending; none where it has no copies."""
        family = int(self.of_segment(segment)[number])
        if not family:
            return []
        start, end = self.grouped.starts[family - 1 : family + 1].tolist()
        its = self.grouped.members[start:end].astype(np.int64)
        places = np.searchsorted(self._firsts, its, side="right") - 1
        return list(zip(places.tolist(), (its - self._firsts[places]).tolist(), strict=True))


def closest(pairs: Pairs, revisions: NDArray[np.uint64]) -> Numbers:
    """For each document one that stands for its family; -1 for one that is in no pair.

    Each points to the one that it resembles most; who follows the pointers comes to two that point to each other. Of
    those that are equally alike the one with the least revision, which is the same in every segment.
    """
    points = _most_alike(pairs, revisions)
    paired = np.flatnonzero(points >= 0)
    mutual = paired[points[points[paired]] == paired]
    points[mutual] = np.minimum(mutual, points[mutual])
    while not np.array_equal(further := points[points[paired]], points[paired]):
        points[paired] = further
    return points


def _most_alike(pairs: Pairs, revisions: NDArray[np.uint64]) -> Numbers:
    """For each document the one that it resembles most; -1 for one that is in no pair.

    Nothing is sorted: of two million pairs that would take two seconds, this takes a fiftieth.
    """
    firsts, seconds, alike = pairs.firsts.astype(np.int64), pairs.seconds.astype(np.int64), pairs.likeness
    most = np.zeros(len(revisions), dtype=np.uint16)
    np.maximum.at(most, firsts, alike)
    np.maximum.at(most, seconds, alike)
    its, others = (np.flatnonzero(alike == most[one]) for one in (firsts, seconds))
    one = np.concatenate((firsts[its], seconds[others]))
    other = np.concatenate((seconds[its], firsts[others]))
    least = np.full(len(revisions), np.iinfo(np.uint64).max, dtype=np.uint64)
    np.minimum.at(least, one, revisions[other])
    best = revisions[other] == least[one]
    points = np.full(len(revisions), -1)
    points[one[best]] = other[best]
    return points
