"""The sketches of all documents of a generation, whose segments may be old and new ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import SKETCH
from search.index.copies.reprints import firsts_of
from search.index.copies.sketches import NOTHING, Hashes
from search.index.deletions import Deletions
from search.index.derive import distinct, run_starts
from search.index.segment import Segment

_READ = 1 << 22  # numbers of sketches
_LEADING = 16  # bits
_HASH = np.uint64(32)

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
Leading = slice
"""Of numbers that the leading bits of shingles make."""


@dataclass(frozen=True, slots=True)
class Part:
    """A segment of a generation, and which of its documents are there."""

    segment: Segment
    stays: Mask

    @classmethod
    def of(cls, segment: Segment, gone: Deletions | None) -> Part:
        """A segment without the documents that are gone."""
        stays = np.ones(segment.documents, dtype=bool)
        if gone is not None:
            stays[gone.documents] = False
        return cls(segment, stays)


class Sketched:
    """The documents of a generation, numbered through all of its segments, and their sketches.

    `segments`: these; `stays`: which of the documents are there.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self.segments = [each.segment for each in parts]
        self._firsts = firsts_of(self.segments)
        self.stays = np.concatenate([np.zeros(0, dtype=bool), *(each.stays for each in parts)])

    def first_of(self, segment: Segment) -> int | None:
        """The number of the first document of a segment, which may be one of another generation."""
        names = [each.stem.name for each in self.segments]
        return int(self._firsts[names.index(segment.stem.name)]) if segment.stem.name in names else None

    def by_segment(self, numbers: Numbers) -> Iterator[tuple[Segment, Numbers]]:
        """Documents, ascending, by their segments and their numbers there."""
        return by_segment(self.segments, numbers)

    def rows(self, numbers: Numbers) -> Hashes:
        """The sketches of documents, in any order."""
        rows = np.empty((len(numbers), SKETCH), dtype=np.uint32)
        places = np.searchsorted(self._firsts, numbers, side="right") - 1
        for place, segment in enumerate(self.segments):
            here = places == place
            rows[here] = sketches_of(segment)[numbers[here] - self._firsts[place]]
        return rows

    def shingles(self, some: Mask) -> Hashes:
        """The shingles in the sketches of some documents, ascending, each once."""
        theirs = [sketches_of(segment)[its].reshape(-1) for segment, its in self.by_segment(np.flatnonzero(some))]
        numbers = np.concatenate([np.zeros(0, dtype=np.uint32), *theirs])
        return distinct(numbers[numbers != NOTHING])

    def having(self, wanted: Hashes) -> tuple[Hashes, Numbers]:
        """Which documents have some shingles, these given ascending, in their sketches: by shingle, then document."""
        bits = max(16, min(24, (len(wanted) << 4).bit_length()))  # few pass in vain; the smaller, the faster
        passing = np.zeros(1 << bits, dtype=bool)
        passing[wanted >> np.uint32(32 - bits)] = True
        hashes, documents = self._passing(passing)
        there = _are_in(hashes, wanted)
        return hashes[there], documents[there]

    def leading(self, count: int) -> Iterator[Leading]:
        """Ranges of shingles, by their leading bits, of which the sketches have so many each, about."""
        counts = np.zeros(1 << _LEADING, dtype=np.int64)
        for part, _ in self._parts():
            counts += np.bincount(part >> np.uint32(32 - _LEADING), minlength=len(counts))
        ranges = (np.cumsum(counts) - counts) // count
        starts = run_starts(ranges).tolist()
        yield from map(slice, starts, [*starts[1:], len(counts)])

    def beginning(self, leading: Leading) -> tuple[Hashes, Numbers]:
        """Which documents have shingles of a range in their sketches: by shingle, then document."""
        passing = np.zeros(1 << _LEADING, dtype=bool)
        passing[leading] = True
        return self._passing(passing)

    def _passing(self, passing: Mask) -> tuple[Hashes, Numbers]:
        """Which documents have the shingles whose first bits, as a number, pass: by shingle, then document."""
        shift = np.uint32(33 - len(passing).bit_length())
        keys = [np.zeros(0, dtype=np.uint64)]
        for part, first in self._parts():
            places = np.flatnonzero(passing.take(part >> shift))
            places = places[part[places] != NOTHING]
            documents = first + places // SKETCH
            there = self.stays[documents]
            keys.append(part[places[there]].astype(np.uint64) << _HASH | documents[there].astype(np.uint64))
        found = np.sort(np.concatenate(keys))
        return (found >> _HASH).astype(np.uint32), (found & np.uint64(0xFFFFFFFF)).astype(np.int64)

    def _parts(self) -> Iterator[tuple[Hashes, int]]:
        """All sketches, bounded many at a time, and the number of the document of the first."""
        for segment, first in zip(self.segments, self._firsts.tolist(), strict=False):
            sketches = segment.arrays.sketches
            for start in range(0, len(sketches), _READ):
                yield sketches[start : start + _READ], first + start // SKETCH


def by_segment(segments: Sequence[Segment], numbers: Numbers) -> Iterator[tuple[Segment, Numbers]]:
    """Documents, ascending, numbered through all of some segments: by these, and their numbers there."""
    for segment, first in zip(segments, firsts_of(segments).tolist(), strict=False):
        bounds = np.searchsorted(numbers, (first, first + segment.documents))
        yield segment, numbers[bounds[0] : bounds[1]] - first


def sketches_of(segment: Segment) -> Hashes:
    """The sketches of the documents of a segment, a row each."""
    return segment.arrays.sketches.reshape(-1, SKETCH)


def _are_in(hashes: Hashes, among: Hashes) -> Mask:
    """Which numbers are among others; both are ascending."""
    if not len(among):
        return np.zeros(len(hashes), dtype=bool)
    places = np.minimum(np.searchsorted(among, hashes), len(among) - 1)
    found: Mask = among[places] == hashes
    return found
