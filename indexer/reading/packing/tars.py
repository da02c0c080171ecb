"""Tar archives: one member after the other, from the beginning to the end, and never back."""

from __future__ import annotations

from collections.abc import Iterator
from tarfile import BLOCKSIZE, TarFile, TarInfo
from typing import BinaryIO, cast

from indexer.reading.packing.stream import Stream, Unpackable

_LONGEST_HEADER = 2**20  # bytes before a member: its long name and its times, which tarfile reads at once
_AT_ONCE = 2**18


def members(stream: Stream) -> Iterator[tuple[str, Stream | str]]:
    """The path of each member, and its bytes, or why they are not read. Raises Unpackable and OSError."""
    source = _Forward(stream)
    archive = _begun(source)
    while info := _next(archive, source):
        if not info.isdir():
            yield info.name, _why_not(info) or _Content(source, info)
    if source.block.strip(b"\0"):
        raise Unpackable("the tar archive is damaged: what follows is lost")
    if len(source.block) < BLOCKSIZE:
        raise Unpackable("the tar archive has no end: it may be cut short")


class _Forward:
    """Lets tarfile read headers, no more at a time than an honest one has. `block`: what it read last."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._at = 0
        self._for_header = _LONGEST_HEADER
        self.block = b""

    def begin_header(self) -> None:
        self._for_header = _LONGEST_HEADER

    def tell(self) -> int:
        return self._at

    def read(self, size: int) -> bytes:
        self._for_header -= size
        if self._for_header < 0:
            raise Unpackable(f"the tar archive is damaged: a header of more than {_LONGEST_HEADER >> 20} MB")
        parts: list[bytes] = []
        while size and (part := self.read1(size)):
            parts.append(part)
            size -= len(part)
        self.block = b"".join(parts)
        return self.block

    def read1(self, size: int, /) -> bytes:
        part = self._stream.read1(size)
        self._at += len(part)
        return part

    def seek(self, place: int) -> None:
        if place < self._at:
            raise Unpackable("the tar archive is damaged: a member begins within the one before")
        while self._at < place and self.read1(min(place - self._at, _AT_ONCE)):
            pass


class _Content:
    """The bytes of a member."""

    def __init__(self, source: _Forward, info: TarInfo) -> None:
        self._source = source
        self._left = info.size

    def read1(self, size: int, /) -> bytes:
        if not self._left:
            return b""
        part = self._source.read1(min(size, self._left))
        if not part:
            raise Unpackable("the tar archive is cut short: what follows is lost")
        self._left -= len(part)
        return part


def _begun(source: _Forward) -> TarFile:
    try:
        return TarFile(fileobj=cast(BinaryIO, source), encoding="utf-8", errors="surrogateescape")
    except (OSError, Unpackable):
        raise
    except Exception as problem:  # tarfile has no list of what it raises where an archive lies about itself
        raise _damaged(problem) from problem


def _next(archive: TarFile, source: _Forward) -> TarInfo | None:
    source.begin_header()
    archive.members.clear()  # type: ignore[attr-defined]  # it would keep all of them
    try:
        return archive.next()
    except (OSError, Unpackable):
        raise
    except Exception as problem:
        raise _damaged(problem) from problem


def _damaged(problem: Exception) -> Unpackable:
    return Unpackable(f"the tar archive is damaged: {problem}")


def _why_not(info: TarInfo) -> str:
    if not info.isreg():
        return "it is a link or a device, not a file"
    return "it is a sparse file" if info.issparse() else ""
