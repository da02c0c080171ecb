"""The values of a document field that many documents share: «РИА Новости», «спорт», «Астана»."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.index import strings
from search.index.arrays import Labels


class LabelNumbers:
    """Takes the value of one field from every document as it comes, and numbers the values in order at the end."""

    def __init__(self) -> None:
        self._first_seen = {"": 0}
        self._added: list[int] = []

    def add(self, value: str) -> None:
        """Take the value of the next document; an empty one where it has none."""
        self._added.append(self._first_seen.setdefault(value, len(self._first_seen)))

    def of(self, order: Sequence[int]) -> Labels:
        """The values of the documents in this order, each named by when it was added; those left out bring none."""
        found = np.array(self._added, dtype=np.uint32)[list(order)]
        values = list(self._first_seen)
        used = sorted({"", *(values[number] for number in np.unique(found).tolist())})
        renumbered = np.zeros(len(values), dtype=np.uint32)
        renumbered[[self._first_seen[value] for value in used]] = np.arange(len(used), dtype=np.uint32)
        return Labels(strings.pack(used), renumbered[found])
