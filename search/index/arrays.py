"""The arrays of a segment, each described in one place. How they are kept in files says `files.py`.

Two arrays say everything: which form stands in each slot (`forward`), and which terms each form has
(`form_terms`). All others are derived from those (`derive.py`), so that a merged segment equals a rebuilt one.

    «Токаев прибыл» / «Токаев прибыл в Астану»  →  forward: ▢ 3 2 ▢ 3 2 1 0 ▢

Documents are numbered by (instant, id), undated ones first. A slot is a position in the whole segment. A *gap*
slot (▢, the number one past the last form) stands before the first document, between title and text, and after
every document, so that no phrase reaches across.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

UNDATED = -(1 << 63)
"""The instant of a document without a date: before every date that there is."""

MOST_DOCUMENTS = 1 << 24
"""While an index is built a posting keeps the document in 24 bits and its weight in 8."""

WEIGHT_BITS = 8

SKETCH = 32
"""Numbers that are kept of each document to know its copies by: `sketches.py`."""


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of unequal length: row i is `values[offsets[i]:offsets[i + 1]]`."""

    offsets: NDArray[np.integer]
    values: NDArray[Any]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def lengths(self) -> NDArray[np.int64]:
        """How many values each row has."""
        offsets = self.offsets.astype(np.int64)
        return offsets[1:] - offsets[:-1]

    def lengths_of(self, numbers: NDArray[np.integer]) -> NDArray[np.integer]:
        """How many values some of the rows have."""
        lengths: NDArray[np.integer] = self.offsets[numbers + 1] - self.offsets[numbers]
        return lengths

    def row(self, number: int) -> NDArray[Any]:
        """The values of one row, not copied."""
        return self.values[self.offsets[number] : self.offsets[number + 1]]

    def rows(self, numbers: NDArray[np.integer]) -> NDArray[Any]:
        """The values of several rows, one after the other."""
        if len(numbers) == 1:
            return self.row(int(numbers[0]))
        return pieces(self.values, self.offsets[numbers], self.offsets[numbers + 1])


@dataclass(frozen=True, slots=True)
class BlockKind:
    """How rows are kept block by block. `within`: what is kept of each number; `counts`: of each block of a row."""

    within: np.dtype[np.unsignedinteger]
    counts: np.dtype[np.unsignedinteger]

    @property
    def bits(self) -> int:
        """In so many bits the numbers of a block differ."""
        return self.within.itemsize * 8

    def blocks(self, end: int) -> int:
        """How many blocks there are of numbers below this one."""
        return max(1, -(-end >> self.bits))


LONG = BlockKind(np.dtype(np.uint16), np.dtype(np.uint32))
DENSE = BlockKind(np.dtype(np.uint8), np.dtype(np.uint16))


@dataclass(frozen=True, slots=True)
class Ascending:
    """Rows of ascending numbers; a long row is kept in two bytes a number, block by block, a dense one in one byte.

    `offsets`: where each row would start if all were kept alike; one more for the end. `long_rows`: which rows are
    long, ascending; `long`: what their numbers are within their blocks of 65,536; `long_counts`: how many of them lie
    in each block, row by row. `dense_rows`, `dense`, `dense_counts`: the same in blocks of 256. `short`: the numbers
    of all other rows, as bytes where three are enough for each (`three_bytes.py`).
    """

    offsets: NDArray[np.integer]
    short: NDArray[np.unsignedinteger]
    long_rows: NDArray[np.uint32]
    long: NDArray[np.uint16]
    long_counts: NDArray[np.uint32]
    dense_rows: NDArray[np.uint32]
    dense: NDArray[np.uint8]
    dense_counts: NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.offsets) - 1


@dataclass(frozen=True, slots=True)
class Labels:
    """A field that many documents share («РИА Новости»): its distinct values in order, and the one of each document.

    Value 0 is the empty one.
    """

    values: Ragged
    codes: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class KeyLengths:
    """How many signs the key of each form has; `odd`: the forms whose keys are not theirs, folded sign by sign."""

    signs: NDArray[np.unsignedinteger]
    odd: NDArray[np.uint32]


_Kind = TypeVar("_Kind", bound=np.generic)

PAIRED = 160
"""So many of the commonest forms have their pairs written down: «и в», «не было»."""

RARE = 65_535
"""Stands in the forward index for all forms that have no rank."""

RARE_BLOCK_BITS = 6
"""It is counted how many RARE stand before every so manyth slot, as a power of two."""


@dataclass(frozen=True, slots=True)
class Forward:
    """Which form stands in each slot; sizes in slots (S).

    `ranks`: S ranks, RARE where the form has none. `common`: by rank the form, at most RARE of them, the gap first.
    `rare_forms`: the form at each RARE; `rare_before`: how many of them stand before each block of slots, and before
    the one past the last whole block.
    """

    ranks: NDArray[np.uint16]
    common: NDArray[np.uint32]
    rare_forms: NDArray[np.uint32]
    rare_before: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Mentions:
    """The days, months and years that texts speak of («5 января 2026 года»), in the order of (first, last, slot).

    `firsts`, `lasts`: their first and last day, since 1 January 1970; `slots`: where; `lengths`: in how many slots.
    """

    firsts: NDArray[np.int32]
    lasts: NDArray[np.int32]
    slots: NDArray[np.uint32]
    lengths: NDArray[np.uint8]


def pieces(array: NDArray[_Kind], starts: NDArray[np.integer], ends: NDArray[np.integer]) -> NDArray[_Kind]:
    """Stretches of an array, one after the other: a copy."""
    bounds = zip(starts.tolist(), ends.tolist(), strict=True)
    return np.concatenate([array[:0], *(array[start:end] for start, end in bounds)])


def in_range(numbers: NDArray[np.int64], among: range | None) -> NDArray[np.int64]:
    """Those of some numbers that lie in a range; None: all."""
    if among is None:
        return numbers
    inside: NDArray[np.int64] = numbers[(numbers >= among.start) & (numbers < among.stop)]
    return inside


def are_among(numbers: NDArray[np.integer], others: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Which of a few numbers are among many, which ascend: `np.isin` would look at all of these."""
    if not len(others):
        return np.zeros(len(numbers), dtype=bool)
    found: NDArray[np.bool_] = others.take(others.searchsorted(numbers), mode="clip") == numbers
    return found


def row_indices(starts: NDArray[np.integer], ends: NDArray[np.integer]) -> NDArray[np.int64]:
    """The whole numbers of several ranges, one after the other: [3, 9), [5, 11) → 3 4 … 10 — 3 4, 9 10.

    >>> row_indices(np.array([3, 9]), np.array([5, 11]))
    array([ 3,  4,  9, 10])
    """
    there = ends > starts
    if not there.any():
        return np.zeros(0, dtype=np.int64)
    starts, ends = starts[there].astype(np.int64), ends[there].astype(np.int64)
    # A sum of ones, and of the leaps from range to range: a third of what repeating costs.
    leaps = np.ones(int((ends - starts).sum()), dtype=np.int64)
    leaps[0] = starts[0]
    leaps[(ends[:-1] - starts[:-1]).cumsum()] = starts[1:] - ends[:-1] + 1
    return leaps.cumsum(out=leaps)


@dataclass(frozen=True, slots=True)
class Arrays:
    """All arrays of a segment; sizes in documents (D), slots (S), forms (F), terms (T).

    forms        F rows of UTF-8: distinct spellings in the order of (key, spelling)
    terms        T rows of UTF-8: lemmas and name keys in order
    ids          D rows of UTF-8: document ids in order; `id_documents` D: the document of each
    revisions    D numbers that tell whether a document is still the same (`search.documents.revision`)
    form_sums    F checksums, of the letters of each form
    keys         F lengths of the keys that forms are looked up by, and which of these are odd
    slot_sums    D checksums, of the forms in the slots of each document; `id_sums` D, of its id
    form_terms   F rows of term numbers; the likeliest lemma first
    term_hashes  T numbers of terms, the same in every segment; `sketches`: D × SKETCH of the
                 shingles of each document
    term_forms   T rows of form numbers: the same the other way round
    forward      which form stands in each slot, four arrays
    titles       D + 1 slots: where each document starts, with its title; the last: where one more would
    texts        D slots: where each text starts
    positions    F rows of slots
    postings     T rows of documents; `weights`: the weight of each
    beginnings   B rows of UTF-8, in order: beginnings of words that would take long to add up («пр», «росс»)
    begun        B rows of documents: who has such a word; `begun_weights`: the weight of each
    pairs        PAIRED × PAIRED rows of slots, ascending: where one of the commonest forms follows another
    instants     D seconds since 1970, or UNDATED; ascending
    mentions     the dates in texts, four arrays of as many entries
    source …     the values of a document field as UTF-8, and D of their numbers
    """

    forms: Ragged
    terms: Ragged
    ids: Ragged
    id_documents: NDArray[np.uint32]
    revisions: NDArray[np.uint64]
    form_sums: NDArray[np.uint32]
    keys: KeyLengths
    slot_sums: NDArray[np.uint32]
    id_sums: NDArray[np.uint32]
    term_hashes: NDArray[np.uint32]
    sketches: NDArray[np.uint32]
    form_terms: Ragged
    term_forms: Ragged
    forward: Forward
    titles: NDArray[np.int64]
    texts: NDArray[np.int64]
    positions: Ascending
    postings: Ascending
    weights: NDArray[np.uint8]
    beginnings: Ragged
    begun: Ascending
    begun_weights: NDArray[np.uint8]
    pairs: Ragged
    instants: NDArray[np.int64]
    mentions: Mentions
    source: Labels
    section: Labels
    author: Labels
    place: Labels
    agency: Labels
