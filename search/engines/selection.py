"""All documents of a list, counted by what is known of them: their sources, their dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.documents import DocumentField
from search.engines.matches import Found, unscored
from search.index.derive import merged
from search.index.segment import Segment


@dataclass(frozen=True)
class Selected:
    """What was found in each segment, picked out when it is first counted."""

    found: tuple[tuple[Segment, Found], ...]

    @cached_property
    def documents(self) -> tuple[tuple[Segment, NDArray[np.int64]], ...]:
        """Documents of each segment, ascending. They are numbered by date, so that a stretch of time is a slice."""
        return tuple((segment, found.sparse().documents) for segment, found in self.found)

    def followed_by(self, others: Selected) -> Selected:
        """These documents, and others that are none of them."""
        pairs = zip(self.documents, others.documents, strict=True)
        both = (unscored(merged(np.concatenate([ours, theirs]))) for (_, ours), (_, theirs) in pairs)
        return Selected(tuple(zip((segment for segment, _ in self.found), both, strict=True)))

    def values(self, field: DocumentField) -> Counter[str]:
        """How many of the documents say what in a field."""
        counts: Counter[str] = Counter()
        for segment, documents in self.documents:
            values = segment.values(field)
            if len(values) < 2:  # an archive knows nothing of many a field
                counts.update({value: len(documents) for value in values if len(documents)})
                continue
            having = np.bincount(getattr(segment.arrays, field).codes[documents])
            numbers = np.flatnonzero(having)
            counts.update(dict(zip(map(values.__getitem__, numbers.tolist()), having[numbers].tolist(), strict=True)))
        return counts

    def span(self) -> tuple[int, int] | None:
        """The instants of the oldest and of the newest one that has a date."""
        dated = [
            (int(segment.arrays.instants[its[0]]), int(segment.arrays.instants[its[-1]]))
            for segment, documents in self.documents
            if len(its := documents[np.searchsorted(documents, segment.undated) :])
        ]
        return (min(first for first, _ in dated), max(last for _, last in dated)) if dated else None

    def between(self, edges: Sequence[int]) -> list[int]:
        """How many have a date from each edge up to the next one."""
        counts = np.zeros(max(0, len(edges) - 1), dtype=np.int64)
        for segment, documents in self.documents:
            counts += np.diff(np.searchsorted(documents, np.searchsorted(segment.arrays.instants, edges)))
        counted: list[int] = counts.tolist()
        return counted
