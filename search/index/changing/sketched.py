"""The sketches of all documents of a generation, whose segments may be old and new ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import SKETCH
from search.index.copies.reprints import firsts_of
from search.index.copies.sketches import Hashes
from search.index.deletions import Deletions
from search.index.segment import Segment

_READ = 1 << 22  # numbers of sketches
_HASH = np.uint64(32)

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]


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

    def having(self, wanted: Hashes) -> tuple[Hashes, Numbers]:
        """Which documents have some shingles, these given ascending, in their sketches: by shingle, then document."""
        bits = max(16, min(24, (len(wanted) << 4).bit_length()))  # few pass in vain; the smaller, the faster
        shift = np.uint32(32 - bits)
        passing = np.zeros(1 << bits, dtype=bool)
        passing[wanted >> shift] = True
        keys = [np.zeros(0, dtype=np.uint64)]
        for segment, first in zip(self.segments, self._firsts.tolist(), strict=False):
            sketches = segment.arrays.sketches
            for start in range(0, len(sketches), _READ):
                part = sketches[start : start + _READ]
                places = np.flatnonzero(passing.take(part >> shift))
                documents = first + (start + places) // SKETCH
                places, documents = places[self.stays[documents]], documents[self.stays[documents]]
                keys.append(part[places].astype(np.uint64) << _HASH | documents.astype(np.uint64))
        found = np.sort(np.concatenate(keys))
        hashes = (found >> _HASH).astype(np.uint32)
        there = _are_in(hashes, wanted)
        return hashes[there], (found[there] & np.uint64(0xFFFFFFFF)).astype(np.int64)


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
