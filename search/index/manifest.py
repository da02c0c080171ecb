"""What a generation is made of: its segments, and of every file how long it is and what its bytes add up to.

`generation.json` is the first thing that is read of a generation, and the last that is written. By it a reader tells
a file that was cut short before it maps it, and `verified` one that was altered. Nothing in it is run: Whoosh's own
table of contents is a pickle, and is there for Whoosh alone.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from search.errors import IndexDamaged, OtherFormat

NAME = "generation.json"

FORMAT = 11
"""Raised by one whenever what is written changes so that another program's index cannot be read."""

_READ_TOGETHER = 1 << 20
_THREADS = 4  # checksums let other threads run; so does waiting for the disk


@dataclass(frozen=True, slots=True)
class Entry:
    """One segment: what its files begin with, how many documents it was written with, how many of these are gone."""

    name: str
    documents: int
    deleted: int = 0


@dataclass(frozen=True, slots=True)
class File:
    """The length of a file in bytes, and its checksum (CRC-32)."""

    size: int
    checksum: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """All of a generation but what is in its files.

    `zone`: the one in which its days lie; `created`: when, in UTC; `analysis`: the fingerprint of the rules by which
    its forms were analysed.
    """

    zone: ZoneInfo
    created: str
    analysis: str
    segments: tuple[Entry, ...]
    files: Mapping[str, File]

    @property
    def checksum(self) -> int:
        """What all of this adds up to."""
        return zlib.crc32(json.dumps(self.told(), sort_keys=True).encode())

    def told(self) -> dict[str, Any]:
        """All of this as JSON has it."""
        return {
            "format": FORMAT,
            "zone": self.zone.key,
            "created": self.created,
            "analysis": self.analysis,
            "segments": [asdict(entry) for entry in self.segments],
            "files": {name: [file.size, file.checksum] for name, file in sorted(self.files.items())},
        }

    @property
    def size(self) -> int:
        """How many bytes all files have."""
        return sum(file.size for file in self.files.values())


def write(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a generation to its folder."""
    told = manifest.told() | {"checksum": manifest.checksum}
    (folder / NAME).write_text(json.dumps(told, indent=1), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Damage:
    """A file that is not as it was written, and in which way."""

    path: Path
    reason: str


def read(folder: Path) -> Manifest:
    """The manifest of a generation, whatever is with its files.

    Raises IndexDamaged, OtherFormat where it has one, and OSError.
    """
    path = folder / NAME
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        _refuse_other_format(folder, told["format"])
        manifest = Manifest(
            zone=ZoneInfo(told["zone"]),
            created=told["created"],
            analysis=told["analysis"],
            segments=tuple(Entry(**entry) for entry in told["segments"]),
            files={name: File(*file) for name, file in told["files"].items()},
        )
        if told != manifest.told() | {"checksum": manifest.checksum}:
            raise ValueError("its checksum is another one")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise IndexDamaged(path, repr(problem)) from problem
    return manifest


def refuse_other_lengths(folder: Path, manifest: Manifest) -> None:
    """Raise IndexDamaged unless all files are there, and as long as they should be."""
    for damage in _of_other_length(folder, manifest):
        raise IndexDamaged(damage.path, damage.reason)


def refuse_other_bytes(folder: Path, manifest: Manifest, names: Iterable[str]) -> None:
    """Raise IndexDamaged unless the bytes of these files are those that were written. Reads all of them."""
    for damage in _of_other_bytes(folder, manifest, names):
        raise IndexDamaged(damage.path, damage.reason)


def checked(paths: Iterable[Path]) -> dict[str, File]:
    """Files by their names, read from the disk for their checksums."""
    some = list(paths)
    with ThreadPoolExecutor(_THREADS) as threads:
        return dict(zip((path.name for path in some), threads.map(_file, some), strict=True))


def damages(folder: Path, manifest: Manifest) -> Iterator[Damage]:
    """The files that are missing, or whose bytes are no longer those that were written. Reads all of them."""
    known = {damage.path.name: damage for damage in _of_other_length(folder, manifest)}
    yield from known.values()
    yield from _of_other_bytes(folder, manifest, (name for name in manifest.files if name not in known))


def _of_other_bytes(folder: Path, manifest: Manifest, names: Iterable[str]) -> Iterator[Damage]:
    for name, file in checked(folder / name for name in names).items():
        if file != manifest.files[name]:
            yield Damage(folder / name, "its checksum is another one")


def _of_other_length(folder: Path, manifest: Manifest) -> Iterator[Damage]:
    for name, file in manifest.files.items():
        path = folder / name
        try:
            size = path.stat().st_size
        except FileNotFoundError:
            yield Damage(path, "it is missing")
            continue
        if size != file.size:
            yield Damage(path, f"it has {size:,} bytes instead of {file.size:,}")


class Summed:
    """Bytes that are added up as they are read."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._size = self._checksum = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        piece = self._source.read(size)
        self._size += len(piece)
        self._checksum = zlib.crc32(piece, self._checksum)
        return piece

    def compare(self, path: Path, written: File) -> None:
        """Raise IndexDamaged unless all that was read is what was written to this path."""
        if self.file() != written:
            raise IndexDamaged(path, "its checksum is another one")

    def file(self) -> File:
        """What it comes to."""
        return File(self._size, self._checksum)


def _file(path: Path) -> File:
    with path.open("rb", buffering=0) as file:
        read = Summed(file)
        while read.read(_READ_TOGETHER):
            pass
    return read.file()


def _refuse_other_format(folder: Path, written: int) -> None:
    if written != FORMAT:
        advice = "use a newer Slovoform, or rebuild" if written > FORMAT else "rebuild"
        raise OtherFormat(
            f"the index in {folder} has format {written}, this program reads format {FORMAT}: "
            f"{advice} the index with `slovoform build`"
        )
