"""Documents by what is known of them beside their text: `source:тасс`, `author:"Юдина Лариса"`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from search.engines.scanning import Vocabulary, members
from search.index.arrays import Labels
from search.index.strings import string
from search.query.patterns import pattern
from search.query.tree import Place


class Labelled:
    """One document field of a segment: its few distinct values are read as texts, its documents looked up."""

    def __init__(self, labels: Labels, most: int) -> None:
        values = (string(labels.values, number) for number in range(len(labels.values)))
        self._values = Vocabulary(values, most)
        self._codes = labels.codes

    def documents(self, child: Place) -> NDArray[np.int64]:
        """The documents in whose field a place is found, ascending."""
        asked = pattern(child)
        having = np.array([bool(members(value, "", asked, self._values)) for value in self._values.texts])
        return np.flatnonzero(having[self._codes])
