"""The arrays of a segment: what is written, what is mapped, in one place.

Two arrays say everything: which form stands in each slot (`forward`), and which terms each form has
(`form_terms`). All others are derived from those (`derive.py`), so that a merged segment equals a rebuilt one.

    «Токаев прибыл» / «Токаев прибыл в Астану»  →  forward: ▢ 3 2 ▢ 3 2 1 0 ▢

Documents are numbered by (instant, id), undated ones first. A slot is a position in the whole segment. A *gap*
slot (▢, the number one past the last form) stands before the first document, between title and text, and after
every document, so that no phrase reaches across.
"""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

UNDATED = -(1 << 63)
"""The instant of a document without a date: before every date that there is."""

MOST_DOCUMENTS = 1 << 24
"""A posting keeps the document in 24 bits and its weight in 8."""

WEIGHT_BITS = 8
WEIGHT_MASK = (1 << WEIGHT_BITS) - 1


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of unequal length: row i is `values[offsets[i]:offsets[i + 1]]`."""

    offsets: NDArray[np.int64]
    values: NDArray[Any]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def row(self, number: int) -> NDArray[Any]:
        """The values of one row, not copied."""
        return self.values[self.offsets[number] : self.offsets[number + 1]]

    def rows(self, numbers: NDArray[np.integer]) -> NDArray[Any]:
        """The values of several rows, one after the other."""
        if len(numbers) == 1:
            return self.row(int(numbers[0]))
        return self.values[row_indices(self.offsets[numbers], self.offsets[numbers + 1])]


def row_indices(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """The whole numbers of several ranges, one after the other: [3, 9), [5, 11) → 3 4 … 10 — 3 4, 9 10.

    >>> row_indices(np.array([3, 9]), np.array([5, 11]))
    array([ 3,  4,  9, 10])
    """
    lengths = ends - starts
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Arrays:
    """All arrays of a segment; sizes in documents (D), slots (S), forms (F), terms (T).

    forms        F rows of UTF-8: distinct spellings in the order of (key, spelling)
    terms        T rows of UTF-8: lemmas and name keys in order
    ids          D rows of UTF-8: document ids in order; `id_documents` D: the document of each
    form_terms   F rows of term numbers; the likeliest lemma first
    term_forms   T rows of form numbers: the same the other way round
    forward      S form numbers
    titles       D + 1 slots: where each document starts, with its title; the last: where one more would
    texts        D slots: where each text starts
    positions    F rows of slots, ascending
    postings     T rows of `document << 8 | weight`, ascending
    instants     D seconds since 1970, or UNDATED; ascending
    """

    forms: Ragged
    terms: Ragged
    ids: Ragged
    id_documents: NDArray[np.uint32]
    form_terms: Ragged
    term_forms: Ragged
    forward: NDArray[np.uint32]
    titles: NDArray[np.int64]
    texts: NDArray[np.int64]
    positions: Ragged
    postings: Ragged
    instants: NDArray[np.int64]


def save(arrays: Arrays, stem: Path) -> None:
    """Write every array to `<stem>.<name>.npy`."""
    for name, array in _flat(arrays).items():
        np.save(_path(stem, name), array, allow_pickle=False)


def load(stem: Path) -> Arrays:
    """Map the arrays that `save` wrote: nothing is read before it is touched.

    Raises OSError or ValueError where they are damaged, as far as their heads and sizes show it.
    """
    mapped: dict[str, Any] = {field.name: _load_field(stem, field.name, field.type) for field in fields(Arrays)}
    arrays = Arrays(**mapped)
    if not _agree(arrays):
        raise ValueError("the sizes of its arrays do not agree")
    return arrays


def _agree(arrays: Arrays) -> bool:
    same_length: tuple[tuple[Sized, ...], ...] = (
        (arrays.texts, arrays.titles[1:], arrays.ids, arrays.id_documents, arrays.instants),
        (arrays.forms, arrays.form_terms, arrays.positions),
        (arrays.terms, arrays.term_forms, arrays.postings),
    )
    rows = (value for field in fields(Arrays) if isinstance(value := getattr(arrays, field.name), Ragged))
    return all(len(set(map(len, group))) == 1 for group in same_length) and all(
        int(ragged.offsets[-1]) == len(ragged.values) for ragged in rows
    )


def _flat(arrays: Arrays) -> dict[str, NDArray[Any]]:
    flat: dict[str, NDArray[Any]] = {}
    for field in fields(Arrays):
        value = getattr(arrays, field.name)
        if isinstance(value, Ragged):
            flat[f"{field.name}.offsets"] = value.offsets
            flat[f"{field.name}.values"] = value.values
        else:
            flat[field.name] = value
    return flat


def _load_field(stem: Path, name: str, kind: object) -> Ragged | NDArray[Any]:
    if kind == "Ragged":
        return Ragged(_map(stem, f"{name}.offsets"), _map(stem, f"{name}.values"))
    return _map(stem, name)


def _map(stem: Path, name: str) -> NDArray[Any]:
    # A plain array over the mapping: slices of np.memmap itself cost several times as much.
    mapped: NDArray[Any] = np.load(_path(stem, name), mmap_mode="r", allow_pickle=False)
    if mapped.ndim != 1 or mapped.dtype.kind not in "iu":
        raise ValueError(f"{name} is not a row of whole numbers")
    return mapped.view(np.ndarray)


def _path(stem: Path, name: str) -> Path:
    return stem.with_name(f"{stem.name}.{name}.npy")
