"""A source file while it is read: unpacked, decoded, line by line, and how far reading has come."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO, cast

from indexer.reading.encodings import HEAD, NotText, detect

UNREADABLE = (NotText, OSError, EOFError, zlib.error)
"""What reading a source may raise when the source is at fault."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An open source: `lines` keep their ends, and half surrogate pairs in them stand for undecodable bytes."""

    path: Path
    encoding: str
    lines: Iterator[str]
    raw: BinaryIO

    def consumed(self) -> int:
        """Tell how many bytes of the file, packed as it lies there, have been read."""
        return self.raw.tell()


@contextmanager
def opened(path: Path, encoding: str | None) -> Iterator[Opened]:
    """Open «лента.jsonl.gz» or any other source; `encoding` overrules what its first bytes say.

    Opening and reading raise one of UNREADABLE, which `why` explains.
    """
    with path.open("rb") as raw:
        found = detect(_head(_unpacked(path, raw)), encoding)
        raw.seek(0)
        with io.TextIOWrapper(_unpacked(path, raw), found, errors="marked", newline="") as stream:
            first = stream.readline().removeprefix("\ufeff")
            yield Opened(path, found, chain([first] if first else [], stream), raw)


def why(problem: Exception) -> str:
    """Say in plain words why a source cannot be read: «the gzip stream is cut short»."""
    if isinstance(problem, EOFError):
        return "the gzip stream is cut short: what follows is lost"
    if isinstance(problem, gzip.BadGzipFile | zlib.error):
        return f"the gzip stream is damaged: {problem}"
    if isinstance(problem, OSError):
        return f"it cannot be read: {problem.strerror or problem}"
    return str(problem)


def _unpacked(path: Path, raw: BinaryIO) -> io.BufferedReader:
    stream = gzip.GzipFile(fileobj=raw) if path.suffix.lower() == ".gz" else raw
    return cast(io.BufferedReader, stream)  # the part of its interface that is used here


def _head(stream: io.BufferedReader) -> bytes:
    """Read the first bytes, as many as can be had: a stream that breaks off later is still worth reading."""
    parts: list[bytes] = []
    try:
        while sum(map(len, parts)) < HEAD and (part := stream.read1(HEAD)):
            parts.append(part)
    except (OSError, EOFError, zlib.error):
        if not parts:
            raise
    return b"".join(parts)
