"""Single packed files: gzip, bzip2, xz and Zstandard. None of them is trusted, neither its sizes nor its end."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO, Protocol, cast

import zstandard

from indexer.reading.packing.stream import Allowance, Stream, Unpackable

_AT_ONCE = 2**13  # packed bytes: what is behind the end of a frame is copied, and a frame may be tiny
_MOST_MEMORY = 2**28  # bytes that xz may take; its own highest preset takes 65 MB
_WIDEST = 2**27  # bytes that Zstandard may look back, as far as `zstd` itself does unless told otherwise
_LITTLE = 2**10  # packed bytes: Zstandard cannot be stopped within them, and they may unpack to 40,000 times as many


class _Unpacker(Protocol):
    """What unpacks one frame, as the modules bz2 and lzma define it."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Zstandard:
    """The same for Zstandard; it does not hold back what is more than `max_length`."""

    needs_input = True

    def __init__(self) -> None:
        self._frame = zstandard.ZstdDecompressor(max_window_size=_WIDEST).decompressobj()

    @property
    def eof(self) -> bool:
        return self._frame.eof

    @property
    def unused_data(self) -> bytes:
        return self._frame.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._frame.decompress(data)


class _Frames:
    """Unpacks frames one behind the other, as `pbzip2`, `pixz` and `pzstd` write them, with or without zeros between.

    Raises EOFError where the last one has no end.
    """

    def __init__(self, packed: Stream, begin: Callable[[], _Unpacker], at_once: int = _AT_ONCE) -> None:
        self._packed, self._begin, self._at_once = packed, begin, at_once
        self._frame: _Unpacker | None = None
        self._waiting = b""
        self._ready, self._given = b"", 0

    def read1(self, size: int, /) -> bytes:
        if self._given == len(self._ready):
            self._ready, self._given = self._next(size), 0
        part = self._ready[self._given : self._given + size]
        self._given += len(part)
        return part

    def _next(self, size: int) -> bytes:
        """The next bytes, perhaps more than so many."""
        while self._has_frame():
            assert self._frame
            if not self._waiting and self._frame.needs_input:
                self._waiting = self._packed.read1(self._at_once)
                if not self._waiting:
                    raise EOFError
            waiting, self._waiting = self._waiting, b""
            if part := self._frame.decompress(waiting, size):
                return part
        return b""

    def _has_frame(self) -> bool:
        """Begin the next frame where the one before has ended; whether there is one."""
        if self._frame is None:
            self._waiting = self._packed.read1(self._at_once)
        elif not self._frame.eof:
            return True
        else:
            self._waiting = self._frame.unused_data.lstrip(b"\0")
            while not self._waiting and (part := self._packed.read1(self._at_once)):
                self._waiting = part.lstrip(b"\0")
        self._frame = self._begin() if self._waiting else self._frame
        return bool(self._waiting)


@dataclass(frozen=True, slots=True)
class Packing:
    """A way to pack one file: its name for a person, and how a stream is unpacked."""

    name: str
    opened: Callable[[Stream], Stream]


def _gzip(packed: Stream) -> Stream:
    return gzip.GzipFile(fileobj=cast(BinaryIO, _Readable(packed)), mode="rb")


def _bzip2(packed: Stream) -> Stream:
    return _Frames(packed, bz2.BZ2Decompressor)


def _xz(packed: Stream) -> Stream:
    return _Frames(packed, lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MOST_MEMORY))


def _zstandard(packed: Stream) -> Stream:
    return _Frames(packed, _Zstandard, _LITTLE)


PACKINGS = {
    ".gz": Packing("gzip", _gzip),
    ".bz2": Packing("bzip2", _bzip2),
    ".xz": Packing("xz", _xz),
    ".zst": Packing("Zstandard", _zstandard),
}


def unpacked(name: str, stream: Stream, allowance: Allowance) -> Stream:
    """Unpack «лента.jsonl.zst»; what is not packed stays as it is."""
    packing = PACKINGS.get(PurePath(name).suffix.lower())
    return _Unpacking(packing, stream, allowance) if packing else stream


class _Unpacking:
    """Says in words what is wrong with a stream, as often as it is asked for more."""

    def __init__(self, packing: Packing, packed: Stream, allowance: Allowance) -> None:
        self._name = packing.name
        self._stream = packing.opened(packed)
        self._allowance = allowance
        self._problem: Unpackable | None = None

    def read1(self, size: int, /) -> bytes:
        if self._problem is None:
            try:
                return self._allowance.take(self._stream.read1(size))
            except Unpackable as problem:
                self._problem = problem
            except EOFError:
                self._problem = Unpackable(f"the {self._name} stream is cut short: what follows is lost")
            except (zlib.error, lzma.LZMAError, zstandard.ZstdError, OSError) as problem:
                if isinstance(problem, OSError) and problem.errno is not None:  # the disk is at fault, not the stream
                    raise
                self._problem = Unpackable(f"the {self._name} stream is damaged: {problem}")
        raise self._problem


class _Readable:
    """A stream with the name for its method that gzip wants."""

    def __init__(self, stream: Stream) -> None:
        self.read = stream.read1
