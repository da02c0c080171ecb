"""The documents themselves: one compressed record each, in the order of their numbers.

A record is a line of JSON, the fields of a document beside its title and text, and behind it what stands between the
words of these (`between.py`):

    ["2026/toqayev","2026-01-05","ТАСС","","","Астана","","",["визит"],[]]↵Токаев·прибыл|…

Records are compressed by zstd with a dictionary trained on the archive's own: the size of large blocks, and one
document is read without its neighbours. Several writers may each take a *share* of the documents. The file joins
their records as they are, and holds the dictionary of each; a record tells the number of its own, 0 where it has
none, and has a checksum.

    2 numbers       how many dictionaries, how many documents
    a number each   the sizes of the dictionaries; where each record ends, counted from the first
    bytes           the dictionaries; the records

Numbers are whole, of 64 bits, least byte first.
"""

from __future__ import annotations

import datetime
import json
import mmap
import os
import threading
import zlib
from array import array
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

import numpy as np
import zstandard
from numpy.typing import NDArray

from search.documents import DETAILS, About, Document, When
from search.errors import IndexDamaged
from search.index.texts.between import Between

_LEVEL = 3
_DICTIONARY_SIZE = 110 * 1024
WAITING_BYTES = 64 << 20
"""Of records before a dictionary is trained: documents of one kind are read together."""
_TRAINED_ON = 2000  # records, evenly out of those
_FEWEST = 1000  # records; fewer train no dictionary: a small archive needs none
_SAMPLE_BYTES = 8192  # of each of them

_Told = TypeVar("_Told")

_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_details = attrgetter(*DETAILS)


def to_bytes(document: Document, kept: Between) -> bytes:
    """A document and what stands between its words as a record, not yet compressed."""
    date = document.date.isoformat() if document.date else None
    fields = [document.id, date, *_details(document), document.keywords, list(kept.otherwise.items())]
    return _to_json(fields).encode("utf-8") + b"\n" + kept.marked


def from_bytes(record: bytes) -> tuple[About, Between]:
    """What a record keeps."""
    line, _, marked = record.partition(b"\n")
    ident, date, *known, keywords, otherwise = json.loads(line)
    details = dict(zip(DETAILS, known, strict=True))
    about = About(id=ident, date=_when(date), keywords=tuple(keywords), **details)
    return about, Between(marked, dict(otherwise))


def ident_of(record: bytes) -> str:
    """The id that a record begins with; all else stays unread."""
    ident: str = json.loads(record[: record.index(b"\n")])[0]
    return ident


def _when(text: str | None) -> When | None:
    """«2026-01-05» is a day, «2026-01-05T12:30:00+03:00» an instant."""
    if text is None:
        return None
    return datetime.datetime.fromisoformat(text) if "T" in text else datetime.date.fromisoformat(text)


@dataclass(frozen=True, slots=True)
class PutAside:
    """The records of one writer in a scratch file, in the order in which they were read.

    `ends`: where each record ends, counted from the first, which begins at `start`.
    """

    path: Path
    ends: NDArray[np.int64]
    dictionaries: tuple[bytes, ...]
    start: int = 0


class RecordWriter:
    """Takes records in the order in which they are read.

    `training`: bytes of records that wait for a dictionary to be trained on them.
    """

    def __init__(self, scratch: Path, training: int = WAITING_BYTES) -> None:
        self._path = scratch
        self._scratch = scratch.open("wb")
        self._training = training
        self._waiting: list[bytes] | None = []
        self._waiting_bytes = 0
        self._dictionaries: tuple[bytes, ...] = ()
        self._compressor = _compressor(None)
        self._ends = array("q")
        self._end = 0

    def add(self, document: Document, kept: Between) -> None:
        """Compress one document's record and put it aside."""
        record = to_bytes(document, kept)
        if self._waiting is None:
            self._put_aside(record)
            return
        self._waiting.append(record)
        self._waiting_bytes += len(record)
        if self._waiting_bytes >= self._training:
            self._release()

    def close(self) -> PutAside:
        """All records that were added."""
        self._release()
        self._scratch.close()
        return PutAside(self._path, np.array(self._ends, dtype=np.int64), self._dictionaries)

    def abandon(self) -> None:
        """Let go of the scratch file, whatever is missing in it."""
        self._scratch.close()

    def _release(self) -> None:
        waiting, self._waiting = self._waiting or [], None
        if len(waiting) >= _FEWEST:
            self._train(waiting)
        for record in waiting:
            self._put_aside(record)

    def _train(self, records: list[bytes]) -> None:
        evenly = records[:: -(-len(records) // _TRAINED_ON)]
        samples: list[bytes | bytearray | memoryview] = [record[:_SAMPLE_BYTES] for record in evenly]
        number = _numbered(samples)
        trained = zstandard.train_dictionary(_DICTIONARY_SIZE, samples, level=_LEVEL, dict_id=number)
        self._dictionaries = (trained.as_bytes(),)
        self._compressor = _compressor(trained)

    def _put_aside(self, record: bytes) -> None:
        compressed = self._compressor.compress(record)
        self._scratch.write(compressed)
        self._end += len(compressed)
        self._ends.append(self._end)


def write_records(path: Path, shares: Sequence[PutAside], order: Iterable[tuple[int, int]]) -> None:
    """Write records as one file: `order` names the share of each document by number, and its place in that share.

    Raises ValueError where two dictionaries have one number, which one pair in a thousand million does.
    """
    dictionaries = list(dict.fromkeys(known for share in shares for known in share.dictionaries))
    if len({zstandard.ZstdCompressionDict(known).dict_id() for known in dictionaries}) < len(dictionaries):
        raise ValueError("two dictionaries have one number")
    places = list(order)
    ends = [np.concatenate(([0], share.ends)).tolist() for share in shares]
    lengths = [ends[share][place + 1] - ends[share][place] for share, place in places]
    with ExitStack() as opened:
        handles = [opened.enter_context(share.path.open("rb")).fileno() for share in shares]
        file = opened.enter_context(path.open("wb"))
        head = np.array([len(dictionaries), len(places), *map(len, dictionaries)], dtype="<i8")
        file.write(head.tobytes() + np.cumsum(lengths, dtype="<i8").tobytes() + b"".join(dictionaries))
        for (share, place), length in zip(places, lengths, strict=True):
            file.write(os.pread(handles[share], length, shares[share].start + ends[share][place]))


def _numbered(samples: Iterable[bytes | bytearray | memoryview]) -> int:
    """The number of the dictionary that is trained on these: the same for the same ones, and hardly for others.

    So segments that were written apart can be joined. Numbers below 32,768 and from 2³¹ on are not for us.
    """
    number = 0
    for sample in samples:
        number = zlib.crc32(sample, number)
    return 32_768 + number % (2**31 - 32_768)


def _compressor(dictionary: zstandard.ZstdCompressionDict | None) -> zstandard.ZstdCompressor:
    return zstandard.ZstdCompressor(level=_LEVEL, dict_data=dictionary, write_checksum=True)


class Records:
    """Reads records by their numbers; many threads may do so at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        dictionaries, count = self._numbers(0, 2).tolist()
        sizes = self._numbers(2, dictionaries)
        self._ends = self._numbers(2 + dictionaries, count)
        ends = 8 * (2 + dictionaries + count) + np.cumsum(sizes, dtype=np.int64)
        self._start = 8 * (2 + dictionaries + count) + int(sizes.sum())
        if self._start + int(self._ends[-1:].sum()) != len(self._bytes):
            raise ValueError(f"{path.name} has not the length that it tells")
        trained = (self._bytes[end - size : end] for size, end in zip(sizes.tolist(), ends.tolist(), strict=True))
        self._dictionaries = {known.dict_id(): known for known in map(zstandard.ZstdCompressionDict, trained)}
        self._local = threading.local()  # a decompressor serves one thread at a time

    def __len__(self) -> int:
        return len(self._ends)

    def put_aside(self, path: Path) -> PutAside:
        """All of them as a writer puts them aside, linked under another name."""
        os.link(self._path, path)
        return PutAside(
            path, self._ends, tuple(known.as_bytes() for known in self._dictionaries.values()), self._start
        )

    def read(self, number: int) -> tuple[About, Between]:
        """What is kept of the document with this number. Raises IndexDamaged where its record is damaged."""
        return self._told(number, from_bytes)

    def ident(self, number: int) -> str:
        """The id of the document with this number: half the work. Raises IndexDamaged."""
        return self._told(number, ident_of)

    def _told(self, number: int, by: Callable[[bytes], _Told]) -> _Told:
        start = int(self._ends[number - 1]) if number else 0
        compressed = self._bytes[self._start + start : self._start + int(self._ends[number])]
        try:
            dictionary = zstandard.get_frame_parameters(compressed).dict_id
            return by(self._decompressor(dictionary).decompress(compressed))
        except (zstandard.ZstdError, ValueError, TypeError, KeyError) as problem:
            raise IndexDamaged(f"{self._path}, record {number}", problem) from problem

    def _numbers(self, first: int, count: int) -> NDArray[np.int64]:
        return np.frombuffer(self._bytes, dtype="<i8", count=count, offset=8 * first)

    def _decompressor(self, dictionary: int) -> zstandard.ZstdDecompressor:
        if not hasattr(self._local, "decompressors"):
            self._local.decompressors = {0: zstandard.ZstdDecompressor()}
        known: dict[int, zstandard.ZstdDecompressor] = self._local.decompressors
        if dictionary not in known:
            known[dictionary] = zstandard.ZstdDecompressor(dict_data=self._dictionaries[dictionary])
        return known[dictionary]
