"""Documents that are to go: noted beside their segments, which stay as they are."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from search.index.changing.publishing import Staying
from search.index.deletions import Deletions
from search.index.generations import Generation
from search.index.segment import Segment


def without(live: Generation, ids: Iterable[str]) -> tuple[list[Staying], list[str]]:
    """The segments of a generation without some documents, and which of these it had.

    A segment of which nothing is left stays away.
    """
    wanted = list(dict.fromkeys(ids))
    found = {segment: {ident: segment.number_of(ident) for ident in wanted} for segment in live.segments}
    staying = [
        Staying.of(live, segment, gone)
        for segment, numbers in found.items()
        if (gone := _gone(segment, sorted(number for number in numbers.values() if number is not None))) is None
        or len(gone) < segment.documents
    ]
    had = [ident for ident in wanted if any(numbers[ident] is not None for numbers in found.values())]
    return staying, had


def _gone(segment: Segment, numbers: list[int]) -> Deletions | None:
    """What is gone of a segment when some more documents go, which are still there."""
    if not numbers:
        return segment.deletions
    slots = (segment.forward.row(its.start, its.stop) for its in map(segment.slot_range, numbers))
    more = Deletions.of(np.array(numbers, dtype=np.uint32), slots, segment.arrays.form_terms)
    return segment.deletions.added(more) if segment.deletions else more
