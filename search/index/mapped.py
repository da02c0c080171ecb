"""What the generations that a segment is part of have in common: all but which of its documents are gone.

What readers learn of the files when they are first asked stays with these: after an update it is not learnt anew.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search import ranking
from search.index import files
from search.index.derive import field_lengths
from search.index.reading.ascending import AscendingReader
from search.index.reading.forward import ForwardReader
from search.index.reading.owners import Owners
from search.index.reading.spellings import Spellings
from search.index.reading.strings import Directory, Sorted
from search.index.texts.records import Records
from search.russian.spelling import key

_TOGETHER = 1 << 13  # documents: what is made of so many on the way to their norms stays in the cache


class Mapped:
    """The files of a segment, mapped: opened at once, since they may be pruned while they are read."""

    def __init__(self, stem: Path) -> None:
        self.arrays = files.load(stem)
        self.records = Records(records_path(stem))
        arrays = self.arrays
        self.forms = Sorted(arrays.forms, by=key)
        self.terms = Directory(arrays.terms)
        self.ids = Directory(arrays.ids)
        self.beginnings = Directory(arrays.beginnings)
        self.owners = Owners(arrays.titles)
        self.positions = AscendingReader(arrays.positions)
        self.postings = AscendingReader(arrays.postings)
        self.begun = AscendingReader(arrays.begun)
        self.forward = ForwardReader(arrays.forward, self.positions, len(self.forms))

    @cached_property
    def id_places(self) -> NDArray[np.int64]:
        """Of each document where its id stands among all ids."""
        places = np.zeros(len(self.ids), dtype=np.int64)
        places[self.arrays.id_documents] = np.arange(len(places))
        return places

    @cached_property
    def norms(self) -> NDArray[np.float64]:
        """Of each document its two norms side by side: they are read together."""
        titles, texts = self.arrays.titles, self.arrays.texts
        norms = np.empty((len(texts), 2))
        for first in range(0, len(texts), _TOGETHER):
            some = slice(first, first + _TOGETHER)
            lengths = field_lengths(titles[first : first + _TOGETHER + 1], texts[some])
            norms[some, 0], norms[some, 1] = ranking.norms(lengths)
        return norms

    @cached_property
    def spellings(self) -> Spellings:
        """The keys of all forms, to be searched by shape and by likeness."""
        return Spellings(self.arrays.forms, self.arrays.keys, self.forms)


def records_path(stem: Path) -> Path:
    """The file of a segment's documents."""
    return stem.with_name(f"{stem.name}.records")
