"""The documents themselves: one compressed record each, in the order of their numbers.

A record is a JSON array of a document's fields, compressed by zstd with a dictionary trained on the archive's own
records: the size of large blocks, and one document is read without its neighbours.
"""

from __future__ import annotations

import datetime
import json
import mmap
import os
import threading
from array import array
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray

from search.documents import DETAILS, Document, When
from search.errors import IndexDamaged

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_LEVEL = 3
_DICTIONARY_SIZE = 110 * 1024
_TRAINED_ON = 1000  # records; fewer train no dictionary: a small archive needs none
_SAMPLE_BYTES = 8192  # of each of them


def to_bytes(document: Document) -> bytes:
    """A document as a record, not yet compressed."""
    date = document.date.isoformat() if document.date else None
    known = (getattr(document, name) for name in DETAILS)
    fields = [document.id, document.title, date, *known, document.keywords, document.text]
    return _ENCODER.encode(fields).encode("utf-8")


def from_bytes(record: bytes) -> Document:
    """A document out of a record."""
    ident, title, date, *known, keywords, text = json.loads(record)
    details = dict(zip(DETAILS, known, strict=True))
    return Document(ident, title, text, _when(date), keywords=tuple(keywords), **details)


def _when(text: str | None) -> When | None:
    """«2026-01-05» is a day, «2026-01-05T12:30:00+03:00» an instant."""
    if text is None:
        return None
    return datetime.datetime.fromisoformat(text) if "T" in text else datetime.date.fromisoformat(text)


@dataclass(frozen=True, slots=True)
class PutAside:
    """Compressed records in a scratch file, in the order in which they were read, and the dictionary they need."""

    path: Path
    ends: NDArray[np.int64]
    dictionary: bytes


class RecordWriter:
    """Compresses records as they are read, and puts them aside in a scratch file."""

    def __init__(self, scratch: Path) -> None:
        self._path = scratch
        self._scratch = scratch.open("wb")
        self._waiting: list[bytes] | None = []
        self._dictionary = b""
        self._compressor = zstandard.ZstdCompressor(level=_LEVEL)
        self._ends = array("q")
        self._end = 0

    def add(self, document: Document) -> None:
        """Compress one document's record and put it aside."""
        record = to_bytes(document)
        if self._waiting is None:
            self._put_aside(record)
            return
        self._waiting.append(record)
        if len(self._waiting) == _TRAINED_ON:
            self._train()
            self._release()

    def close(self) -> PutAside:
        """All records that were added."""
        self._release()
        self._scratch.close()
        return PutAside(self._path, np.array(self._ends, dtype=np.int64), self._dictionary)

    def _train(self) -> None:
        samples: list[bytes | bytearray | memoryview] = [record[:_SAMPLE_BYTES] for record in self._waiting or []]
        dictionary = zstandard.train_dictionary(_DICTIONARY_SIZE, samples, level=_LEVEL)
        self._dictionary = dictionary.as_bytes()
        self._compressor = zstandard.ZstdCompressor(level=_LEVEL, dict_data=dictionary)

    def _release(self) -> None:
        waiting, self._waiting = self._waiting or [], None
        for record in waiting:
            self._put_aside(record)

    def _put_aside(self, record: bytes) -> None:
        compressed = self._compressor.compress(record)
        self._scratch.write(compressed)
        self._end += len(compressed)
        self._ends.append(self._end)


def write_records(path: Path, shares: Sequence[PutAside], order: Iterable[tuple[int, int]]) -> None:
    """Write records as one file: `order` names the share of each document by number, and its place in that share.

    Nothing is compressed anew: a record names its dictionary, and the file holds those of all shares.
    """
    with ExitStack() as opened:
        handles = [opened.enter_context(share.path.open("rb")).fileno() for share in shares]
        ends = [np.concatenate(([0], share.ends)).tolist() for share in shares]
        places = list(order)
        lengths = [ends[share][place + 1] - ends[share][place] for share, place in places]
        dictionaries = [share.dictionary for share in shares if share.dictionary]
        with path.open("wb") as file:
            header = [len(dictionaries), len(places), *map(len, dictionaries)]
            file.write(np.array(header, dtype="<i8").tobytes() + np.cumsum(lengths, dtype="<i8").tobytes())
            file.writelines(dictionaries)
            for (share, place), length in zip(places, lengths, strict=True):
                file.write(os.pread(handles[share], length, ends[share][place]))


class Records:
    """Reads documents by their numbers; many threads may do so at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        dictionaries, count = np.frombuffer(self._bytes, dtype="<i8", count=2).tolist()
        sizes = np.frombuffer(self._bytes, dtype="<i8", count=dictionaries, offset=16).tolist()
        at = 16 + 8 * dictionaries
        self._ends: NDArray[np.int64] = np.frombuffer(self._bytes, dtype="<i8", count=count, offset=at)
        at += 8 * count
        self._dictionaries: dict[int, zstandard.ZstdCompressionDict] = {}
        for size in sizes:
            dictionary = zstandard.ZstdCompressionDict(self._bytes[at : at + size])
            self._dictionaries[dictionary.dict_id()] = dictionary
            at += size
        self._start = at
        if self._start + int(self._ends[-1:].sum()) != len(self._bytes):
            raise ValueError(f"{path.name} has not the length that it tells")
        self._local = threading.local()  # a decompressor serves one thread at a time

    def __len__(self) -> int:
        return len(self._ends)

    def document(self, number: int) -> Document:
        """The document with this number. Raises IndexDamaged where its record is damaged."""
        start = int(self._ends[number - 1]) if number else 0
        compressed = self._bytes[self._start + start : self._start + int(self._ends[number])]
        try:
            return from_bytes(self._decompressor(compressed).decompress(compressed))
        except (zstandard.ZstdError, ValueError, TypeError, KeyError) as problem:
            raise IndexDamaged(f"{self._path}, record {number}", problem) from problem

    def _decompressor(self, compressed: bytes) -> zstandard.ZstdDecompressor:
        """One that knows the dictionary of these bytes; 0 stands for none."""
        needed = zstandard.get_frame_parameters(compressed).dict_id
        known: dict[Any, zstandard.ZstdDecompressor] = self._local.__dict__
        if needed not in known:
            dictionary = self._dictionaries[needed] if needed else None
            known[needed] = zstandard.ZstdDecompressor(dict_data=dictionary)
        return known[needed]
