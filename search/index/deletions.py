"""Documents of a segment that are gone: what a search must pass over, and take off what was counted.

A segment never changes. Of which of its documents are gone there is a small file beside it, another one in every
generation; with them it says how often each form and each term stood in them, so that rarities are those of the
documents that are left: `ranking.idf` then gives a score that a rebuilt index would give, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.index import files
from search.index.arrays import Ragged, row_indices
from search.index.derive import merged, run_starts

Numbers = NDArray[np.integer]

_NAMES = ("documents", "forms", "form_ends", "terms", "term_ends")
_SOME = 1 << 20  # slots that are looked at together


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each of some numbers comes. `numbers`: ascending; `ends`: the sums of the counts up to each."""

    numbers: NDArray[np.uint32]
    ends: NDArray[np.uint32]

    def within(self, numbers: range) -> int:
        """How often the numbers of a range come."""
        first, last = np.searchsorted(self.numbers, (numbers.start, numbers.stop)).tolist()
        return self._up_to(last) - self._up_to(first)

    def of(self, numbers: Numbers) -> int:
        """How often some numbers come."""
        return int(self.each(numbers).sum())

    def each(self, numbers: Numbers) -> NDArray[np.int64]:
        """How often each of some numbers comes."""
        if not len(self.numbers):
            return np.zeros(len(numbers), dtype=np.int64)
        places = np.minimum(np.searchsorted(self.numbers, numbers), len(self.numbers) - 1)
        return np.where(self.numbers[places] == numbers, self.counts()[places], 0).astype(np.int64)

    def added(self, others: Counts) -> Counts:
        """Both together."""
        numbers = np.concatenate((self.numbers, others.numbers))
        counts = np.concatenate((self.counts(), others.counts()))
        order = np.argsort(numbers, kind="stable")
        first = run_starts(numbers[order])
        summed = np.add.reduceat(counts[order], first) if len(first) else counts
        return Counts(numbers[order][first], np.cumsum(summed).astype(np.uint32))

    @classmethod
    def counted(cls, numbers: Numbers) -> Counts:
        """The numbers of an array, each counted."""
        distinct, counts = np.unique(numbers, return_counts=True)
        return cls(distinct.astype(np.uint32), np.cumsum(counts).astype(np.uint32))

    def counts(self) -> NDArray[np.int64]:
        """How often each number comes."""
        ends = self.ends.astype(np.int64)
        return ends - np.concatenate((ends[:0], [0], ends[:-1]))[: len(ends)]

    def _up_to(self, place: int) -> int:
        return int(self.ends[place - 1]) if place else 0


@dataclass(frozen=True, slots=True)
class Deletions:
    """The documents of a segment that are gone, ascending; how often each form stood in them, and each term.

    Of a term it is counted in how many of them it stood.
    """

    documents: NDArray[np.uint32]
    forms: Counts
    terms: Counts

    def __len__(self) -> int:
        return len(self.documents)

    @classmethod
    def of(cls, documents: Numbers, slots: Iterable[Numbers], form_terms: Ragged) -> Deletions:
        """Documents that are to go. `slots`: the forms of each; numbers past the last form are gaps."""
        none = Counts.counted(np.zeros(0, dtype=np.uint32))
        gone = cls(documents.astype(np.uint32), none, none)
        for some in _batches(slots):
            gone = gone._with_counts(some, form_terms)
        return gone

    def added(self, others: Deletions) -> Deletions:
        """These, and others that were none of these."""
        documents = merged(np.concatenate((self.documents, others.documents)))
        return Deletions(documents, self.forms.added(others.forms), self.terms.added(others.terms))

    def _with_counts(self, some: list[Numbers], form_terms: Ragged) -> Deletions:
        forms = np.concatenate(some)
        owners = np.repeat(np.arange(len(some), dtype=np.int64), [len(each) for each in some])
        words = forms < len(form_terms)
        forms, owners = forms[words].astype(np.int64), owners[words]
        starts, ends = form_terms.offsets[forms].astype(np.int64), form_terms.offsets[forms + 1].astype(np.int64)
        having = form_terms.values[row_indices(starts, ends)].astype(np.int64)
        pairs = np.unique(np.repeat(owners, ends - starts) << 32 | having)
        terms = Counts.counted(pairs & 0xFFFFFFFF)
        return Deletions(self.documents, self.forms.added(Counts.counted(forms)), self.terms.added(terms))


def _batches(slots: Iterable[Numbers]) -> Iterable[list[Numbers]]:
    some: list[Numbers] = []
    length = 0
    for each in slots:
        some.append(each)
        length += len(each)
        if length > _SOME:
            yield some
            some, length = [], 0
    if some:
        yield some


def save(stem: Path, gone: Deletions) -> None:
    """Write them beside their segment."""
    arrays = (gone.documents, gone.forms.numbers, gone.forms.ends, gone.terms.numbers, gone.terms.ends)
    files.save(stem, **{f"deleted.{name}": array for name, array in zip(_NAMES, arrays, strict=True)})


def documents(stem: Path) -> NDArray[np.integer]:
    """The documents of a segment that are gone, whatever is with what else is told of them."""
    if not files.array_path(stem, "deleted.documents").exists():
        return np.zeros(0, dtype=np.uint32)
    return files.map_array(stem, "deleted.documents")


def load(stem: Path) -> Deletions | None:
    """Those of a segment; None where nothing is gone."""
    if not files.array_path(stem, "deleted.documents").exists():
        return None
    gone, forms, form_ends, terms, term_ends = (files.map_array(stem, f"deleted.{name}") for name in _NAMES)
    return Deletions(gone, Counts(forms, form_ends), Counts(terms, term_ends))


def is_of_deletions(name: str) -> bool:
    """Is it the name of one of their files?"""
    return ".deleted." in name
