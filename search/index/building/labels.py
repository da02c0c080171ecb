"""The values of a document field that many documents share: «РИА Новости», «спорт», «Астана»."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import Labels
from search.index.reading import strings


@dataclass(frozen=True, slots=True)
class Labelling:
    """The distinct values of one field in some documents, and of each document the place of its value."""

    values: list[str]
    places: NDArray[np.uint32]


class LabelNumbers:
    """Takes the values of one field from documents as they come."""

    def __init__(self) -> None:
        self._first_seen: dict[str, int] = {}
        self._added = array("I")

    def extend(self, values: Iterable[str]) -> None:
        """Take the values of the next documents; an empty one where one has none."""
        seen = self._first_seen
        self._added.extend([seen.setdefault(value, len(seen)) for value in values])

    def gathered(self) -> Labelling:
        """All that was added."""
        return Labelling(list(self._first_seen), np.array(self._added, dtype=np.uint32))


def united(parts: Sequence[Labelling], order: NDArray[np.int64]) -> Labels:
    """The values in order, the empty one first, and the one of each document.

    `order`: for each document its place among those of all parts, one part after the other; the values of those left
    out are left out.
    """
    values = [value for part in parts for value in part.values]
    firsts = np.cumsum([0, *(len(part.values) for part in parts)])
    places = [part.places.astype(np.int64) + first for part, first in zip(parts, firsts, strict=False)]
    found = np.concatenate(places)[order] if places else np.zeros(0, dtype=np.int64)
    used = sorted({"", *(values[place] for place in np.unique(found).tolist())})
    number = {value: place for place, value in enumerate(used)}
    renumbered = np.array([number.get(value, 0) for value in values] or [0], dtype=np.uint32)
    return Labels(strings.pack(used), renumbered[found])
