"""The arrays of a segment as files: one `.npy` file each, written piece by piece, mapped and not read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sized
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.index.arrays import (
    DENSE,
    LONG,
    PAIRED,
    RARE_BLOCK_BITS,
    SKETCH,
    Arrays,
    Ascending,
    Forward,
    KeyLengths,
    Labels,
    Mentions,
    Ragged,
)
from search.index.reading.three_bytes import Narrow

Part = Ascending | Forward | KeyLengths | Labels | Mentions | Ragged | NDArray[Any]


def save(stem: Path, **parts: Part) -> None:
    """Write some of the arrays, by name, to `<stem>.<name>.npy`."""
    for name, value in parts.items():
        for file, array in _flat(name, value).items():
            with NpyWriter(array_path(stem, file), array.dtype, len(array)) as to:
                to.write(array)


def offsets_type(total: int) -> np.dtype[np.unsignedinteger]:
    """The type in which the offsets of rows are kept that hold so many values in all."""
    return np.dtype(np.uint32 if total <= np.iinfo(np.uint32).max else np.uint64)


class NpyWriter:
    """Writes a row of numbers to a `.npy` file piece by piece. Raises ValueError if not all of it came."""

    def __init__(self, path: Path, kind: np.dtype[Any], count: int) -> None:
        self._file = path.open("wb")
        self._kind = kind
        self._left = count
        header = {"descr": np.lib.format.dtype_to_descr(kind), "fortran_order": False, "shape": (count,)}
        np.lib.format.write_array_header_1_0(self._file, header)

    def write(self, piece: NDArray[Any]) -> None:
        """Write the next numbers."""
        self._left -= len(piece)
        self._file.write(np.ascontiguousarray(piece, dtype=self._kind).data)

    def reserve(self) -> None:
        """Make room for all numbers, which others then write into the file."""
        self._file.truncate(self._file.tell() + self._left * self._kind.itemsize)
        self._left = 0

    def __enter__(self) -> NpyWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, *failure: object) -> None:
        self._file.close()
        if kind is None and self._left:
            raise ValueError(f"{self._file.name}: {self._left} numbers are missing")


def reserve(stem: Path, name: str, kind: np.dtype[np.unsignedinteger], count: int) -> None:
    """Make room for an array, which any number of processes then `fill`."""
    with NpyWriter(array_path(stem, name), kind, count) as file:
        file.reserve()


def fill(stem: Path, name: str, pieces: Iterable[tuple[int, NDArray[np.unsignedinteger]]]) -> None:
    """Write pieces of an array for which there is room, each with its place among all numbers."""
    with array_path(stem, name).open("r+b") as file:
        head = os.fstat(file.fileno()).st_size - map_array(stem, name).nbytes
        for place, piece in pieces:
            os.pwrite(file.fileno(), np.ascontiguousarray(piece).data, head + place * piece.itemsize)


def load(stem: Path) -> Arrays:
    """Map the arrays that `save` wrote: nothing is read before it is touched.

    Raises OSError or ValueError where they are damaged, as far as their heads and sizes show it.
    """
    mapped: dict[str, Any] = {field.name: load_part(stem, field.name) for field in fields(Arrays)}
    arrays = Arrays(**mapped)
    if not _agree(arrays):
        raise ValueError("the sizes of its arrays do not agree")
    return arrays


def load_part(stem: Path, name: str) -> Any:
    """Map one of the arrays, by name."""
    kind = _KINDS[name]
    if kind in _SEVERAL:
        of = _SEVERAL[kind]
        return of(*(map_array(stem, f"{name}.{field.name}") for field in fields(of)))
    if kind not in ("Ragged", "Labels"):
        return map_array(stem, name)
    rows = Ragged(map_array(stem, f"{name}.offsets"), map_array(stem, f"{name}.values"))
    return rows if kind == "Ragged" else Labels(rows, map_array(stem, f"{name}.codes"))


_SEVERAL: dict[Any, Any] = {kind.__name__: kind for kind in (Ascending, Forward, KeyLengths, Mentions)}
"""Parts that are several plain arrays."""

_KINDS = {field.name: field.type for field in fields(Arrays)}


def _agree(arrays: Arrays) -> bool:
    labels = (arrays.source, arrays.section, arrays.author, arrays.place, arrays.agency)
    codes = (label.codes for label in labels)
    same_length: tuple[tuple[Sized, ...], ...] = (
        (arrays.texts, arrays.titles[1:], arrays.ids, arrays.id_documents, arrays.instants, *codes),
        (arrays.texts, arrays.revisions, arrays.slot_sums, arrays.id_sums),
        (arrays.forms, arrays.form_sums, arrays.keys.signs, arrays.form_terms, arrays.positions),
        (arrays.terms, arrays.term_hashes, arrays.term_forms, arrays.postings),
        tuple(getattr(arrays.mentions, field.name) for field in fields(Mentions)),
        (arrays.weights, range(int(arrays.postings.offsets[-1]))),
        (arrays.beginnings, arrays.begun),
        (arrays.begun_weights, range(int(arrays.begun.offsets[-1]))),
    )
    rows = [value for field in fields(Arrays) if isinstance(value := getattr(arrays, field.name), Ragged)]
    rows += [label.values for label in labels]
    counts = [(int(ragged.offsets[-1]), len(ragged.values)) for ragged in rows]
    counts += [
        (int(kept.offsets[-1]), len(Narrow.of(kept.short)) + len(kept.long) + len(kept.dense))
        for kept in (arrays.positions, arrays.postings, arrays.begun)
    ]
    counts.append((int(arrays.titles[-1]), len(arrays.forward.ranks)))
    counts.append((len(arrays.forward.ranks) >> RARE_BLOCK_BITS, len(arrays.forward.rare_before) - 1))
    counts.append((len(arrays.texts) * SKETCH, len(arrays.sketches)))
    counts.append((PAIRED * PAIRED, len(arrays.pairs)))
    slots, documents = int(arrays.titles[-1]), len(arrays.texts)
    for kept, end in ((arrays.positions, slots), (arrays.postings, documents), (arrays.begun, documents)):
        counts.append((len(kept.long_rows) * LONG.blocks(end), len(kept.long_counts)))
        counts.append((len(kept.dense_rows) * DENSE.blocks(end), len(kept.dense_counts)))
    return all(len(set(map(len, group))) == 1 for group in same_length) and all(one == other for one, other in counts)


def _flat(name: str, value: Part) -> dict[str, NDArray[Any]]:
    """The arrays that a part is made of, by the names of their files."""
    if isinstance(value, Labels):
        return {**_flat(name, value.values), f"{name}.codes": value.codes}
    if isinstance(value, Ragged):
        offsets = value.offsets.astype(offsets_type(len(value.values)))
        return {f"{name}.offsets": offsets, f"{name}.values": value.values}
    if isinstance(value, Ascending | Forward | KeyLengths | Mentions):
        return {f"{name}.{field.name}": getattr(value, field.name) for field in fields(value)}
    return {name: value}


def map_array(stem: Path, name: str) -> NDArray[Any]:
    """Map one file."""
    # A plain array over the mapping: slices of np.memmap itself cost several times as much.
    mapped: NDArray[Any] = np.load(array_path(stem, name), mmap_mode="r", allow_pickle=False)
    if mapped.ndim != 1 or mapped.dtype.kind not in "iu":
        raise ValueError(f"{name} is not a row of whole numbers")
    return mapped.view(np.ndarray)


def array_path(stem: Path, name: str) -> Path:
    """The file of one array: «forward», «positions.values»."""
    return stem.with_name(f"{stem.name}.{name}.npy")
