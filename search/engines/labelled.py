"""Documents by what is known of them beside their text: `source:тасс`, `author:"Юдина Лариса"`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from search.engines.scanning import Vocabulary, members
from search.query.patterns import pattern
from search.query.tree import Place


class Labelled:
    """One document field of a segment: its few distinct values are read as texts, its documents looked up."""

    def __init__(self, values: Sequence[str], codes: NDArray[np.uint32], most: int) -> None:
        self._spelt = values
        self._values = Vocabulary(values, most)
        self._codes = codes

    def documents(self, child: Place) -> NDArray[np.int64]:
        """The documents in whose field a place is found, ascending."""
        asked = pattern(child)
        return self._with([bool(members(value, "", asked, self._values)) for value in self._values.texts])

    def saying(self, values: Collection[str]) -> NDArray[np.int64]:
        """The documents whose field says one of these, to the letter, ascending."""
        return self._with([value in values for value in self._spelt])

    def _with(self, wanted: Sequence[bool]) -> NDArray[np.int64]:
        return np.flatnonzero(np.array(wanted, dtype=bool)[self._codes])
