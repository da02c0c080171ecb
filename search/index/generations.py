"""Generations: how a reader finds the live state of an index, and opens it.

A published generation never changes: what is mapped stays mapped. Who writes the next one says
`changing/publishing.py`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from search.errors import GenerationGone, IndexDamaged, IndexUnavailable
from search.index import manifest
from search.index.building.vocabulary import Known
from search.index.copies import reprints
from search.index.copies.reprints import Families, Grouped, Pairs
from search.index.deletions import is_of_deletions
from search.index.manifest import File, Manifest
from search.index.mapped import Mapped
from search.index.segment import Segment
from search.russian.fingerprint import fingerprint

Content = frozenset[tuple[str, File]]


@dataclass(frozen=True)
class Generation:
    """One published state of the index, open for reading."""

    folder: Path
    manifest: Manifest
    segments: tuple[Segment, ...]

    @property
    def name(self) -> str:
        """Its number, in digits."""
        return self.folder.name

    @cached_property
    def current(self) -> Current:
        """What says that it is the live one; it is compared at every request."""
        return Current(self.name, self.manifest.checksum)

    @property
    def zone(self) -> ZoneInfo:
        """The one in which its days lie."""
        return self.manifest.zone

    @cached_property
    def pairs(self) -> Pairs:
        """Which of its documents are copies of each other. Raises IndexDamaged."""
        with _explained(self.folder):
            return reprints.load(self.folder)

    @cached_property
    def families(self) -> Families:
        """Its documents that are copies of each other, together. Raises IndexDamaged."""
        with _explained(self.folder):
            return Families(self.segments, Grouped.load(self.folder))

    @property
    def documents(self) -> int:
        """How many documents it has."""
        return sum(segment.live for segment in self.segments)

    @property
    def is_of_today(self) -> bool:
        """Would today's rules and dictionary analyse its forms in the same way?"""
        return self.manifest.analysis == fingerprint()

    def files_of(self, segment: Segment) -> dict[str, File]:
        """The files of one of its segments, by their names."""
        begins = f"{segment.stem.name}."
        return {name: file for name, file in self.manifest.files.items() if name.startswith(begins)}

    @property
    def mapped(self) -> dict[Content, Mapped]:
        """What it has open of its segments, by their files."""
        return {_content(self.manifest, segment.stem.name): segment.mapped for segment in self.segments}


@dataclass(frozen=True, slots=True)
class Current:
    """What the file `current` says: the name of the live generation, and the checksum of its manifest.

        000007 8c736521 3b1f20aa

    Last comes a checksum of the line itself: a neighbour's name may be but one bit away.
    """

    name: str
    checksum: int

    @property
    def state(self) -> str:
        """The same as a word for others to keep: «000007-8c736521»."""
        return f"{self.name}-{self.checksum:08x}"

    @classmethod
    def of_state(cls, state: str) -> Current | None:
        """What such a word names, or None where it is none."""
        read = re.fullmatch("([0-9]{1,18})-([0-9a-f]{8})", state, re.ASCII)
        return cls(read[1], int(read[2], 16)) if read else None

    def line(self) -> bytes:
        """The line."""
        told = f"{self.name} {self.checksum:08x}".encode("ascii")
        return b"%b %08x\n" % (told, zlib.crc32(told))


def open_current(index: Path, earlier: Generation | None = None) -> Generation:
    """Open the live generation.

    `earlier`: another one that is open, which it shares the files with that both have. Raises IndexUnavailable where
    there is none, or where it cannot be read.
    """
    wanted = current(index)
    folder = folder_of(index, wanted)
    try:
        told = manifest_of(index, wanted)
        with _explained(folder):
            return _open(folder, told, earlier)
    except IndexUnavailable:
        if wanted != current(index):  # switched and pruned meanwhile
            return open_current(index, earlier)
        raise


def names(generations: Path) -> list[str]:
    """The names of all generations that are kept, the oldest first."""
    return sorted((path.name for path in generations.iterdir() if path.name.isdecimal()), key=int)


def open_named(index: Path, name: str) -> Generation:
    """Open a generation that is kept, by its name. Raises IndexUnavailable."""
    current(index)  # where there is no index that is said
    if name not in (kept := names(index / "generations")):
        raise IndexUnavailable(f"there is no generation {name}: there are {', '.join(kept)}")
    return opened(index / "generations" / name)


def open_kept(index: Path, wanted: Current) -> Generation:
    """Open a generation that was published, as long as it is kept. Raises GenerationGone, and as `open_current`."""
    folder, gone = (
        folder_of(index, wanted),
        GenerationGone(f"generation {wanted.name} is no longer kept: begin again"),
    )
    if not folder.is_dir():
        raise gone
    try:
        kept = opened(folder)
    except IndexUnavailable:
        if not folder.is_dir():  # pruned meanwhile
            raise gone from None
        raise
    if kept.current != wanted:  # the index was made anew
        raise gone
    return kept


def folder_of(index: Path, wanted: Current) -> Path:
    """Where a generation lies."""
    return index / "generations" / wanted.name


def manifest_of(index: Path, wanted: Current) -> Manifest:
    """The manifest of a generation, whatever is with its other files.

    Raises IndexUnavailable, as `opened` does, and where it is another generation of the same name.
    """
    folder = folder_of(index, wanted)
    with _explained(folder):
        told = manifest.read(folder)
    if told.checksum != wanted.checksum:
        raise IndexDamaged(folder, "it is not the generation that was published under this name")
    return told


def current(index: Path) -> Current:
    """Which generation is the live one. Raises IndexUnavailable where there is none."""
    path = index / "current"
    try:
        line = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise IndexUnavailable(f"there is no index in {index}: make one with `slovoform build PATH…`") from None
    except OSError as problem:
        raise IndexUnavailable(f"the index {index} cannot be read: {problem}") from problem
    read = re.fullmatch(rb"([0-9]{1,18}) ([0-9a-f]{8}) [0-9a-f]{8}\n", line)
    if not read:
        raise IndexDamaged(path, "it names no generation")
    found = Current(read[1].decode("ascii"), int(read[2], 16))
    if found.line() != line:
        raise IndexDamaged(path, "its checksum is another one")
    return found


def known(generation: Generation) -> Known | None:
    """The analysis of forms that a generation has, if today's rules and dictionary would make the same."""
    if not generation.is_of_today or not generation.segments:
        return None
    largest = max(generation.segments, key=lambda segment: len(segment.forms)).arrays
    return Known(largest.forms, largest.terms, largest.form_terms)


def is_index(folder: Path) -> bool:
    """Is this the directory of an index, be it one that was never finished?"""
    return (folder / "generations").is_dir() and any((folder / name).is_file() for name in ("current", "lock"))


def opened(folder: Path) -> Generation:
    """Open a generation. Raises IndexUnavailable, whatever it is that its files lack."""
    with _explained(folder):
        return _open(folder, manifest.read(folder))


def _open(folder: Path, told: Manifest, earlier: Generation | None = None) -> Generation:
    manifest.refuse_other_lengths(folder, told)
    manifest.refuse_other_bytes(folder, told, filter(is_of_deletions, told.files))  # or the deleted would show again
    mapped = earlier.mapped if earlier else {}
    segments = (Segment(folder / entry.name, mapped.get(_content(told, entry.name))) for entry in told.segments)
    found = Generation(folder, told, tuple(segments))
    len(found.pairs), len(found.families)  # mapped at once, as segments are: the files may be pruned
    return found


def _content(told: Manifest, segment: str) -> Content:
    """The files of a segment and their checksums, but for those that tell which of its documents are gone."""
    files = ((name, file) for name, file in told.files.items() if name.startswith(f"{segment}."))
    return frozenset((name, file) for name, file in files if not is_of_deletions(name))


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except IndexUnavailable:
        raise
    except FileNotFoundError as problem:
        raise IndexDamaged(problem.filename or folder, "it is missing") from problem
    except OSError as problem:
        raise IndexUnavailable(f"the index in {folder} cannot be read: {problem}") from problem
    except Exception as problem:  # over damaged bytes numpy and zstd raise whatever they come to
        raise IndexDamaged(folder, repr(problem)) from problem
