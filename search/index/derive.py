"""Derive positions and postings from the forward index, with numpy: no token is touched by Python."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from search import ranking
from search.index.arrays import WEIGHT_BITS, Ragged, row_indices

_Kind = TypeVar("_Kind", bound=np.integer)

_SLOT_BITS = np.uint64(32)
_SLOT_MASK = np.uint64(0xFFFFFFFF)

_FEW_RUNS = 1000  # so few are sooner added up each by itself

MOST_TERMS = 1 << 24
STRETCH_DOCUMENTS = 1 << 16
STRETCH_SLOTS = 1 << 24
"""A stretch has so many at most: term, document and a place in the stretch make one sortable number of 64 bits.

One document alone may be longer: what has to be fewer is the distinct forms of each document, taken together.
"""

_DOCUMENT_BITS, _PLACE_BITS = np.uint64(16), np.uint64(24)
_PLACE_MASK = np.uint64(STRETCH_SLOTS - 1)

# How often a form stands in the lead, the title and the text of a document, in one number, so that one sum adds all:
# 8 bits, 24 bits, and the rest. A lead is LEAD_TOKENS long, a stretch STRETCH_SLOTS; a text may be one long stretch.
_TITLE_SHIFT, _TEXT_SHIFT = 8, 32
_IN_TITLE, _IN_TEXT, _IN_LEAD = 1 << _TITLE_SHIFT, 1 << _TEXT_SHIFT, (1 << _TEXT_SHIFT) + 1


def stretches(titles: NDArray[np.int64], slots: int) -> Iterator[range]:
    """Cut documents into stretches of so many slots, or of one document that is longer. `titles`: as in a segment."""
    first, documents = 0, len(titles) - 1
    while first < documents:
        last = int(np.searchsorted(titles, titles[first] + slots, side="right")) - 1
        last = min(max(last, first + 1), first + STRETCH_DOCUMENTS, documents)
        yield range(first, last)
        first = last


@dataclass(frozen=True, slots=True)
class Stretch:
    """Documents that follow each other, and their part of the forward index.

    `forward`: their slots, of which the first is slot `start` of the segment. `titles`, `texts`: where in the
    segment their titles and texts start, and `titles` the end of the last document, too. `document`: the number of
    the first one.
    """

    forward: NDArray[np.uint32]
    start: int
    titles: NDArray[np.int64]
    texts: NDArray[np.int64]
    document: int

    def owners(self, places: NDArray[np.integer]) -> NDArray[np.uint32]:
        """Which of its documents slots are in, counted from its first slot; no gap before the first document."""
        owners = np.repeat(np.arange(len(self.texts), dtype=np.uint32), np.diff(self.titles))
        return owners.take(places - places.dtype.type(self.titles[0] - self.start))


@dataclass(frozen=True, slots=True)
class Derived:
    """Rows and their values, both in order: of each slot its form; of each posting its term."""

    forms: NDArray[np.uint32]
    slots: NDArray[np.uint32]
    terms: NDArray[np.uint32]
    postings: NDArray[np.uint32]


def derive(stretch: Stretch, forms: int, form_terms: Ragged) -> Derived:
    """The positions of every form and the postings of every term, in a stretch of documents.

    `forms`: their number in all, which is what stands in gap slots. First the slots of each form are counted by
    document; then every such count goes to the terms of its form.
    """
    keys = stretch.forward.astype(np.uint64) << _SLOT_BITS
    keys |= np.arange(stretch.start, stretch.start + len(stretch.forward), dtype=np.uint64)
    keys.sort()
    keys = keys[: int(np.searchsorted(keys, np.uint64(forms) << _SLOT_BITS))]
    form, slots = (keys >> _SLOT_BITS).astype(np.uint32), (keys & _SLOT_MASK).astype(np.uint32)
    local = slots - np.uint32(stretch.start)
    documents = stretch.owners(local)
    first = run_starts((form.astype(np.uint64) << _SLOT_BITS) | documents)
    counts = add_runs(worth(stretch).take(local), first)
    terms, postings = _postings(stretch, form[first], documents[first], counts, form_terms)
    return Derived(form, slots, terms, postings)


def worth(stretch: Stretch) -> NDArray[np.int64]:
    """What each slot counts for: in the title, in the text, or in its lead."""
    worth = np.full(len(stretch.forward), _IN_TEXT, dtype=np.int64)
    titles, texts = stretch.titles[:-1] - stretch.start, stretch.texts - stretch.start
    worth[row_indices(titles, texts)] = _IN_TITLE
    ends = np.minimum(texts + ranking.LEAD_TOKENS, stretch.titles[1:] - stretch.start)
    worth[row_indices(texts, ends)] = _IN_LEAD
    return worth


def _postings(
    stretch: Stretch,
    form: NDArray[np.uint32],
    document: NDArray[np.uint32],
    counts: NDArray[np.int64],
    form_terms: Ragged,
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """The term of every posting, and the postings; given: for every form and document how often it stands there."""
    starts, ends = form_terms.offsets.take(form), form_terms.offsets.take(form + np.uint32(1))
    place = np.repeat(np.arange(len(form), dtype=np.uint64), ends - starts)
    keys = form_terms.values.take(row_indices(starts, ends)).astype(np.uint64) << (_DOCUMENT_BITS + _PLACE_BITS)
    keys |= document.take(place.view(np.int64)).astype(np.uint64) << _PLACE_BITS
    keys |= place
    keys.sort()
    summed = counts.take((keys & _PLACE_MASK).view(np.int64))
    keys >>= _PLACE_BITS
    first = run_starts(keys)
    summed, keys = add_runs(summed, first), keys[first]
    local = (keys & np.uint64(STRETCH_DOCUMENTS - 1)).astype(np.int64)
    lengths = field_lengths(stretch.titles, stretch.texts, local)
    weights = ranking.weights(unpacked(summed), ranking.norms(lengths))
    postings = (local + stretch.document << WEIGHT_BITS | weights).astype(np.uint32)
    return (keys >> _DOCUMENT_BITS).astype(np.uint32), postings


def unpacked(counts: NDArray[np.int64]) -> ranking.Counts:
    """What sums of `worth` count: slots in titles, in texts, in leads."""
    lead = counts & ((1 << _TITLE_SHIFT) - 1)
    title = counts >> _TITLE_SHIFT & ((1 << _TEXT_SHIFT - _TITLE_SHIFT) - 1)
    return title, counts >> _TEXT_SHIFT, lead


def invert(rows: Ragged, columns: int) -> Ragged:
    """The same pairs the other way round: the terms of each form → the forms of each term, ascending."""
    row_numbers = np.repeat(np.arange(len(rows), dtype=np.uint32), rows.lengths())
    order = np.argsort(rows.values, kind="stable")
    return Ragged(_offsets(np.bincount(rows.values, minlength=columns)), row_numbers[order])


def field_lengths(
    titles: NDArray[np.int64], texts: NDArray[np.int64], documents: NDArray[np.integer] | None = None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The lengths in tokens of the titles and texts of some documents, or of all: slots less the gap after each."""
    starts, ends = titles[:-1], titles[1:]
    if documents is not None:
        starts, texts, ends = starts[documents], texts[documents], ends[documents]
    return texts - starts - 1, ends - texts - 1


def worth_at(slots: NDArray[np.int64], texts: NDArray[np.int64]) -> NDArray[np.int64]:
    """What slots count for, as `worth` says. `texts`: where the text of the document of each slot starts."""
    in_text = np.where(slots < texts + ranking.LEAD_TOKENS, _IN_LEAD, _IN_TEXT)
    return np.where(slots < texts, _IN_TITLE, in_text)


def add_runs(values: NDArray[np.int64], first: NDArray[np.int64]) -> NDArray[np.int64]:
    """The sum of every run of values; `first`: where the runs start.

    Of many runs they are what the sums from the start grow by: numpy takes a fifth of what it takes to add each run.
    """
    if len(first) < _FEW_RUNS:
        added: NDArray[np.int64] = np.add.reduceat(values, first) if len(first) else values[:0]
        return added
    sums = values.cumsum().take(np.append(first[1:], len(values)) - 1)
    return np.diff(sums, prepend=0)


def run_starts(keys: NDArray[np.integer]) -> NDArray[np.int64]:
    """Where each run of equal keys starts."""
    changes = np.ones(len(keys), dtype=bool)
    changes[1:] = keys[1:] != keys[:-1]
    return np.flatnonzero(changes)


def run_lengths(starts: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """How long each run of so many keys is. `starts`: where they start."""
    return np.diff(starts, append=count)


def distinct(numbers: NDArray[_Kind]) -> NDArray[_Kind]:
    """Each number once, ascending: a fraction of what `np.unique` takes."""
    ordered = np.sort(numbers)
    return ordered[run_starts(ordered)]


def merged(rows: NDArray[_Kind]) -> NDArray[_Kind]:
    """Ascending rows, one after the other, as one: merged, which of a few takes a tenth of sorting them."""
    return np.sort(rows, kind="stable")


def united(rows: NDArray[_Kind]) -> NDArray[_Kind]:
    """Each number once of ascending rows, one after the other."""
    ordered = merged(rows)
    return ordered[run_starts(ordered)]


def _offsets(counts: NDArray[np.integer]) -> NDArray[np.int64]:
    offsets = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=offsets[1:])
    return offsets
