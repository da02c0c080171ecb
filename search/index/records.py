"""The documents themselves: one compressed record each, in the order of their numbers.

A record is a JSON array of a document's fields, compressed by zstd with a dictionary trained on the archive's own
records: the size of large blocks, and one document is read without its neighbours.
"""

from __future__ import annotations

import datetime
import json
import mmap
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
import zstandard
from numpy.typing import NDArray

from search.documents import DETAILS, Document, When
from search.errors import IndexDamaged

_LEVEL = 3
_DICTIONARY_SIZE = 110 * 1024
_TRAINED_ON = 1000  # records; fewer train no dictionary: a small archive needs none
_SAMPLE_BYTES = 8192  # of each of them


def to_bytes(document: Document) -> bytes:
    """A document as a record, not yet compressed."""
    date = document.date.isoformat() if document.date else None
    known = (getattr(document, name) for name in DETAILS)
    fields = [document.id, document.title, date, *known, document.keywords, document.text]
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


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


class RecordWriter:
    """Takes records in the order in which they are read, and writes them in the order of their numbers."""

    def __init__(self, scratch: BinaryIO) -> None:
        self._scratch = scratch
        self._waiting: list[bytes] | None = []
        self._dictionary = b""
        self._compressor = zstandard.ZstdCompressor(level=_LEVEL)
        self._ends = [0]

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

    def finish(self, order: Sequence[int], path: Path) -> None:
        """Write the file: header, where each record ends, dictionary, records by number.

        `order`: for each document number, as how manyth it was added; those left out are not written.
        """
        self._release()
        starts = np.array(self._ends[:-1], dtype=np.int64)[order]
        lengths = np.array(self._ends[1:], dtype=np.int64)[order] - starts
        with path.open("wb") as file:
            header = np.array([len(self._dictionary), len(lengths)], dtype="<i8")
            file.write(header.tobytes() + np.cumsum(lengths, dtype="<i8").tobytes() + self._dictionary)
            for start, length in zip(starts.tolist(), lengths.tolist(), strict=True):
                self._scratch.seek(start)
                file.write(self._scratch.read(length))

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
        self._ends.append(self._ends[-1] + len(compressed))


class Records:
    """Reads documents by their numbers; many threads may do so at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        dictionary_size, count = np.frombuffer(self._bytes, dtype="<i8", count=2).tolist()
        self._ends: NDArray[np.int64] = np.frombuffer(self._bytes, dtype="<i8", count=count, offset=16)
        dictionary_start = 16 + 8 * count
        self._start = dictionary_start + dictionary_size
        if self._start + int(self._ends[-1:].sum()) != len(self._bytes):
            raise ValueError(f"{path.name} has not the length that it tells")
        dictionary = self._bytes[dictionary_start : self._start]
        self._dictionary = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        self._local = threading.local()  # a decompressor serves one thread at a time

    def __len__(self) -> int:
        return len(self._ends)

    def document(self, number: int) -> Document:
        """The document with this number. Raises IndexDamaged where its record is damaged."""
        start = int(self._ends[number - 1]) if number else 0
        compressed = self._bytes[self._start + start : self._start + int(self._ends[number])]
        try:
            return from_bytes(self._decompressor().decompress(compressed))
        except (zstandard.ZstdError, ValueError, TypeError) as problem:
            raise IndexDamaged(f"{self._path}, record {number}", problem) from problem

    def _decompressor(self) -> zstandard.ZstdDecompressor:
        if not hasattr(self._local, "decompressor"):
            self._local.decompressor = zstandard.ZstdDecompressor(dict_data=self._dictionary)
        decompressor: zstandard.ZstdDecompressor = self._local.decompressor
        return decompressor
