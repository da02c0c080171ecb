"""A source file while it is read: unpacked, not yet decoded, and how far reading has come."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath

from indexer.reading.opening.encodings import CYRILLIC, HEAD, NotText, detect
from indexer.reading.packing.compressed import unpacked
from indexer.reading.packing.file import File, NoFile
from indexer.reading.packing.stream import Allowance, Stream, Unpackable

UNREADABLE = (NotText, Unpackable, OSError)
"""What reading a source may raise when the source is at fault."""

CHANGED = "it was changed while it was read: read it again"

_AT_ONCE = 2**18  # bytes
_ASCII_WITHIN = ("utf-8", *CYRILLIC)
"""Encodings in which the bytes of \\n and \\r stand for nothing else: lines are told apart without decoding them."""


@dataclass(frozen=True, slots=True)
class Coding:
    """How blocks of a source become text; half surrogate pairs in it stand for undecodable bytes."""

    name: str
    errors: str

    def text(self, block: bytes) -> str:
        """Decode a block of whole lines."""
        return block.decode(self.name, self.errors)

    def sound(self, block: bytes) -> str | None:
        """The text of a block in which no byte is undecodable; None for any other."""
        try:
            return block.decode(self.name)
        except UnicodeDecodeError:
            return None


_TRANSCODED = Coding("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class Opened:
    """An open source: `blocks` make it up, of any size, and `coding` makes text of those that end where a line ends.

    `encoding`: that of the file, by name.
    """

    path: PurePath
    encoding: str
    coding: Coding
    blocks: Iterator[bytes]
    file: File


@contextmanager
def opened(path: Path, encoding: str | None) -> Iterator[Opened]:
    """Open «лента.jsonl.gz» or any other source; `encoding` overrules what its first bytes say.

    Opening and reading raise one of UNREADABLE, which `why` explains.
    """
    with File(path) as file:
        stream = unpacked(path.name, file, Allowance(file.size))
        yield decoded(path, stream, encoding, file)


def decoded(path: PurePath, stream: Stream, encoding: str | None, file: File) -> Opened:
    """What was unpacked of a file and is called `path`, as an open source. Raises as `opened` does."""
    bytes_ = _Bytes(stream)
    found = detect(bytes_.head, encoding)
    if found in _ASCII_WITHIN:
        return Opened(path, found, Coding(found, "marked"), _unmarked(bytes_), file)
    return Opened(path, found, _TRANSCODED, _transcoded(bytes_, found), file)


def why(problem: Exception) -> str:
    """Say in plain words why a source cannot be read: «the gzip stream is cut short»."""
    if isinstance(problem, OSError) and not isinstance(problem, NoFile):
        return f"it cannot be read: {problem.strerror or problem}"
    return str(problem)


class _Bytes:
    """The bytes of a stream: `head` has the first, as many as can be had of HEAD, and iteration goes on behind them.

    A stream that breaks off within its head is still worth reading so far: iteration raises what broke it.
    """

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._problem: Exception | None = None
        self.head = self._read_head()

    def __iter__(self) -> Iterator[bytes]:
        if self._problem:
            raise self._problem
        while part := self._stream.read1(_AT_ONCE):
            yield part

    def _read_head(self) -> bytes:
        parts: list[bytes] = []
        try:
            while sum(map(len, parts)) < HEAD and (part := self._stream.read1(_AT_ONCE)):
                parts.append(part)
        except UNREADABLE as problem:
            if not parts:
                raise
            self._problem = problem
        return b"".join(parts)


def _unmarked(source: _Bytes) -> Iterator[bytes]:
    yield source.head.removeprefix(codecs.BOM_UTF8)
    yield from source


def _transcoded(source: _Bytes, encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("marked")

    def coded(text: str) -> bytes:
        return text.encode(_TRANSCODED.name, _TRANSCODED.errors)

    yield coded(decoder.decode(source.head).removeprefix("\ufeff"))
    for part in source:
        yield coded(decoder.decode(part))
    yield coded(decoder.decode(b"", True))
