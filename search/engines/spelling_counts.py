"""By which spellings the documents of a result match: «стали» in 53 of them, «сталью» in 14."""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from search.engines.matching import Matcher, Part
from search.engines.scanning import spelling
from search.index.derive import merged, run_starts
from search.index.segment import Numbers, Segment
from search.query.patterns import Pattern, Together

Rows = NDArray[np.int64]

_LOOK = 100  # what it costs to take up a form, in places that are gone through


class SpellingCounts:
    """Counts in how many of some documents, ascending, a pattern has each spelling.

    `most`: forms that a slot may stand for; `of` raises QueryLimit where it stands for more.
    """

    def __init__(self, segment: Segment, documents: Rows, most: int) -> None:
        self._segment = segment
        self._documents = documents
        self._matcher = Matcher(segment, most)
        self._is_among = np.zeros(segment.documents, dtype=bool)
        self._is_among[documents] = True
        titles = segment.arrays.titles
        self._starts, self._ends = titles[documents], titles[documents + 1]

    def of(self, asked: Pattern | Together) -> Counter[str]:
        """The spellings of a pattern, folded, and how many of the documents have each."""
        match asked:
            case Pattern((slot,), "", _):
                forms = self._matcher.forms(slot)
                return self._counted([(forms[:, None], *self._of_forms(forms))])
        return self._counted([self._of_part(part) for part in self._matcher.parts(asked)])

    def _of_forms(self, forms: Numbers) -> tuple[Rows, Rows]:
        """For each place of some forms, or at least one in each document: which of them, and the document.

        All their places are gone through, or the documents looked up in the places of each form: what is less.
        """
        positions = self._segment.positions
        lengths = positions.lengths(forms)
        if len(forms) * (2 * len(self._documents) + _LOOK) < lengths.sum():
            having = [self._having(positions.row(form)) for form in forms.tolist()]
            return np.repeat(np.arange(len(forms)), [len(found) for found in having]), np.concatenate(having)
        owners = self._segment.owners(positions.rows(forms))
        kept = self._is_among[owners]
        return np.repeat(np.arange(len(forms)), lengths)[kept], owners[kept]

    def _having(self, row: Rows) -> Rows:
        """The documents that hold a place of a row."""
        return self._documents[row.searchsorted(self._starts) < row.searchsorted(self._ends)]

    def _of_part(self, part: Part) -> tuple[Numbers, Rows, Rows]:
        """The rows of forms by which a part matches; for each of its places which row it is, and the document."""
        owners = self._segment.owners(part.starts)
        kept = self._is_among[owners]
        slots = part.starts[kept][:, None] + np.arange(part.length)
        return *_distinct(
            self._segment.forward.at(slots.reshape(-1)).reshape(slots.shape), self._segment.gap
        ), owners[kept]

    def _counted(self, parts: list[tuple[Numbers, Rows, Rows]]) -> Counter[str]:
        """The documents of each spelling: of a pattern with several parts, each of them is spelt by itself."""
        numbers: dict[str, int] = {}
        pairs = [self._pairs(*part, numbers) for part in parts]
        together = merged(np.concatenate(pairs))  # of each form they ascend
        first = run_starts(together)
        counts = np.bincount(together[first] // self._segment.documents, minlength=len(numbers))
        return Counter(dict(zip(numbers, counts.tolist(), strict=True)))

    def _pairs(self, rows: Numbers, which: Rows, owners: Rows, numbers: dict[str, int]) -> Rows:
        """For each place the number of its spelling and its document, in one.

        Spellings that have no number yet get the next ones.
        """
        standing = np.flatnonzero(np.bincount(which, minlength=len(rows)))
        forms = self._segment.forms
        number_of_row = np.zeros(len(rows), dtype=np.int64)
        for row in standing.tolist():
            text = spelling([forms[form] for form in rows[row].tolist()])
            number_of_row[row] = numbers.setdefault(text, len(numbers))
        return number_of_row[which] * self._segment.documents + owners


def _distinct(forms: Numbers, gap: int) -> tuple[Numbers, Rows]:
    """The distinct rows of forms, and for each row which of them it is."""
    which = np.zeros(len(forms), dtype=np.int64)
    first = which[:0]
    for column in forms.T:
        _, first, which = np.unique(which * (gap + 1) + column, return_index=True, return_inverse=True)
    return forms[first], which
